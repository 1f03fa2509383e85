"""Events: facts that belong together, what is over, and where people may register."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import Event, Role, Series
from library.models import Recording
from tests.factories import build, make, published, role

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 5, 6)
TEN, NOON = datetime.time(10), datetime.time(12)
NO_DAY: dict[str, Any] = {"start_date": None, "date_note": "Some day."}

WRONG: dict[str, dict[str, Any]] = {
    "neither a day nor a note": {"start_date": None, "date_note": ""},
    "a last day without a first": {**NO_DAY, "end_date": DAY},
    "a time without a day": {**NO_DAY, "start_time": TEN},
    "an end without a start": {"start_date": DAY, "end_time": NOON},
    "an end before the start": {"start_date": DAY, "start_time": NOON, "end_time": TEN},
    "a last day before the first": {"start_date": DAY, "end_date": DAY - datetime.timedelta(days=1)},
    "registration elsewhere without an address": {"registration": "outside", "registration_url": ""},
    "a place in no series": {"series_order": 1},
}


@pytest.mark.parametrize("columns", WRONG.values(), ids=list(WRONG))
def test_the_database_refuses_events_whose_facts_disagree(columns: dict[str, Any]) -> None:
    event = build(Event, **columns)
    event.derive()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.bulk_create([event])
    again = build(Event, **columns)
    with pytest.raises(ValidationError):
        again.full_clean()


def test_the_database_refuses_moments_in_the_wrong_order() -> None:
    event = make(Event)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at - datetime.timedelta(seconds=1))


def test_a_place_in_a_series_is_taken_once() -> None:
    series, other = make(Series), make(Series)
    make(Event, series=series, series_order=1)
    make(Event, series=other, series_order=1)
    make(Event, series=series), make(Event, series=series)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Event, series=series, series_order=1)


def test_a_person_has_a_role_once() -> None:
    event = make(Event)
    role(event), role(event, role="chair")
    with pytest.raises(IntegrityError), transaction.atomic():
        role(event)


def test_a_series_with_events_cannot_be_deleted() -> None:
    series = make(Series)
    make(Event, series=series)
    with pytest.raises(IntegrityError), transaction.atomic():
        series.delete()


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"start_date": DAY, "year": 2023}, "year"),
        ({"time_zone": "Middle/Earth"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"slug": "past"}, "slug"),
        ({"slug": "series"}, "slug"),
        ({"slug": "calendar"}, "slug"),
        ({"year": 1066, **NO_DAY}, "year"),
        ({"kind": "party"}, "kind"),
        ({"capacity": 0}, "capacity"),
        ({"joining_address": "javascript:evil()"}, "joining_address"),
    ],
)
def test_forms_are_told_which_field_is_wrong(columns: dict[str, Any], field: str) -> None:
    event = build(Event, **{"start_date": DAY, **columns})
    event.year = columns.get("year", event.year)
    with pytest.raises(ValidationError) as error:
        event.full_clean()
    assert set(error.value.message_dict) == {field}


def test_events_are_to_come_until_they_are_over() -> None:
    past = make(Event, start_date=DAY)
    first = make(Event, start_date=DAY, start_time=TEN, end_time=NOON, title="First")
    second = make(Event, start_date=DAY + datetime.timedelta(days=7), title="Second")
    Event.objects.filter(pk=past.pk).update(
        starts_at=first.starts_at - datetime.timedelta(days=9), ends_at=first.starts_at - datetime.timedelta(days=8)
    )
    found = {}
    for name, now in (
        ("while it runs", first.ends_at),
        ("a second later", first.ends_at + datetime.timedelta(seconds=1)),
        ("after all", second.ends_at + datetime.timedelta(seconds=1)),
    ):
        found[name] = ([e.pk for e in Event.objects.upcoming(now)], [e.pk for e in Event.objects.past(now)])
    assert found == {
        "while it runs": ([first.pk, second.pk], [past.pk]),
        "a second later": ([second.pk], [first.pk, past.pk]),
        "after all": ([], [second.pk, first.pk, past.pk]),
    }


def test_what_is_left_of_an_event_is_found_once() -> None:
    bare, with_recap, with_recordings = make(Event), make(Event, recap="<p>Good.</p>"), make(Event)
    with_recordings.recordings.add(*(published(Recording).pk for _n in range(3)))
    assert sorted(Event.objects.with_recap_or_recording(), key=lambda event: event.pk) == [with_recap, with_recordings]
    assert bare.has_recap is False


SOON = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("columns", "is_open"),
    [
        ({}, True),
        ({"registration": "none"}, False),
        ({"status": "cancelled"}, False),
        ({"status": "postponed"}, False),
        ({"registration_closes_at": timezone.now() + SOON}, True),
        ({"registration_closes_at": timezone.now() - SOON}, False),
        ({"start_date": DAY}, False),
    ],
)
def test_registration_is_open_only_while_it_makes_sense(columns: dict[str, Any], is_open: bool) -> None:
    event = make(
        Event,
        **{
            "start_date": timezone.localdate() + 3 * SOON,
            "registration": "outside",
            "registration_url": "https://example.org/",
            **columns,
        },
    )
    assert event.registration_open is is_open


@pytest.mark.parametrize(
    ("zone", "name", "city"),
    [
        ("Europe/Brussels", "CEST", "Brussels"),
        ("Europe/London", "BST", "London"),
        ("Europe/Istanbul", "UTC+03", "Istanbul"),
        ("America/New_York", "EDT", "New York"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_zones_are_named_as_people_name_them(zone: str, name: str, city: str) -> None:
    event = make(Event, start_date=datetime.date(2026, 7, 1), start_time=NOON, time_zone=zone)
    assert (event.zone_abbreviation, event.zone_city) == (name, city)


@pytest.mark.parametrize(
    ("person", "initials"),
    [("Ada Byron", "AB"), ("Dr. Ada King Byron", "AB"), ("Prof. Dr. Ada", "A"), ("ada", "A"), ("", ""), ("Dr.", "")],
)
def test_initials_leave_titles_out(person: str, initials: str) -> None:
    assert Role(person=person).initials == initials


def test_history_does_not_keep_the_joining_address() -> None:
    event = make(Event, joining_address="https://meet.example.org/secret")
    assert "secret" not in str(Event.history.filter(id=event.pk).values().get())
