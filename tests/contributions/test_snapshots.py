"""Taking a change back."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from events.models import Event
from library.models import Story
from organisations.models import Activity
from resource_centre.contributions.snapshots import differences, set_back, snapshot
from tests.factories import PUBLISHABLES, filled, make, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", PUBLISHABLES)
def test_a_record_gets_back_every_value_that_it_had(model: type[Any]) -> None:
    record = filled(model, "before")
    before = snapshot(record)
    other = filled(model, "after")
    for column in record._meta.concrete_fields:
        if not column.primary_key and column.attname in before:
            setattr(record, column.attname, getattr(other, column.attname))
    record.save()
    assert differences(before, snapshot(record)) != {}
    record = model.objects.get(pk=record.pk)
    set_back(record, before, make_user())
    assert snapshot(model.objects.get(pk=record.pk)) == before


def make_user() -> User:
    return User.objects.create_user("maria")


def test_only_what_differs_is_kept() -> None:
    activity = published(Activity, title="Before", countries=["IE"], cost="Free")
    before = snapshot(activity)
    activity.title = "After"
    activity.save()
    activity.countries.set(["PL", "DE"])
    assert differences(before, snapshot(activity)) == {"title": "Before", "countries": ["IE"]}


def test_what_somebody_else_changed_meanwhile_stays() -> None:
    activity = published(Activity, title="Before", cost="Free")
    before = snapshot(activity)
    activity.title = "After"
    activity.save()
    kept = differences(before, snapshot(activity))
    activity.cost = "One euro"
    activity.save()
    set_back(activity, kept, make_user())
    activity.refresh_from_db()
    assert (activity.title, activity.cost) == ("Before", "One euro")


def test_state_slug_and_confirmation_are_not_set_back() -> None:
    story = published(Story, slug="before")
    before = snapshot(story)
    assert {"state", "slug", "published_at", "confirmed_at", "image"} & set(before) == set()


def test_dates_and_times_come_back_as_they_were() -> None:
    event = make(Event, start_date=datetime.date(2031, 3, 4), start_time=datetime.time(10, 0))
    before = snapshot(event)
    event.start_date, event.year, event.start_time = datetime.date(2032, 1, 1), 2032, None
    event.save()
    set_back(event, differences(before, snapshot(event)), make_user())
    event.refresh_from_db()
    assert (event.start_date, event.start_time, event.year) == (datetime.date(2031, 3, 4), datetime.time(10, 0), 2031)


def test_the_version_is_kept_with_its_author() -> None:
    activity = published(Activity, title="Before")
    before = snapshot(activity)
    activity.title = "After"
    activity.save()
    user = make_user()
    set_back(activity, before, user)
    history: Any = Activity.history
    assert history.filter(id=activity.pk).first().history_user == user
