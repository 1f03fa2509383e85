"""Changes of state: every right and wrong one, who made it, and who is told."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.utils import timezone

from library.models import Resource
from organisations.models import Activity, Organisation
from resource_centre.publishing.actions import archive, confirm, publish, return_to_draft, state_changed
from resource_centre.publishing.models import Publishable, State, WrongTransitionError
from tests.factories import PUBLISHABLES, make, published

pytestmark = pytest.mark.django_db

Action = Callable[[Publishable, User | None], None]
LAST_YEAR = datetime.datetime(2025, 3, 4, 5, 6, tzinfo=datetime.UTC)
#: From a state by an action to a state, or None where that is wrong.
TRANSITIONS: list[tuple[str, Action, str | None, str]] = [
    ("draft", publish, "published", "Published."),
    ("draft", archive, None, ""),
    ("draft", return_to_draft, None, ""),
    ("published", publish, None, ""),
    ("published", archive, "archived", "Archived."),
    ("published", return_to_draft, "draft", "Returned to draft."),
    ("archived", publish, "published", "Published."),
    ("archived", archive, None, ""),
    ("archived", return_to_draft, "draft", "Returned to draft."),
]


@pytest.fixture
def actor() -> User:
    return User.objects.create_user("maria", is_staff=True)


@pytest.fixture
def told() -> Iterator[list[tuple[type, Any, str]]]:
    heard: list[tuple[type, Any, str]] = []

    def listen(sender: type, record: Any, state: str, **_more: Any) -> None:
        heard.append((sender, record.pk, state))

    state_changed.connect(listen)
    yield heard
    state_changed.disconnect(listen)


def in_state(model: type[Publishable], state: str) -> Any:
    return make(model, state=state, published_at=None if state == "draft" else LAST_YEAR)


@pytest.mark.parametrize("model", PUBLISHABLES)
@pytest.mark.parametrize(("before", "action", "after", "message"), TRANSITIONS)
def test_every_change_of_state_is_right_and_recorded_or_refused(
    model: type[Publishable], before: str, action: Action, after: str | None, message: str, actor: User
) -> None:
    thing = in_state(model, before)
    history: Any = model.history  # type: ignore[attr-defined]  # simple_history adds it
    records = history.count()
    if after is None:
        with pytest.raises(WrongTransitionError) as error:
            action(thing, actor)
        assert thing.heading in error.value.messages[0]
        assert (model.objects.get().state, history.count(), LogEntry.objects.count()) == (before, records, 0)
        return
    action(thing, actor)
    assert model.objects.get().state == thing.state == after
    last = history.latest()
    assert (last.history_user, last.history_change_reason, last.state, history.count()) == (
        actor,
        message,
        after,
        records + 1,
    )
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message, entry.get_edited_object()) == (actor, message, thing)


def test_who_is_told_is_told_after_the_commit(told: list[Any], django_capture_on_commit_callbacks: Any) -> None:
    thing = make(Activity)
    with django_capture_on_commit_callbacks(execute=True):
        publish(thing, None)
        assert told == []
    assert told == [(Activity, thing.pk, State.PUBLISHED)]


def test_nobody_is_told_of_what_was_refused(told: list[Any], django_capture_on_commit_callbacks: Any) -> None:
    thing = make(Activity)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(WrongTransitionError):
        archive(thing, None)
    assert told == []


@pytest.mark.parametrize(
    ("own", "at", "expected"),
    [
        (None, None, "now"),
        (LAST_YEAR, None, LAST_YEAR),
        (None, LAST_YEAR, LAST_YEAR),
        (LAST_YEAR, LAST_YEAR + datetime.timedelta(days=1), LAST_YEAR + datetime.timedelta(days=1)),
    ],
)
def test_a_record_is_public_from_the_moment_asked_for_or_its_own_or_now(own: Any, at: Any, expected: Any) -> None:
    before = timezone.now()
    thing = make(Activity, published_at=own)
    publish(thing, None, at=at)
    thing.refresh_from_db()
    if expected == "now":
        assert before <= thing.published_at <= timezone.now()
    else:
        assert thing.published_at == expected


def test_a_record_for_later_is_published_and_not_yet_public() -> None:
    thing = make(Activity)
    publish(thing, None, at=timezone.now() + datetime.timedelta(hours=1))
    assert (thing.state, thing.is_public) == (State.PUBLISHED, False)


def test_an_archived_record_comes_back_with_its_date_and_a_draft_without() -> None:
    thing = make(Activity)
    publish(thing, None, at=LAST_YEAR)
    archive(thing, None)
    publish(thing, None)
    assert thing.published_at == LAST_YEAR
    return_to_draft(thing, None)
    assert thing.published_at is None


def test_publishing_confirms_only_where_somebody_did_it(actor: User) -> None:
    by_loader, by_person = published(Activity), make(Activity)
    publish(by_person, actor)
    assert (by_loader.confirmed_at is None, by_person.confirmed_at is None) == (True, False)


def test_a_confirmation_keeps_the_state_and_is_recorded(actor: User) -> None:
    thing = published(Organisation)
    confirm(thing, actor)
    thing.refresh_from_db()
    assert thing.confirmed_at is not None
    assert (thing.state, thing.is_public) == (State.PUBLISHED, True)
    assert (Organisation.history.latest().history_user, LogEntry.objects.get().user) == (actor, actor)


def test_a_change_without_an_actor_leaves_history_and_no_entry_in_the_log() -> None:
    thing = make(Resource)
    publish(thing, None)
    assert (Resource.history.latest().history_user, Resource.history.count(), LogEntry.objects.count()) == (None, 2, 0)


def test_the_next_change_is_not_written_down_to_the_actor_of_the_last_one(actor: User) -> None:
    thing = make(Activity)
    publish(thing, actor)
    thing.place = "Cork"
    thing.save()
    assert Activity.history.latest().history_user is None
