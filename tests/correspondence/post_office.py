"""People who write and get letters in tests: forms as a browser sends them, letters with their links. No test in here."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from organisations.models import Organisation
from resource_centre.mail.delivery import deliver_due
from tests.document import Document, Element
from tests.factories import published

DAY = datetime.timedelta(days=1)
SENDER, RECEIVER = "ana.writer@sender.example.net", "desk@receiver.example.com"
WORDS = "Hello, how do I join your group?"


class Clock:
    """The time of day, which tests move."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def move(self, **how_far: float) -> None:
        """Let time pass."""
        self.now += datetime.timedelta(**how_far)


def open_organisation(**columns: Any) -> Organisation:
    """Return a public organisation that is open to contact from peers."""
    told = {"contact_email": RECEIVER, "open_to_contact": True, "name": "Lighthouse", "slug": "lighthouse", **columns}
    organisation: Organisation = published(Organisation, **told)
    return organisation


def answers_in(page: Element) -> dict[str, str]:
    """Return what a browser would send for the last form on a page."""
    form = page.all("form")[-1]
    found = {}
    for element in form.all("input"):
        if element.get("type") in {"checkbox", "radio"} and "checked" not in element.attributes:
            continue
        found[element["name"]] = element.get("value") or ""
    for element in form.all("textarea"):
        found[element["name"]] = "".join(str(child) for child in element.children).removeprefix("\n")
    return found


def send(client: Client, address: str, clock: Clock, **answers: str) -> Any:
    """Open the page at `address`, take a while to fill in its form, send it, and go where that leads."""
    shown = answers_in(Document(client.get(address)).main)
    clock.move(seconds=20)
    return client.post(address, {**shown, **answers}, follow=True)


def press(client: Client, address: str, **button: str) -> Any:
    """Press a button behind a link."""
    return client.post(address, button, follow=True)


def letters() -> list[EmailMultiAlternatives]:
    """Deliver what waits, and return the letters that came."""
    mail.outbox.clear()
    deliver_due()
    return [letter for letter in mail.outbox if isinstance(letter, EmailMultiAlternatives)]


def letter() -> EmailMultiAlternatives:
    """Deliver what waits, and return the only letter that came."""
    (found,) = letters()
    return found


def text_of(message: EmailMultiAlternatives) -> str:
    """Return the plain text of a letter."""
    return str(message.body)


def html_of(message: EmailMultiAlternatives) -> str:
    """Return the HTML of a letter."""
    return str(message.alternatives[0][0])


def raw(message: EmailMultiAlternatives) -> str:
    """Return a letter as it goes over the line, headers and all, with its parts readable."""
    whole = message.message()
    payloads: list[Any] = [part.get_payload(decode=True) for part in whole.walk() if not part.is_multipart()]
    return "\n".join([whole.as_string(), *(payload.decode() for payload in payloads)])


def links_in(message: EmailMultiAlternatives) -> dict[str, str]:
    """Return the private links of a letter: the part of the address that names the page, to the path."""
    paths = re.findall(r"^http://127\.0\.0\.1:8000(/\S+)$", text_of(message), re.MULTILINE)
    return {path.split("/")[-3]: path for path in paths if re.search(r"/[\w-]{43}/$", path)}


def write(client: Client, clock: Clock, text: str = WORDS, **answers: str) -> Any:
    """Write to the organisation."""
    told = {"name": "Ana", "email": SENDER, "text": text, **answers}
    return send(client, "/organisations/lighthouse/write/", clock, **told)


def conversation(client: Client, clock: Clock, text: str = WORDS, **answers: str) -> dict[str, str]:
    """Write to the organisation and confirm. Return the links that the organisation got."""
    write(client, clock, text, **answers)
    press(client, links_in(letter())["confirm"])
    return links_in(letter())
