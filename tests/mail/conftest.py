"""What the tests of mail share: a record to write about, a letter to write, a mail server, a clock."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from resource_centre.mail import letters
from resource_centre.vocabularies.models import Topic
from tests.factories import make
from tests.smtp import MailServer, mail_server, send_to

START = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
Writers = dict[str, letters.Write]


@pytest.fixture
def topic() -> Topic:
    """A record that letters and links are about."""
    topic: Topic = make(Topic, slug="a-topic", name="A topic")
    return topic


@pytest.fixture
def writers(monkeypatch: pytest.MonkeyPatch) -> Writers:
    """All letters that there are, and one called “hello”."""
    every = dict(letters.WRITERS)
    every["hello"] = lambda _letter: letters.Contents("Hello", [letters.text("Good day.")], "You asked for it.")
    monkeypatch.setattr(letters, "WRITERS", every)
    monkeypatch.setattr("resource_centre.mail.delivery.WRITERS", every)
    return every


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.timedelta], None]:
    """Set the clock to a time after the start."""

    def set_to(after: datetime.timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: START + after)

    set_to(datetime.timedelta())
    return set_to


@pytest.fixture
def smtp_server(settings: Any) -> Iterator[MailServer]:
    """A mail server to which the site sends its letters."""
    with mail_server() as server:
        send_to(server, settings)
        yield server
