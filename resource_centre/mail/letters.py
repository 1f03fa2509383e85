"""What letters are made of. A package says in its `letters.py` what stands in each of its letters.

A letter is written when it is delivered: what waits in the database is its name and what it is about, never its text
and never a link. Every letter is a list of parts, so that the HTML and the plain text always say the same.
"""

import contextlib
import contextvars
import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from . import links
from .models import Letter

#: What mail programs make links of: a dot or @ before a letter, in the spellings that browsers take for one (UTS #46),
#: and a colon before two slashes. A dot between two digits is left: it stands in dates, times and prices.
_LINKLIKE = re.compile(r"(?<=\S)(@)(?=\w)|(?<=\S)([.。．｡])(?=[^\W\d])|(?<=[^\W\d])([.。．｡])(?=\w)|(:)(?=//)")


@dataclass(frozen=True)
class Part:
    """A piece of a letter. `kind` is text, heading, button, quote or list; see templates/emails/letter.html."""

    kind: str
    text: str = ""
    address: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def text(words: str) -> Part:
    """Return a paragraph of our own words."""
    return Part("text", words)


def heading(words: str) -> Part:
    """Return a heading."""
    return Part("heading", words)


def button(label: str, address: str) -> Part:
    """Return a link that stands out. In plain text, the address follows the label."""
    return Part("button", label, address)


def unlinked(words: str) -> str:
    """Return somebody's words so that no mail program makes a link of anything in them: example[.]org."""
    return _LINKLIKE.sub(lambda found: f"[{found[0]}]", str(words))


def quote(words: str) -> Part:
    """Return words that somebody else wrote. Nothing in them becomes a link."""
    return Part("quote", unlinked(words))


def rows(*pairs: tuple[str, str]) -> Part:
    """Return names with values; nothing in the values becomes a link, or looks like a line of ours."""
    return Part("list", rows=tuple((name, "\n  ".join(unlinked(value).splitlines())) for name, value in pairs))


@dataclass
class Contents:
    """What stands in a letter. Subject and heading hold our own words only, never a user's."""

    subject: str
    parts: list[Part]
    #: Why the reader gets this letter: the last line.
    reason: str
    headers: dict[str, str] = field(default_factory=dict)


Write = Callable[[Letter], Contents | None]
WRITERS: dict[str, Write] = {}


def letter(name: str) -> Callable[[Write], Write]:
    """Register the function that writes the letters called `name`, in the language that is active.

    It returns None where the letter has become pointless: then nothing is sent.
    """

    def register(write: Write) -> Write:
        WRITERS[name] = write
        return write

    return register


_previewed = contextvars.ContextVar("_previewed", default=False)


@contextlib.contextmanager
def preview() -> Iterator[None]:
    """Let letters be written for somebody else to look at: words stand where private links would."""
    token = _previewed.set(True)
    try:
        yield
    finally:
        _previewed.reset(token)


def linked(address_name: str, purpose: str, about: models.Model, lifetime: datetime.timedelta) -> str:
    """Return the full address, in the active language, of the page `address_name` with a new link in it."""
    if _previewed.get():
        return _("(a private link)")
    return full_address(address_name, token=links.make(purpose, about, lifetime))


def full_address(address_name: str, **values: Any) -> str:
    """Return the full address of a page in the active language."""
    return settings.SITE_URL + reverse(address_name, kwargs=values or None)
