"""Tags and filters for the components of the design. Built in: templates need not load them."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.forms import Field
from django.template.defaultfilters import date as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from resource_centre.text import one_line
from resource_centre.vocabularies import cldr

register = template.Library()
_SYMBOL = re.compile(r'<symbol id="(?P<id>[a-z-]+)" viewBox="(?P<box>[0-9 ]+)">(?P<shapes>.*?)</symbol>', re.DOTALL)


@lru_cache(maxsize=1)
def drawings() -> dict[str, tuple[str, str]]:
    """Return the drawings of static/img/icons.svg by name: view box and shapes."""
    source = (Path(settings.BASE_DIR) / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    return {found["id"]: (found["box"], found["shapes"]) for found in _SYMBOL.finditer(source)}


def _svg(name: str, size: int, attributes: str) -> SafeString:
    box, shapes = drawings()[name]
    return mark_safe(  # noqa: S308 - every part comes from our own drawing file
        f'<svg {attributes} width="{size}" height="{size}" viewBox="{box}" aria-hidden="true" focusable="false">'
        f"{shapes}</svg>"
    )


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """Return an icon as inline SVG in the colour of the text around it. Raises KeyError for an unknown name."""
    return _svg(f"icon-{name}", size, 'class="icon"')


@register.simple_tag
def sign(name: str) -> SafeString:
    """Return the painted sign of a kind of content. Raises KeyError for an unknown name."""
    return _svg(f"sign-{name}", 24, 'fill="currentColor"')


@register.simple_tag
def picto(name: str) -> SafeString:
    """Return the pictogram of a way of support, or nothing where a support type has none."""
    return _svg(f"way-{name}", 64, 'class="picto"') if f"way-{name}" in drawings() else SafeString()


@register.simple_tag
def foreign(code: str | None) -> SafeString:
    """Return ` lang="…"` (and ` dir="…"` where it differs) for text that is not in the language of the page."""
    here = get_language() or settings.LANGUAGE_CODE
    if not code or code == here:
        return SafeString()
    if cldr.direction(code) == cldr.direction(here):
        return format_html(' lang="{}"', code)
    return format_html(' lang="{}" dir="{}"', code, cldr.direction(code))


@register.filter
def is_foreign(code: str | None) -> bool:
    """Say whether the language `code` is another than the page's."""
    return bool(code) and code != (get_language() or settings.LANGUAGE_CODE)


@register.filter
def names(things: Any) -> str:
    """Return the names of things as a list in the reader's language."""
    return cldr.joined([str(thing) for thing in things])


@register.filter
def country_name(code: str) -> str:
    """Return the name of a country in the reader's language."""
    return cldr.country_name(code)


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in the reader's language."""
    return cldr.language_name(code)


@register.filter
def duration(minutes: int) -> str:
    """Return a length in minutes as people write it: "39 minutes", "1 hour 42 minutes"."""
    hours, rest = divmod(int(minutes), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if rest or not hours:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return " ".join(parts)


@register.filter
def full_date(day: Any) -> str:
    """Return a day in full, with its weekday, as the reader's language writes it."""
    return format_date(day, gettext("l j F Y"))


@register.filter
def long_date(day: Any) -> str:
    """Return a day without its weekday, as the reader's language writes it."""
    return format_date(day, gettext("j F Y"))


@register.filter
def host(address: str) -> str:
    """Return the host of a web address without "www.", to say where a link leads."""
    without_scheme = address.split("://", 1)[-1]
    return without_scheme.split("/", 1)[0].split("?", 1)[0].removeprefix("www.")


#: How the page "This is ours" names the kinds of records that somebody may answer for.
_OWNER_KINDS = {"organisation": "organisation", "activity": "activity", "event": "event"} | dict.fromkeys(
    ("item", "resource", "casestudy", "recording", "story"), "item"
)


@register.filter
def owner_kind(thing: Any) -> str:
    """Return the kind under which a record can be asked for as one's own, or nothing."""
    meta = getattr(thing, "_meta", None)
    return _OWNER_KINDS.get(meta.model_name, "") if meta else ""


@register.filter
def described(text: Any) -> str:
    """Return text for a meta description: one line of at most 180 characters, cut at a word."""
    line = one_line(str(text), 1000)
    if len(line) <= 180:
        return line
    return line[:179].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


@register.filter
def plain_paragraphs(lines: list[str]) -> SafeString:
    """Return texts as paragraphs, escaped."""
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))


@register.filter
def quoted(text: str) -> str:
    """Return a text with a mark before each line, as letters quote."""
    return "\n".join(f"> {line}".rstrip() for line in str(text).splitlines())


@register.filter
def problems(form: Any) -> list[dict[str, str]]:
    """Return what needs another look in a form: where each thing stands and what to say of it."""
    found = [{"id": "", "text": str(error)} for error in form.non_field_errors()]
    for field in form:
        for error in field.errors:
            # A sentence of our own says what it is about; Django's sentences need the name of the field.
            own = field.field.error_messages.get("required") != Field.default_error_messages["required"]
            speaks = own and str(error) == str(field.field.error_messages.get("required"))
            target = f"{field.auto_id}_0" if field.field.widget.use_fieldset else field.id_for_label
            found.append({"id": target, "text": str(error) if speaks else f"{field.label}: {error}"})
    return found
