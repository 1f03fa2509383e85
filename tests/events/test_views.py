"""Pages of events: one address from announcement to recap, in the time of the place and in UTC."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event, Series
from library.models import Recording, Resource
from organisations.models import Organisation
from tests.document import Document
from tests.factories import make, published, role

pytestmark = pytest.mark.django_db

NEXT_YEAR = datetime.date(timezone.now().year + 1, 7, 1)
TEN, NOON = datetime.time(10), datetime.time(12, 30)


def read(thing: Any) -> Document:
    return Document(Client().get(thing.get_absolute_url()))


def listed(address: str) -> list[str]:
    section = Document(Client().get(address)).one("section", aria_labelledby="found")
    return [
        heading.text for item in section.all("li", class_="event") for heading in item.walk() if heading.heading_level
    ]


def times(document: Document) -> list[str]:
    return [element["datetime"] for element in document.main.all("time")]


def test_an_event_tells_its_time_where_it_is_and_in_utc() -> None:
    event = published(Event, start_date=NEXT_YEAR, start_time=TEN, end_time=NOON, time_zone="Europe/Dublin")
    told = times(read(event))
    day = NEXT_YEAR.isoformat()
    assert told == [
        f"{day}T10:00:00+01:00",
        f"{day}T12:30:00+01:00",
        f"{day}T09:00:00+00:00",
        f"{day}T11:30:00+00:00",
        day,
    ]


def test_an_event_across_midnight_tells_both_days() -> None:
    last = NEXT_YEAR + datetime.timedelta(days=1)
    event = published(
        Event, start_date=NEXT_YEAR, start_time=datetime.time(23), end_date=last, end_time=datetime.time(1)
    )
    told = times(read(event))
    assert (told[0][:10], told[1][:10]) == (NEXT_YEAR.isoformat(), last.isoformat())
    assert told[-2:] == [NEXT_YEAR.isoformat(), last.isoformat()]


def test_an_event_without_a_day_shows_its_year_and_what_is_known() -> None:
    event = published(Event, start_date=None, year=2021, date_note="Some time in spring.")
    document = read(event)
    assert times(document) == []
    assert {"2021", "Some time in spring."} <= {fact.text for fact in document.one("aside", class_="facts").all("dd")}
    assert listed("/events/past/") == [event.title]


def test_a_leap_day_is_a_day() -> None:
    event = published(Event, start_date=datetime.date(2024, 2, 29))
    assert times(read(event)) == ["2024-02-29"]
    assert listed("/events/past/?year=2024") == [event.title]


def test_lists_stand_on_both_sides_of_now() -> None:
    for title, day in (
        ("Later", NEXT_YEAR),
        ("Sooner", NEXT_YEAR.replace(month=1)),
        ("Long ago", datetime.date(2020, 1, 1)),
        ("Ago", datetime.date(2021, 1, 1)),
    ):
        published(Event, title=title, start_date=day)
    make(Event, title="Kanarie", start_date=NEXT_YEAR)
    assert (listed("/events/"), listed("/events/past/")) == (["Sooner", "Later"], ["Ago", "Long ago"])
    assert listed("/events/?sort=title") == ["Later", "Sooner"]


def test_events_to_come_stand_under_their_months() -> None:
    for day in (NEXT_YEAR, NEXT_YEAR.replace(day=15), NEXT_YEAR.replace(month=8)):
        published(Event, start_date=day)
    months = Document(Client().get("/events/")).all("section", class_="month")
    assert [len(month.all("li", class_="event")) for month in months] == [2, 1]


def test_the_way_to_register_is_there_only_while_it_is_open() -> None:
    columns: dict[str, Any] = {"registration": "outside", "registration_url": "https://register.example.org/1"}
    now, gone = (
        published(Event, start_date=NEXT_YEAR, **columns),
        published(Event, start_date=datetime.date(2020, 1, 1), **columns),
    )
    cancelled = published(Event, start_date=NEXT_YEAR, status="cancelled", **columns)
    assert [columns["registration_url"] in read(event).links for event in (now, gone, cancelled)] == [
        True,
        False,
        False,
    ]


def test_the_joining_address_is_on_no_page() -> None:
    series = published(Series)
    event = published(
        Event, title="Seen", start_date=NEXT_YEAR, joining_address="https://meet.example.org/kanarie", series=series
    )
    for address in (
        event.get_absolute_url(),
        series.get_absolute_url(),
        "/events/",
        "/",
        "/search/?q=seen",
        "/events/?q=kanari",
    ):
        assert "kanarie" not in Client().get(address).content.decode(), address


def test_a_recap_with_its_recordings_and_materials_shows_what_is_public() -> None:
    event = published(Event, recap="<h3>First</h3><p>We talked.</p>")
    for maker, name in ((published, "Seen"), (make, "Kanarie")):
        event.recordings.add(maker(Recording, title=f"{name} film"))
        event.materials.add(maker(Resource, title=f"{name} guide").item_ptr)
    role(event, "Ada Byron", affiliation="Press", organisation=published(Organisation, name="Seen house"))
    role(event, "Grace Hopper", organisation=make(Organisation, name="Kanarie house"))
    main = read(event).main
    assert [heading.text for heading in main.all("h3") if heading.all("a")] == ["Seen film", "Seen guide"]
    assert [person.all("b")[0].text for person in main.all("li", class_="person")] == ["Ada Byron", "Grace Hopper"]
    assert [link.text for person in main.all("li", class_="person") for link in person.all("a")] == ["Seen house"]
    assert "Kanarie" not in main.text


def test_a_series_shows_its_public_events_in_their_order() -> None:
    series = published(Series)
    for order in (2, 1, 3):
        published(Event, title=f"Part {order}", series=series, series_order=order)
    make(Event, title="Kanarie", series=series)
    assert [item.all("h3")[0].text for item in read(series).main.all("li", class_="event")] == [
        "Part 1",
        "Part 2",
        "Part 3",
    ]
    stations = read(Event.objects.get(title="Part 2")).one("ol", class_="stations").all("a")
    assert [(link.text, link.get("aria-current")) for link in stations] == [
        ("Part 1", None),
        ("Part 2", "page"),
        ("Part 3", None),
    ]


def test_a_hidden_series_and_organiser_are_not_named() -> None:
    event = published(Event, series=make(Series, title="Kanarie"), organiser=make(Organisation, name="Kanarie"))
    assert "Kanarie" not in read(event).text


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_an_event_that_does_not_take_place_says_so_in_the_list_and_on_its_page(status: str) -> None:
    event = published(Event, start_date=NEXT_YEAR, status=status)
    name = event.get_status_display()
    assert name in read(event).main.one("header").text
    assert name in Document(Client().get("/events/")).main.one("li", class_="event").text


def test_dates_are_written_as_the_reader_writes_them() -> None:
    event = published(Event, start_date=datetime.date(2024, 3, 4))
    days = {
        prefix: Document(Client().get(f"{prefix}/events/{event.slug}/")).one("aside", class_="facts").one("time").text
        for prefix in ("", "/de", "/fr")
    }
    assert days == {"": "Monday 4 March 2024", "/de": "Montag, 4. März 2024", "/fr": "lundi 4 mars 2024"}
