"""Letters that come back (RFC 3464), and what only looks like one."""

import io
import sys
from typing import Any

import pytest
from django.core.management import call_command

from resource_centre.mail.delivery import message_id
from resource_centre.mail.models import Bounce, Letter

pytestmark = pytest.mark.django_db
MARIA = "maria@example.org"

#: After RFC 3464, appendix E.
NOTIFICATION = """\
Date: Thu, 7 Jul 2026 17:16:05 +0200
From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example.org>
To: <noreply@localhost>
Subject: Returned mail: see transcript
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="RAA14128"
Auto-Submitted: auto-replied

--RAA14128

Your letter could not be delivered.

--RAA14128
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Thu, 7 Jul 2026 17:16:00 +0200

{block}

--RAA14128
{original}

--RAA14128--
"""
BLOCK = "Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 No such user"
WHOLE = "Content-Type: message/rfc822\n\nMessage-ID: {identifier}\nTo: {address}\nSubject: Hello\n\nGood day."
HEADERS = "Content-Type: text/rfc822-headers\n\nFrom: noreply@localhost\nMessage-ID:\n {identifier}\nSubject: Hello\n"


@pytest.fixture
def identifier() -> str:
    """The message identifier of a letter to Maria."""
    return message_id(Letter.objects.create(name="hello", address=MARIA, language="en"))


def read(raw: str | bytes, monkeypatch: pytest.MonkeyPatch) -> list[tuple[bool, str]]:
    """Pipe a letter to the command. Return what is noted: whether of Maria, and the code."""
    stream = io.BytesIO(raw if isinstance(raw, bytes) else raw.encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
    call_command("read_bounce")
    assert stream.read() == b""
    mine = Bounce.of(MARIA)
    return [(bounce == mine, bounce.code) for bounce in Bounce.objects.all()]


def notification(identifier: str, block: str = BLOCK, original: str = WHOLE, address: str = MARIA) -> str:
    """Return a notification about a letter."""
    values = {"identifier": identifier, "address": address}
    return NOTIFICATION.format(block=block.format(**values), original=original.format(**values))


@pytest.mark.parametrize("original", [WHOLE, HEADERS])
@pytest.mark.parametrize("address", [MARIA, "Maria@EXAMPLE.org"])
def test_letter_of_ours_that_came_back_is_noted(
    original: str, address: str, identifier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = notification(identifier, original=original, address=address)
    assert read(raw, monkeypatch) == [(True, "5.1.1")]
    assert read(raw.replace("\n", "\r\n"), monkeypatch) == [(True, "5.1.1")]


def test_letter_that_was_passed_on_is_noted_under_the_address_that_we_know(
    identifier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = f"Original-Recipient: rfc822;{MARIA}\n{BLOCK}"
    assert read(notification(identifier, block, address="elsewhere@example.com"), monkeypatch) == [(True, "5.1.1")]


def test_each_recipient_counts_by_itself(identifier: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = BLOCK.replace("{address}", "jan@example.org").replace("5.1.1", "5.1.2")
    assert read(notification(identifier, f"{other}\n\n{BLOCK}"), monkeypatch) == [(True, "5.1.1")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Action: failed", "Action: delayed"),
        ("Action: failed", "Action: relayed"),
        ("Status: 5.1.1", "Status: 4.4.7"),
        ("Status: 5.1.1", "Status: 2.0.0"),
        ("Status: 5.1.1", "Status: 5.7.1"),
        ("Status: 5.1.1", "Status: 5.2.2"),
        ("Status: 5.1.1", "Status: yes"),
        ("Status: 5.1.1", "X-Status: 5.1.1"),
        ("rfc822; maria@example.org", "rfc822; jan@example.org"),
        ("rfc822; maria@example.org", "maria@example.org"),
        ("message/delivery-status", "text/plain"),
        ("Content-Type: message/rfc822", "Content-Type: text/plain"),
    ],
)
def test_what_does_not_say_that_the_address_is_gone_is_passed_over(
    old: str, new: str, identifier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = notification(identifier)
    assert raw.count(old) == 1
    assert read(raw.replace(old, new), monkeypatch) == []


def test_notification_about_a_letter_that_is_not_ours_is_passed_over(
    identifier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, _at, domain = identifier.partition("@")
    for forged in ("", "<1@example.org>", f"{number[:-1]}x@{domain}", f"<x.{number.partition('.')[2]}@{domain}"):
        assert read(notification(forged), monkeypatch) == []
    assert read(notification(f"{number}@elsewhere.example.com>"), monkeypatch) == [(True, "5.1.1")]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\xff\xfe" * 1000,
        b"Content-Type: multipart/report; boundary=\n\n",
        b"Content-Type: message/delivery-status\n\nStatus: 5.1.1\nAction: failed\n",
        b"Content-Type: multipart/report; boundary=a\n\n--a\nContent-Type: message/delivery-status\n\n--a--\n",
        b"Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: base64\n\n!!!\n",
        b"Content-Type: message/rfc822\n\n" * 300,
        b"Subject: Out of office\n\nI am away.\n" + b"x" * 2_500_000,
    ],
)
def test_rubbish_is_passed_over(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(raw, monkeypatch) == []


def test_status_with_a_remark_and_folded_lines_is_understood(identifier: str, monkeypatch: pytest.MonkeyPatch) -> None:
    block = "Final-Recipient:\n rfc822;\n maria@example.org\nAction: Failed\nStatus: 5.1.1 (no such user)"
    assert read(notification(identifier, block), monkeypatch) == [(True, "5.1.1")]


def test_nothing_is_said_about_anybody(identifier: str, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    assert read(notification(identifier), monkeypatch) == [(True, "5.1.1")]
    assert capsys.readouterr() == ("", "")
