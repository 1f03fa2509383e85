"""Each door: how much it asks, what it tells, and what it will not take."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from events.models import Event
from organisations.models import Organisation
from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.forms import DoorForm
from tests.contributions.sent import ANSWERS, EMAIL
from tests.contributions.visitor import KINDS
from tests.factories import published

pytestmark = pytest.mark.django_db


def checked(door: str, record: Any = None, **changes: list[str]) -> DoorForm:
    form = DOORS[door].form.with_answers({**ANSWERS[door], **changes}, EMAIL, record)
    form.is_valid()
    return form


@pytest.mark.parametrize("kind", KINDS)
def test_a_door_asks_at_most_12_things_and_needs_at_most_5(kind: str) -> None:
    form = DOORS[kind].form()
    in_parts = [name for _legend, names in form.parts for name in names]
    assert sorted(in_parts) == sorted(form.fields)
    assert len(form.fields) <= 12
    assert len([name for name, field in form.fields.items() if field.required]) <= 5


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_says_who_sees_it(kind: str) -> None:
    seen_by = {name: field.seen_by for name, field in DOORS[kind].form().fields.items()}  # type: ignore[attr-defined]
    assert {name for name, who in seen_by.items() if who == "staff"} == set(DOORS[kind].form.only_staff)
    assert seen_by["email"] == "staff"
    assert set(seen_by.values()) == {"staff", "everybody"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_missing_answer_is_told_in_a_sentence_of_its_own(kind: str) -> None:
    form = DOORS[kind].form.with_answers({}, "")
    assert not form.is_valid()
    required = {name for name, field in form.fields.items() if field.required}
    assert set(form.errors) == required
    assert "This field is required." not in str(form.errors)


@pytest.mark.parametrize("kind", KINDS)
def test_words_that_may_be_private_are_looked_for_where_people_write_freely(kind: str) -> None:
    form = DOORS[kind].form
    assert set(form.told) <= {name for _legend, names in form.parts for name in names}
    free = {
        name
        for name, field in form().fields.items()
        if field.widget.__class__.__name__ in {"Textarea", "TextInput"} and name not in {"run_by", "authors"}
    }
    assert free <= set(form.told) | {"year"}


def test_an_activity_is_an_activity_where_nothing_else_was_chosen() -> None:
    form = checked("activity", kind=[])
    assert (form.errors, form.cleaned_data["kind"]) == ({}, "activity")


@pytest.mark.parametrize(
    ("where", "country", "reach"),
    [("IE", "IE", ""), ("europe", None, "europe"), ("international", None, "international")],
)
def test_an_organisation_is_in_a_country_or_wider(where: str, country: str | None, reach: str) -> None:
    form = checked("organisation", where=[where])
    assert form.errors == {}
    record = form.keep("en")
    assert (record.country_id, record.reach) == (country, reach)


def test_a_change_of_the_country_leaves_the_reach_alone_unless_it_was_wider() -> None:
    local = published(Organisation, country_id="IE", reach="local")
    assert checked("organisation", local, where=["PL"]).instance.reach == "local"
    wide = published(Organisation, country_id=None, reach="europe")
    assert checked("organisation", wide, where=["PL"]).instance.reach == ""


def test_messages_from_peers_reach_the_address_that_was_given_unless_another_is_on_file() -> None:
    new = checked("organisation", open_to_contact=["on"])
    assert (new.errors, new.keep("en").contact_email) == ({}, EMAIL)
    known = published(Organisation, country_id="IE", contact_email="office@example.org")
    assert checked("organisation", known, open_to_contact=["on"]).instance.contact_email == "office@example.org"


def test_an_event_that_is_over_is_not_announced_and_a_past_one_can_be_changed() -> None:
    yesterday = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    assert list(checked("event", start_date=[yesterday]).errors) == ["start_date"]
    past = published(Event)
    assert checked("event", past, start_date=["2024-05-06"]).errors == {}


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_a_year_that_cannot_be_meant_is_refused(day: str) -> None:
    for record in (None, published(Event)):
        assert list(checked("event", record, start_date=[day]).errors) == ["start_date"]


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("10:00", "12:00", False),
        ("10:00", "", False),
        ("", "12:00", True),
        ("12:00", "10:00", True),
        ("25:00", "", True),
    ],
)
def test_an_event_ends_after_it_starts(start: str, end: str, wrong: bool) -> None:
    assert bool(checked("event", start_time=[start], end_time=[end]).errors) is wrong


def test_an_event_lets_people_register_where_its_page_is() -> None:
    event = checked("event").keep("en")
    assert (event.registration, event.registration_url) == ("outside", "https://doors.example.org/")
    without = checked("event", url=[""]).keep("en")
    assert (without.registration, without.registration_url) == ("none", "")


def test_a_story_takes_its_summary_from_its_first_lines() -> None:
    body = "One day I went out. " * 30
    form = checked("story", summary=[""], body=[body])
    assert form.errors == {}
    summary = form.cleaned_data["summary"]
    assert (summary[:19], summary[-1], len(summary) <= 240) == ("One day I went out.", "…", True)
    assert checked("story", summary=[""], body=["Short."]).cleaned_data["summary"] == "Short."


def test_what_is_typed_stands_in_the_record_as_text() -> None:
    story = checked("story", body=["<script>alert(1)</script>\r\n\r\nTwo\r\nlines"]).keep("en")
    assert str(story.body) == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>Two<br>lines</p>"
