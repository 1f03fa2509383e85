"""From days and clock times to moments, across summer time, midnight, leap days and whole years."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event
from events.moments import end_moment, start_moment, zone_names
from tests.factories import build

UTC = datetime.UTC


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def clock(text: str) -> datetime.time:
    return datetime.time.fromisoformat(text)


def moments_of(**told: str) -> tuple[datetime.datetime, datetime.datetime]:
    columns: dict[str, Any] = {name: day(value) for name, value in told.items() if name.endswith("_date")}
    columns |= {name: clock(value) for name, value in told.items() if name.endswith("_time")}
    columns |= {"time_zone": told["time_zone"]} if "time_zone" in told else {}
    columns |= {"year": int(told["year"]), "start_date": None, "date_note": "Some day."} if "year" in told else {}
    event = build(Event, **columns)
    event.derive()
    return event.starts_at, event.ends_at


@pytest.mark.parametrize(
    ("told", "starts", "ends"),
    [
        (
            {"start_date": "2026-01-15", "start_time": "14:00", "end_time": "16:00"},
            "2026-01-15T13:00",
            "2026-01-15T15:00",
        ),
        (
            {"start_date": "2026-07-15", "start_time": "14:00", "end_time": "16:00"},
            "2026-07-15T12:00",
            "2026-07-15T14:00",
        ),
        ({"start_date": "2026-07-15", "start_time": "14:00"}, "2026-07-15T12:00", "2026-07-15T22:00"),
        ({"start_date": "2026-07-15"}, "2026-07-14T22:00", "2026-07-15T22:00"),
        ({"start_date": "2026-07-15", "end_date": "2026-07-17"}, "2026-07-14T22:00", "2026-07-17T22:00"),
        (
            {"start_date": "2026-07-15", "start_time": "22:00", "end_date": "2026-07-16", "end_time": "01:00"},
            "2026-07-15T20:00",
            "2026-07-15T23:00",
        ),
        (
            {"start_date": "2026-07-15", "start_time": "22:00", "end_date": "2026-07-16"},
            "2026-07-15T20:00",
            "2026-07-16T22:00",
        ),
        # The night in which clocks go forward lasts 23 hours, the one in which they go back 25.
        ({"start_date": "2026-03-29"}, "2026-03-28T23:00", "2026-03-29T22:00"),
        ({"start_date": "2026-10-25"}, "2026-10-24T22:00", "2026-10-25T23:00"),
        (
            {"start_date": "2026-03-29", "start_time": "01:30", "end_time": "03:30"},
            "2026-03-29T00:30",
            "2026-03-29T01:30",
        ),
        ({"start_date": "2024-02-29"}, "2024-02-28T23:00", "2024-02-29T23:00"),
        ({"start_date": "2024-02-29", "end_date": "2024-03-01"}, "2024-02-28T23:00", "2024-03-01T23:00"),
        ({"start_date": "2026-12-31"}, "2026-12-30T23:00", "2026-12-31T23:00"),
        ({"year": "2023"}, "2022-12-31T23:00", "2023-12-31T23:00"),
        (
            {"start_date": "2026-01-15", "start_time": "10:00", "end_time": "11:00", "time_zone": "Europe/London"},
            "2026-01-15T10:00",
            "2026-01-15T11:00",
        ),
        (
            {"start_date": "2026-01-15", "start_time": "10:00", "end_time": "11:00", "time_zone": "Asia/Kathmandu"},
            "2026-01-15T04:15",
            "2026-01-15T05:15",
        ),
        (
            {"start_date": "2026-01-15", "start_time": "10:00", "end_time": "11:00", "time_zone": "Pacific/Kiritimati"},
            "2026-01-14T20:00",
            "2026-01-14T21:00",
        ),
        (
            {"start_date": "2026-01-15", "start_time": "10:00", "end_time": "11:00", "time_zone": "UTC"},
            "2026-01-15T10:00",
            "2026-01-15T11:00",
        ),
    ],
)
def test_days_and_times_in_a_zone_are_moments(told: dict[str, str], starts: str, ends: str) -> None:
    assert moments_of(**told) == (at(starts), at(ends))


@given(st.dates(day("1970-01-01"), day("2090-12-31")), st.sampled_from(sorted(zone_names())))
def test_a_day_ends_where_the_next_one_begins(date: datetime.date, zone: str) -> None:
    ends = end_moment(date, None, zone, date.year)
    assert ends == start_moment(date + datetime.timedelta(days=1), None, zone, date.year)
    assert datetime.timedelta(0) < ends - start_moment(date, None, zone, date.year) <= datetime.timedelta(hours=49)


def test_zones_are_regions_with_cities_and_utc() -> None:
    assert {"Europe/Brussels", "Europe/Kyiv", "UTC"} <= zone_names()
    assert {"CET", "GMT", "Etc/GMT+5", "localtime", "", "../etc"} & zone_names() == set()
