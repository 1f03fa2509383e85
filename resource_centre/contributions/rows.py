"""What somebody sent as names and values, for pages and letters."""

from collections.abc import Iterable
from typing import Any

from django import forms

from .doors import door_of
from .models import Contribution

Row = tuple[str, str]


def answer_rows(contribution: Contribution, *only: str) -> list[Row]:
    """Return the answers as the person gave them, in the order of the form; `only` names those that are wanted."""
    form = door_of(contribution).form
    bare = form()
    names: Iterable[str] = [name for _legend, names in form.parts for name in names]
    found = []
    for name in names:
        if only and name not in only:
            continue
        values = [contribution.email] if name == "email" else contribution.data.get(name) or []
        if said := _said(bare.fields[name], [value for value in values if value.strip()]):
            found.append((str(bare.fields[name].label), said))
    return found


def _said(field: forms.Field, values: list[str]) -> str:
    """Return an answer as words: choices by their names."""
    if isinstance(field, forms.BooleanField):
        return "✓" if values and values[0] not in {"", "False", "false"} else ""
    choices = {str(key): str(label) for key, label in getattr(field.widget, "choices", [])}
    if isinstance(field, forms.ModelMultipleChoiceField) and any(value not in choices for value in values):
        keys = [value for value in values if value not in choices]
        choices |= _names(field, keys)
    if choices:
        return ", ".join(choices.get(value, value) for value in dict.fromkeys(values))
    return "\n".join(values)


def _names(field: "forms.ModelMultipleChoiceField[Any]", keys: list[str]) -> dict[str, str]:
    queryset = field.queryset
    assert queryset is not None
    try:
        return {str(one.pk): str(one) for one in queryset.filter(pk__in=keys)}
    except (TypeError, ValueError):
        return {}
