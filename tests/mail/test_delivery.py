"""Letters on their way, to a real mail server: taken, refused, left hanging, cut off. None is lost, none goes for ever."""

import datetime
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from resource_centre.jobs.run import stop
from resource_centre.mail import delivery, due
from resource_centre.mail.letters import Contents, text
from resource_centre.mail.models import Bounce, Letter
from resource_centre.mail.outbox import post
from resource_centre.vocabularies.models import Topic
from tests.at_once import at_once, database_for_threads, in_thread
from tests.mail.conftest import START, Writers
from tests.smtp import DIE, HANG, MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("writers")]
MINUTE = datetime.timedelta(minutes=1)
MARIA, JAN = "maria@example.org", "jan@example.org"


def states() -> list[tuple[str, int, str, bool]]:
    """Return address, attempts, outcome and whether it ended, of every letter."""
    rows = Letter.objects.order_by("pk").values_list("address", "attempts", "outcome", "ended_at")
    return [(address, attempts, outcome, bool(ended)) for address, attempts, outcome, ended in rows]


def test_letter_is_delivered_once_and_its_address_is_forgotten(smtp_server: MailServer) -> None:
    post("hello", MARIA, key="one", word="secret")
    assert [delivery.deliver_due(), delivery.deliver_due()] == [1, 0]
    assert smtp_server.addresses == [MARIA]
    [message] = smtp_server.letters
    assert (message["To"], message["From"], message["Subject"]) == (MARIA, "noreply@localhost", "Hello")
    assert states() == [("", 1, "delivered", True)]
    assert Letter.objects.get().data == {}


def test_letter_that_is_not_due_yet_stays(smtp_server: MailServer) -> None:
    post("hello", MARIA, due_at=timezone.now() + MINUTE)
    assert delivery.deliver_due() == 0
    assert states() == [(MARIA, 0, "", False)]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 5.1.1 No such user maria@example.org", "refused 5.1.1"),
        ("550 5.1.10 No such user", "refused 5.1.10"),
        ("554 5.2.1 Mailbox closed", "refused 5.2.1"),
        ("550 No such user", "refused 550"),
        ("553 Not allowed", "refused 553"),
    ],
)
def test_address_that_does_not_exist_is_noted_and_not_tried_again(
    answer: str, outcome: str, smtp_server: MailServer
) -> None:
    smtp_server.at_recipient = answer
    post("hello", MARIA)
    delivery.deliver_due()
    assert states() == [("", 1, outcome, True)]
    bounce = Bounce.of("Maria@example.org")
    assert bounce is not None
    assert bounce.code == outcome.removeprefix("refused ")
    assert Bounce.of(JAN) is None


@pytest.mark.parametrize(
    "answer",
    [
        "450 4.2.0 Greylisted, come back",
        "451 Later",
        "452 4.2.2 Mailbox full",
        "552 5.2.2 Mailbox full",
        "554 5.7.1 Relay access denied",
        "550 5.7.1 Your server is on a list",
        "550 5.1.8 Sender refused",
        "554 No",
        "530 5.7.0 Authentication required",
    ],
)
def test_refusal_that_is_not_about_the_address_makes_the_letter_wait(
    answer: str, smtp_server: MailServer, clock: Any
) -> None:
    smtp_server.to[MARIA] = answer
    post("hello", MARIA)
    post("hello", JAN)
    assert delivery.deliver_due() == 2
    assert smtp_server.addresses == [JAN]
    assert states()[0] == (MARIA, 1, f"SMTPRecipientsRefused {answer[:3]}", False)
    assert Bounce.objects.count() == 0
    smtp_server.to = {}
    clock(MINUTE)
    assert delivery.deliver_due() == 1
    assert smtp_server.addresses == [JAN, MARIA]


def test_letter_that_is_refused_after_it_was_read_waits_and_others_go(
    smtp_server: MailServer, writers: Writers
) -> None:
    smtp_server.at_data = "554 5.6.0 We do not like it"
    post("hello", MARIA)
    post("hello", JAN)
    assert delivery.deliver_due() == 2
    assert [state[1:] for state in states()] == [(1, "SMTPDataError 554", False)] * 2
    assert Bounce.objects.count() == 0


def test_address_that_is_refused_only_after_the_letter_was_read_is_noted_too(smtp_server: MailServer) -> None:
    smtp_server.at_data = "550 5.1.1 No such user after all"
    post("hello", MARIA)
    delivery.deliver_due()
    assert states() == [("", 1, "refused 5.1.1", True)]
    assert Bounce.of(MARIA) is not None


@pytest.mark.parametrize("wish", [HANG, DIE])
@pytest.mark.parametrize("place", ["at_greeting", "at_sender", "at_recipient", "at_data"])
def test_server_that_hangs_or_dies_delays_the_letter_and_is_asked_once(
    place: str, wish: str, smtp_server: MailServer, clock: Any
) -> None:
    setattr(smtp_server, place, wish)
    post("hello", MARIA)
    post("hello", JAN)
    assert delivery.deliver_due() == 1  # the other would wait for the server as long
    assert [(state[0], state[1], state[3]) for state in states()] == [(MARIA, 1, False), (JAN, 0, False)]
    assert smtp_server.connections == 1
    setattr(smtp_server, place, "")
    clock(MINUTE)
    assert delivery.deliver_due() == 2
    assert sorted(smtp_server.addresses) == [JAN, MARIA]


def test_server_that_takes_no_letters_from_us_is_asked_once(smtp_server: MailServer) -> None:
    smtp_server.at_sender = "421 4.7.0 Too many letters"
    post("hello", MARIA)
    post("hello", JAN)
    assert delivery.deliver_due() == 1
    assert states()[0] == (MARIA, 1, "SMTPSenderRefused 421", False)


def test_no_server_at_all_delays_the_letter(smtp_server: MailServer, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    post("hello", MARIA)
    assert delivery.deliver_due() == 1
    assert states() == [(MARIA, 1, "ConnectionRefusedError", False)]


def test_backend_that_cannot_be_made_delays_the_letter(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "resource_centre.mail.folder.EmailBackend", tmp_path / "file"
    post("hello", MARIA)
    delivery.deliver_due()
    assert states() == [(MARIA, 1, "ImproperlyConfigured", False)]


def test_pauses_grow_and_after_five_days_the_letter_is_given_up(
    smtp_server: MailServer, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    smtp_server.at_recipient = "450 4.3.0 Not now, maria@example.org"
    post("hello", MARIA, due_at=START + datetime.timedelta(days=30))
    waits, moment = [], datetime.timedelta(days=30)
    while not states()[0][3]:
        clock(moment)
        assert delivery.deliver_due() == 1
        pause = Letter.objects.get().due_at - START - moment
        waits.append(pause / MINUTE)
        moment += pause
    assert waits[:6] == [1, 5, 15, 60, 240, 240]
    assert len(waits) == delivery.ATTEMPTS
    assert datetime.timedelta(days=4) < datetime.timedelta(minutes=sum(waits[:-1])) < datetime.timedelta(days=6)
    assert states() == [("", 34, "SMTPRecipientsRefused 450", True)]
    assert [record.getMessage() for record in caplog.records] == [
        "The letter hello was given up after 34 attempts: SMTPRecipientsRefused 450"
    ]


def test_letter_whose_writer_fails_waits_and_others_go(
    smtp_server: MailServer, writers: Writers, caplog: pytest.LogCaptureFixture, clock: Any
) -> None:
    def broken(letter: Letter) -> Contents:
        raise ValueError(f"{letter.address} has taken pills")

    writers["broken"] = broken
    post("broken", MARIA)
    post("nobody wrote this one", MARIA)
    post("hello", JAN)
    with caplog.at_level(logging.DEBUG, "resource_centre"):
        assert delivery.deliver_due() == 3
    assert smtp_server.addresses == [JAN]
    assert [state[1:3] for state in states()][:2] == [(1, "not written: ValueError"), (1, "not written: KeyError")]
    first = caplog.records[0].getMessage()
    assert first.startswith("The letter broken could not be written: ValueError\n")
    assert MARIA not in caplog.text
    assert "pills" not in caplog.text.replace('raise ValueError(f"{letter.address} has taken pills")', "")
    writers["broken"] = writers["hello"]
    clock(MINUTE)
    delivery.deliver_due()
    assert smtp_server.addresses == [JAN, MARIA]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "maria",
        "maria@example.org\nBcc: jan@example.org",
        "maria@example.org\r\nRCPT TO:<jan@example.org>",
        "maria@example.org\n",
        "maria@example.org, jan@example.org",
        "maria@example.org jan@example.org",
        "<jan@example.org>maria@example.org",
        "maria@example.org\0",
        'maria"@example.org',
        "ünïcode@example.org",
    ],
)
def test_address_that_is_none_never_reaches_the_server(address: str, smtp_server: MailServer) -> None:
    Letter.objects.create(name="hello", address=address.replace("\0", "\x01"), language="en")
    post("hello", JAN)
    assert delivery.deliver_due() == 2
    assert smtp_server.addresses == [JAN]
    assert states()[0] == ("", 1, "no address", True)
    assert Bounce.objects.count() == 0


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_no_header_is_broken_in_two_by_a_subject(end: str, smtp_server: MailServer, writers: Writers) -> None:
    writers["hello"] = lambda _letter: Contents(f"Hello{end}Bcc: jan@example.org", [text("x")], "y")
    post("hello", MARIA)
    delivery.deliver_due()
    [message] = smtp_server.letters
    assert (smtp_server.addresses, message["Bcc"]) == ([MARIA], None)
    assert message["Subject"] == "Hello Bcc: jan@example.org"


def test_letter_with_a_header_of_two_lines_is_not_sent(smtp_server: MailServer, writers: Writers) -> None:
    writers["two"] = lambda _letter: Contents("Hello", [text("x")], "y", {"List-Id": "a\nBcc: jan@example.org"})
    post("two", MARIA)
    post("hello", JAN)
    delivery.deliver_due()
    assert smtp_server.addresses == [JAN]
    assert states()[0] == (MARIA, 1, "not written: BadHeaderError", False)


def test_headers_that_a_letter_brings_stand_in_it(smtp_server: MailServer, writers: Writers) -> None:
    unsubscribe = "<https://example.org/stop/>"
    writers["hello"] = lambda _letter: Contents("Hello", [text("x")], "y", {"List-Unsubscribe": unsubscribe})
    post("hello", MARIA)
    delivery.deliver_due()
    [message] = smtp_server.letters
    assert (message["List-Unsubscribe"], message["Auto-Submitted"]) == (unsubscribe, "auto-generated")


def test_pointless_letter_is_not_sent(topic: Topic, smtp_server: MailServer, writers: Writers) -> None:
    writers["pointless"] = lambda _letter: None
    writers["about"] = lambda letter: Contents(str(letter.about), [text("x")], "y")
    post("pointless", MARIA)
    post("about", MARIA, about=topic)
    topic.delete()
    assert delivery.deliver_due() == 2
    assert smtp_server.addresses == []
    assert states() == [("", 1, "pointless", True)] * 2


def test_letter_of_a_process_that_died_is_sent_by_the_next_after_the_lease(
    smtp_server: MailServer, writers: Writers, clock: Any
) -> None:
    def die(_letter: Letter) -> None:
        raise SystemExit

    hello, writers["hello"] = writers["hello"], die
    post("hello", MARIA)
    with pytest.raises(SystemExit):
        delivery.deliver_due()
    writers["hello"] = hello
    clock(delivery.LEASE - datetime.timedelta(seconds=1))
    assert delivery.deliver_due() == 0
    clock(delivery.LEASE)
    assert delivery.deliver_due() == 1
    assert smtp_server.addresses == [MARIA]
    assert states() == [("", 2, "delivered", True)]


def test_letter_that_ends_every_process_is_given_up(smtp_server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    post("hello", MARIA)
    Letter.objects.update(attempts=delivery.ATTEMPTS)
    delivery.deliver_due()
    assert (smtp_server.addresses, states()) == ([], [("", 35, "given up", True)])
    assert len(caplog.records) == 1


def test_every_attempt_has_one_message_identifier_that_only_we_can_make(smtp_server: MailServer, clock: Any) -> None:
    for _number in range(2):
        post("hello", MARIA)
    delivery.deliver_due()
    Letter.objects.filter(pk=Letter.objects.order_by("pk")[0].pk).update(ended_at=None, address=MARIA, due_at=START)
    delivery.deliver_due()
    first, second, again = [str(message["Message-ID"]) for message in smtp_server.letters]
    assert first == again != second
    assert delivery.is_ours(first, MARIA)
    assert delivery.is_ours(first.upper().lower(), " MARIA@example.org")
    wrong = [first.replace(first[1], "x", 1), f"<.{first[42:]}", "", "<>", "<a.b@localhost>", "<é.ü@x>", "x" * 5000]
    assert [delivery.is_ours(identifier, MARIA) for identifier in wrong] == [False] * len(wrong)
    assert not delivery.is_ours(first, JAN)
    assert MARIA not in first


def test_delivery_stops_between_two_letters_when_it_is_told(smtp_server: MailServer, writers: Writers) -> None:
    def told(_letter: Letter) -> Contents:
        stop.told = True
        return Contents("Hello", [text("x")], "y")

    writers["hello"] = told
    for _number in range(3):
        post("hello", MARIA)
    try:
        assert delivery.deliver_due() == 1
    finally:
        stop.told = False
    assert [state[3] for state in states()] == [True, False, False]


def test_job_goes_on_until_nothing_waits(writers: Writers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "BATCH", 3)
    monkeypatch.setattr(delivery.deliver_due, "__defaults__", (3,))
    for _number in range(7):
        post("hello", MARIA)
    due.deliver_letters()
    assert len(mail.outbox) == 7


def test_ended_letters_are_forgotten_and_keys_are_kept_for_longer(clock: Any) -> None:
    day = datetime.timedelta(days=1)
    for ended, key in ((31, None), (29, None), (31, "a"), (399, "b"), (401, "c")):
        Letter.objects.create(name=str(ended), key=key, language="en", ended_at=START - ended * day)
    Letter.objects.create(name="waits", address=MARIA, language="en", created_at=START - 999 * day)
    assert delivery.forget_ended() == 2
    assert sorted(Letter.objects.values_list("name", flat=True)) == ["29", "31", "399", "waits"]


@pytest.mark.django_db(transaction=True)
def test_letters_that_four_deliver_at_the_same_moment_leave_once(smtp_server: MailServer, tmp_path: Path) -> None:
    for number in range(6):
        post("hello", f"person{number}@example.org")
    with database_for_threads(tmp_path):
        assert sum(at_once(delivery.deliver_due, 4)) == 6
        assert in_thread(Letter.objects.filter(outcome="delivered").count) == 6
    assert sorted(smtp_server.addresses) == [f"person{number}@example.org" for number in range(6)]
