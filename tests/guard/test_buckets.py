"""Allowances: how often something may happen, counted for all servers together."""

import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resource_centre.guard.buckets import Allowance, forget_full
from resource_centre.guard.models import Bucket
from resource_centre.mail.models import address_digest
from tests.at_once import at_once, database_for_threads, in_thread

THREE_AN_HOUR = Allowance("test", size=3, period=datetime.timedelta(hours=1))
HOME, OFFICE = "192.0.2.1", "192.0.2.2"


def taken(times: int, subject: str = HOME, minutes: float = 0, allowance: Allowance = THREE_AN_HOUR) -> list[bool]:
    """Return the answers to so many takes, all of them so many minutes after the start of the year."""
    moment = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minutes)
    return [allowance.take(subject, moment) for _number in range(times)]


@pytest.mark.django_db
def test_allowance_lasts_for_its_size_and_no_further() -> None:
    assert taken(5) == [True, True, True, False, False]


@pytest.mark.django_db
def test_allowance_comes_back_evenly_and_never_above_its_size() -> None:
    assert taken(4) == [True, True, True, False]
    assert taken(1, minutes=19.9) == [False]
    assert taken(2, minutes=20) == [True, False]
    assert taken(2, minutes=40) == [True, False]
    assert taken(5, minutes=60 * 24) == [True, True, True, False, False]


@pytest.mark.django_db
def test_refusal_does_not_put_off_the_next_token() -> None:
    taken(3)
    assert [taken(1, minutes=minute)[0] for minute in range(1, 21)] == [False] * 19 + [True]


@pytest.mark.django_db
def test_two_subjects_and_two_allowances_do_not_share() -> None:
    other = Allowance("other", THREE_AN_HOUR.size, THREE_AN_HOUR.period)
    assert taken(4) == [True, True, True, False]
    assert taken(4, OFFICE) == [True, True, True, False]
    assert taken(4, allowance=other) == [True, True, True, False]
    assert THREE_AN_HOUR.key("ab") != Allowance("testa", 3, THREE_AN_HOUR.period).key("b")


@pytest.mark.django_db
def test_clock_that_runs_behind_fills_nothing_twice() -> None:
    taken(3, minutes=60)
    assert taken(2, minutes=80) == [True, False]
    assert taken(1, minutes=30) == [False]  # another server, half an hour slow
    taken(3, OFFICE, minutes=60)
    assert taken(1, OFFICE, minutes=81) == [True]
    assert [taken(1, OFFICE, minutes=minutes)[0] for minutes in (60, 81)] == [False, False]


@pytest.mark.django_db
def test_token_that_is_given_back_can_be_taken_again_once() -> None:
    taken(3)
    THREE_AN_HOUR.give_back(HOME)
    THREE_AN_HOUR.give_back("unknown to us")
    assert taken(2) == [True, False]
    for _number in range(9):
        THREE_AN_HOUR.give_back(HOME)
    assert taken(4) == [True, True, True, False]
    assert Bucket.objects.count() == 1


@pytest.mark.django_db
def test_row_does_not_tell_who_it_is_about() -> None:
    person = "maria@example.org"
    for subject in (HOME, person, address_digest(person)):
        taken(1, subject)
    rows = str(list(Bucket.objects.values()))
    assert Bucket.objects.count() == 3
    assert not any(word in rows for word in (HOME, person, "maria", address_digest(person)))
    assert {len(key) for key in Bucket.objects.values_list("key", flat=True)} == {64}


@pytest.mark.long
@pytest.mark.django_db
def test_burst_of_ten_thousand_costs_one_read_each_and_one_row() -> None:
    taken(3)
    with CaptureQueriesContext(connection) as queries:
        assert taken(100) == [False] * 100
    assert [query["sql"][:6] for query in queries] == ["SELECT"] * 100
    assert taken(9_900) == [False] * 9_900
    assert taken(1, OFFICE) == [True]  # somebody else is served all the while
    assert Bucket.objects.count() == 2


@pytest.mark.django_db
def test_full_allowances_are_forgotten_and_others_are_kept() -> None:
    now = timezone.now()
    THREE_AN_HOUR.take(HOME, now - datetime.timedelta(minutes=21))
    THREE_AN_HOUR.take(OFFICE, now - datetime.timedelta(minutes=19))
    assert forget_full() == 1
    assert Bucket.objects.get().key == THREE_AN_HOUR.key(OFFICE)


@pytest.mark.django_db(transaction=True)
def test_twelve_at_the_same_moment_take_no_more_than_there_is(tmp_path: Path) -> None:
    day = Allowance("race", size=5, period=datetime.timedelta(days=1))
    with database_for_threads(tmp_path):
        assert sorted(at_once(lambda: day.take(HOME), 12)) == [False] * 7 + [True] * 5
        assert in_thread(Bucket.objects.count) == 1


@pytest.mark.django_db(transaction=True)
def test_forgetting_while_others_take_gives_nobody_more(tmp_path: Path) -> None:
    day = Allowance("race", size=5, period=datetime.timedelta(days=1))

    def forget_and_take() -> bool:
        forget_full()
        return day.take(HOME)

    with database_for_threads(tmp_path):
        assert in_thread(lambda: day.take(HOME, timezone.now() - datetime.timedelta(days=9)))
        assert sum(at_once(forget_and_take, 8)) == 5
