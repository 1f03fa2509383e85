"""The form that the public's letter boxes are made from: a signed time stamp, a trap for machines, one key a form."""

import datetime
import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.core import signing
from django.core.validators import EmailValidator, URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SALT = "resource_centre.guard.stamp"
#: Nobody fills in a form faster than this.
FASTEST = datetime.timedelta(seconds=2)
KEY_BYTES = 24


def new_stamp(key: str = "") -> str:
    """Return a stamp for a form that is shown now: when, and under which key its sending counts as one."""
    return signing.dumps([int(timezone.now().timestamp()), key or secrets.token_urlsafe(KEY_BYTES)], salt=SALT)


def read_stamp(stamp: str) -> tuple[datetime.datetime, str] | None:
    """Return when a form was shown, and its key; None where we did not make the stamp."""
    try:
        moment, key = signing.loads(stamp[:500], salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return datetime.datetime.fromtimestamp(int(moment), datetime.UTC), str(key)


class TrapWidget(forms.TextInput):
    """A field that people neither see, hear nor reach. Who fills it in is a machine."""

    template_name = "forms/trap.html"


class SeveralSelects(forms.SelectMultiple):
    """A choice of several things from a long list as a few ordinary selects, which a phone shows well.

    One select stands open, the rest fold away; there is always an empty one more than values.
    """

    template_name = "forms/several_selects.html"
    use_fieldset = True
    more = 4

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the selects, each with one value."""
        context = super().get_context(name, value, attrs)
        chosen = [str(one) for one in value or [] if str(one)]
        rest = [""] * max(1, 1 + self.more - len(chosen))
        options = [(str(key), label) for key, label in self.choices if str(key)]
        context["selects"] = [
            {"id": f"{context['widget']['attrs'].get('id', name)}_{number}", "value": one, "number": number + 1}
            for number, one in enumerate([*chosen, *rest])
        ]
        context["options"] = options
        context["open_count"] = max(1, len(chosen))
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the values of all selects, empty ones and repeated ones left out."""
        values = super().value_from_datadict(data, files, name) or []
        return list(dict.fromkeys(str(value) for value in values if value))


def dress(form: forms.BaseForm) -> None:
    """Give the fields of a form the looks of the design and the words for a missing answer."""
    for field in form.fields.values():
        widget = field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            widget.template_name = "forms/choices.html"
        elif not isinstance(widget, forms.CheckboxInput | forms.HiddenInput | TrapWidget):
            widget.attrs.setdefault("class", "input")
            if isinstance(widget, forms.Textarea):
                widget.attrs.setdefault("rows", 5)
    if form.is_bound:
        keep_as_typed(form)


def keep_as_typed(form: forms.BaseForm) -> None:
    """Let every field show what was typed: a browser's box for days, say, stays empty where that is no day."""
    for name, field in form.fields.items():
        widget = field.widget
        kind = str(getattr(widget, "input_type", ""))
        typed = str(form[name].value() or "")
        if isinstance(widget, forms.widgets.Input) and kind in _TAKEN and typed and not _is_taken(kind, typed):
            widget.input_type = "text"


#: What browsers take in a box of each kind (HTML, 4.10.5.1).
_TAKEN: dict[str, Callable[[str], Any]] = {
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
    "number": int,
    "url": URLValidator(),
    "email": EmailValidator(),
}


def _is_taken(kind: str, typed: str) -> bool:
    try:
        _TAKEN[kind](typed)
    except (ValueError, forms.ValidationError):
        return False
    return True


class GuardedForm(forms.Form):
    """A form that anybody may send.

    It refuses nobody: `looks_like_spam` says what the guard thinks, the answer is the same for all, and staff can
    correct it. `key` is the same for every sending of the form that one page showed, so that a double click is one.
    """

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    homepage = forms.CharField(required=False, label=_("Leave this empty"), widget=TrapWidget)

    guards = ("stamp", "homepage")

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stamp"].initial = lambda: new_stamp(key)
        dress(self)
        self._key = ""

    @property
    def shown(self) -> tuple[datetime.datetime, str] | None:
        """When the form was shown and under which key; None for a stamp that is not ours."""
        return read_stamp(str(self.data.get(self.add_prefix("stamp"), "")))

    @property
    def key(self) -> str:
        """The key of this sending: that of the stamp, or a new one where the stamp is not ours."""
        if not self._key:
            shown = self.shown
            self._key = shown[1] if shown else secrets.token_urlsafe(KEY_BYTES)
        return self._key

    @property
    def is_trapped(self) -> bool:
        """Whether the stamp is not ours, or the field that no person meets was filled in."""
        return self.shown is None or bool(str(self.data.get(self.add_prefix("homepage"), "")).strip())

    @property
    def looks_like_spam(self) -> bool:
        """Whether a machine seems to have filled in this form: trapped, or faster than people are."""
        return self.is_trapped or self.shown is None or timezone.now() - self.shown[0] < FASTEST
