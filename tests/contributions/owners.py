"""What tests of owners share: owners, stamps of forms, letters that were delivered, and a clock."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.core.signing import dumps
from django.db import models
from django.utils import timezone

from resource_centre.contributions.models import Ownership
from resource_centre.contributions.querysets import about
from resource_centre.guard.forms import SALT
from resource_centre.mail.delivery import deliver_due

ANNA = "anna@peers.example.org"


def owner(record: models.Model, email: str = ANNA, **columns: Any) -> Ownership:
    """Return somebody who answers for a record."""
    now = timezone.now()
    least = {"language": "en", "proof": "contribution", "verified_at": now, "granted_at": now}
    found: Ownership = Ownership.objects.create(**about(record), email=email, **{**least, **columns})
    return found


def stamp(key: str = "a-key-of-a-form-that-was-shown", seconds: int = 30) -> str:
    """Return the stamp of a form that was shown so many seconds ago."""
    return dumps([int(timezone.now().timestamp()) - seconds, key], salt=SALT)


def sent(key: str = "a-key-of-a-form-that-was-shown", **answers: Any) -> dict[str, Any]:
    """Return what a person's browser posts."""
    return {"stamp": stamp(key), "homepage": "", **answers}


def letters() -> list[Any]:
    """Deliver what waits, and return the letters that arrived since the last call."""
    mail.outbox.clear()
    while deliver_due():
        pass
    return list(mail.outbox)


def links_in(letter: Any) -> list[str]:
    """Return the paths of the links in a letter, each once, in their order."""
    found = re.findall(r"https?://[^/\s]+(/\S*)", str(letter.body))
    return list(dict.fromkeys(path for path in found if "/share/" in path))


def token_of(path: str) -> str:
    """Return the token in the address of a private page."""
    return path.partition("?")[0].rstrip("/").rpartition("/")[2]


class Clock:
    """Moves the time of the site."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, start: datetime.datetime) -> None:
        self.monkeypatch, self.now = monkeypatch, start
        self.set(start)

    def set(self, moment: datetime.datetime) -> None:
        """Make it `moment` now."""
        self.now = moment
        self.monkeypatch.setattr(timezone, "now", lambda: moment)

    def forward(self, **difference: float) -> None:
        """Let time go by."""
        self.set(self.now + datetime.timedelta(**difference))
