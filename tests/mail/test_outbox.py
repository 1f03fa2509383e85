"""The outbox: a letter is posted if what it tells of is committed, and once under one key."""

import datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone, translation

from resource_centre.mail.models import KEY_LENGTH, Letter
from resource_centre.mail.outbox import post
from resource_centre.vocabularies.models import Topic
from tests.at_once import at_once, database_for_threads, in_thread

pytestmark = pytest.mark.django_db


def test_letter_waits_with_what_its_writer_needs(topic: Topic) -> None:
    assert post("hello", "maria@example.org", about=topic, language="de", number=3) is True
    letter = Letter.objects.get()
    assert (letter.name, letter.address, letter.language, letter.about) == ("hello", "maria@example.org", "de", topic)
    assert (letter.data, letter.key, letter.attempts, letter.ended_at) == ({"number": 3}, None, 0, None)
    assert letter.due_at <= timezone.now()


def test_letter_waits_until_the_day_that_is_named() -> None:
    day = timezone.now() + datetime.timedelta(days=300)
    post("hello", "maria@example.org", due_at=day)
    assert Letter.objects.get().due_at == day


@pytest.mark.parametrize(
    ("wanted", "active", "language"),
    [("fr", "de", "fr"), ("", "de", "de"), ("de-at", "en", "de"), ("pl", "de", "en"), ("", None, "en")],
)
def test_letter_is_in_the_language_that_is_wanted_if_the_site_has_it(
    wanted: str, active: str | None, language: str
) -> None:
    with translation.override(active):
        post("hello", "maria@example.org", language=wanted)
    assert Letter.objects.get().language == language


def test_letter_is_posted_once_under_one_key() -> None:
    assert [post("hello", f"{name}@example.org", key="year-1") for name in ("maria", "jan")] == [True, False]
    assert post("hello", "jan@example.org", key="year-2") is True
    assert [post("hello", "eva@example.org") for _number in range(2)] == [True, True]
    assert list(Letter.objects.order_by("pk").values_list("address", flat=True)) == [
        "maria@example.org",
        "jan@example.org",
        "eva@example.org",
        "eva@example.org",
    ]


def test_letter_is_posted_once_also_after_it_was_delivered() -> None:
    post("hello", "maria@example.org", key="year-1")
    Letter.objects.update(address="", ended_at=timezone.now())
    assert post("hello", "maria@example.org", key="year-1") is False


def test_letter_about_something_that_was_rolled_back_was_never_posted() -> None:
    with transaction.atomic():
        assert post("hello", "maria@example.org", key="year-1") is True
        transaction.set_rollback(True)
    assert Letter.objects.count() == 0
    assert post("hello", "maria@example.org", key="year-1") is True


def test_key_that_no_column_takes_is_refused_on_every_database() -> None:
    assert post("hello", "maria@example.org", key="k" * KEY_LENGTH) is True
    with pytest.raises(ValueError) as refusal:
        post("hello", "maria@example.org", key="k" * (KEY_LENGTH + 1))
    assert str(refusal.value) == "A key has at most 120 characters. This one has 121."


def test_address_that_no_column_takes_stops_nobody() -> None:
    assert post("hello", f"{'m' * 400}@example.org") is True
    assert Letter.objects.get().address == ""


@pytest.mark.django_db(transaction=True)
def test_letter_that_six_post_at_the_same_moment_waits_once(tmp_path: Path) -> None:
    with database_for_threads(tmp_path):
        assert sorted(at_once(lambda: post("hello", "maria@example.org", key="year-1"), 6)) == [False] * 5 + [True]
        assert in_thread(Letter.objects.count) == 1
