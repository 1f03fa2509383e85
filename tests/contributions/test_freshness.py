"""The yearly question: when, to whom, in which letter, and what becomes of those who never answer."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event
from library.models import Recording, Resource
from organisations.models import Activity, Organisation
from resource_centre.contributions import freshness
from resource_centre.contributions.models import Contribution, Ownership
from resource_centre.contributions.querysets import about
from resource_centre.mail.models import Bounce
from resource_centre.publishing.months import months_later
from tests.contributions.owners import ANNA, Clock, letters, links_in, owner
from tests.document import Document
from tests.factories import published

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 1, 31, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch, START)


def asked_of() -> list[list[str]]:
    """Ask whoever is due, and return to whom letters went."""
    freshness.ask_owners()
    return [letter.to for letter in letters()]


def days_with_letters(clock: Clock, days: int) -> list[str]:
    """Let days go by, and return those on which a letter went out."""
    found = []
    for _day in range(days):
        clock.forward(days=1)
        if asked_of():
            found.append(clock.now.date().isoformat())
    return found


def entry(email: str = ANNA, model: Any = Organisation, **columns: Any) -> Any:
    record = published(model, **columns)
    owner(record, email)
    return record


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-01-31", 10, "2026-11-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-01-31", -12, "2025-01-31"),
        ("2026-05-01", 0, "2026-05-01"),
    ],
)
def test_months_are_counted_as_people_do(day: str, months: int, then: str) -> None:
    assert months_later(datetime.date.fromisoformat(day), months) == datetime.date.fromisoformat(then)


def test_a_year_passes_with_three_letters_then_the_badge_and_one_confirm_takes_it_away(clock: Clock) -> None:
    organisation = entry(name="House of peers")
    page = organisation.get_absolute_url()
    assert days_with_letters(clock, 364) == ["2026-11-30", "2026-12-31"]
    assert "Not confirmed since" not in Document(Client().get(page)).main.text
    assert days_with_letters(clock, 2) == ["2027-01-31"]
    organisation.refresh_from_db()
    assert organisation.is_stale
    for shown in (page, "/organisations/"):
        assert "Not confirmed since January 2026" in Document(Client().get(shown)).main.text
    assert days_with_letters(clock, 60) == []
    freshness_link = links_in_last_letter(organisation)
    assert Client().get(freshness_link).status_code == 200
    assert "Not confirmed since" in Document(Client().get(page)).main.text
    found = Ownership.objects.get()
    Client().post(freshness_link, {"answer": "right", "entry": str(found.pk)})
    assert "Not confirmed since" not in Document(Client().get(page)).main.text
    assert "Confirmed by the people who run it on 2 April 2027." in Document(Client().get(page)).main.text
    assert days_with_letters(clock, 400) == ["2028-02-02", "2028-03-02", "2028-04-02"]


def links_in_last_letter(organisation: Organisation) -> str:
    """Write the letter once more, and return its first link."""
    from resource_centre.mail.outbox import post

    found = Ownership.objects.about(organisation).get()
    post("still_right", found.email, found, language="en")
    [letter] = letters()
    paths = links_in(letter)
    assert [path.partition("?")[2] for path in paths] == ["answer=right", "answer=change", "answer=gone"]
    assert "House of peers" in letter.body
    assert "House" not in letter.subject
    return paths[0]


def test_entries_that_are_due_soon_go_into_the_same_letter(clock: Clock) -> None:
    entry(name="First")
    clock.forward(days=50)
    entry(model=Activity, title="Second")
    clock.forward(days=40)
    entry(name="Third, much later")
    clock.set(datetime.datetime(2026, 11, 30, 10, tzinfo=datetime.UTC))
    freshness.ask_owners()
    [letter] = letters()
    assert ("First" in letter.body, "Second" in letter.body) == (True, True)
    assert letter.subject == "Are your entries still right?"
    assert sorted(Ownership.objects.values_list("asked", flat=True)) == [0, 1, 1]
    clock.forward(days=20)
    assert asked_of() == []  # not twice in a month, though the third one would be due soon


def test_confirming_by_staff_begins_a_new_year(clock: Clock) -> None:
    organisation = entry()
    clock.set(datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC))
    assert asked_of() == [[ANNA]]
    Organisation.objects.filter(pk=organisation.pk).update(confirmed_at=clock.now, confirmed_by="staff")
    clock.forward(days=290)
    assert asked_of() == []
    clock.forward(days=15)
    assert asked_of() == [[ANNA]]
    assert Ownership.objects.get().asked == 1


def test_only_what_may_change_is_asked_about(clock: Clock) -> None:
    entry("past@example.org", Event, start_date=datetime.date(2026, 3, 1))
    entry("coming@example.org", Event, start_date=datetime.date(2027, 3, 1))
    owner(published(Resource), "sent-it@example.org", proof="contribution")
    owner(published(Recording), "publisher@example.org", proof="domain")
    owner(published(Activity), "claims@example.org", proof="", granted_at=None)
    archived = entry("archived@example.org")
    Organisation.objects.filter(pk=archived.pk).update(state="archived")
    clock.set(datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC))
    assert asked_of() == [["coming@example.org"], ["sent-it@example.org"]]


def test_address_from_which_letters_come_back_is_not_asked(clock: Clock) -> None:
    entry("gone@example.org"), entry("here@example.org")
    Bounce.notice("Gone@example.org", "5.1.1")
    clock.set(datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC))
    assert asked_of() == [["here@example.org"]]
    assert Ownership.objects.get(email="gone@example.org").asked == 0


def test_owner_whose_change_waits_is_not_asked_about_it(clock: Clock) -> None:
    organisation = entry()
    clock.set(datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC))
    change = Contribution.objects.create(
        **about(organisation), is_change=True, kind="organisation", key_digest="k", email=ANNA, language="en",
        state="waiting", verified_at=clock.now,
    )  # fmt: skip
    assert asked_of() == []
    change.delete()
    assert asked_of() == [[ANNA]]


def test_letters_are_spread_the_longest_overdue_first(clock: Clock) -> None:
    names = [f"owner-{number:02}@example.org" for number in range(45)]
    for number, name in enumerate(reversed(names)):
        record = entry(name)
        Organisation.objects.filter(pk=record.pk).update(confirmed_at=START - datetime.timedelta(days=400 - number))
    clock.forward(days=31)
    first = asked_of()
    assert [to[0] for to in first] == names[::-1][:20]
    assert asked_of() == []
    clock.forward(hours=23)
    assert asked_of() == []
    clock.forward(hours=2)
    assert [to[0] for to in asked_of()] == names[::-1][20:40]
    clock.forward(days=2)
    assert [to[0] for to in asked_of()] == names[::-1][40:]


def test_many_owners_are_asked_within_four_weeks(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "FEWEST_A_DAY", 1)
    for number in range(57):
        entry(f"owner-{number}@example.org")
    clock.set(datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC))
    assert len(asked_of()) == 3


def test_owner_who_never_answers_is_forgotten_and_the_entry_stays(clock: Clock) -> None:
    organisation = entry()
    other = entry("answers@example.org")
    clock.set(START + datetime.timedelta(days=700))
    Organisation.objects.filter(pk=other.pk).update(confirmed_at=clock.now)
    freshness.ask_owners()
    assert Ownership.objects.count() == 2
    clock.set(START + datetime.timedelta(days=731))
    freshness.ask_owners()
    assert [found.email for found in Ownership.objects.all()] == ["answers@example.org"]
    assert Organisation.objects.published().filter(pk=organisation.pk).exists()
    assert Document(Client().get(organisation.get_absolute_url())).main.text.count("Not confirmed since") == 1


def test_letter_that_waits_is_not_sent_once_there_is_nothing_to_ask(clock: Clock) -> None:
    organisation = entry()
    clock.set(datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC))
    freshness.ask_owners()
    Organisation.objects.filter(pk=organisation.pk).update(state="archived")
    assert letters() == []


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ({"confirmed_by": "owner"}, "Confirmed by the people who run it on 31 January 2026."),
        ({"confirmed_by": "staff"}, "Confirmed by our staff on 31 January 2026."),
        ({"confirmed_at": None}, "Added on 31 January 2026."),
        ({"website_checked_on": datetime.date(2026, 1, 2)}, "Website worked on 2 January 2026."),
    ],
)
def test_every_entry_says_who_confirmed_it_when(clock: Clock, columns: dict[str, Any], line: str) -> None:
    organisation = published(Organisation, website="https://example.org/")
    Organisation.objects.filter(pk=organisation.pk).update(**{"confirmed_at": timezone.now(), **columns})
    assert line in Document(Client().get(organisation.get_absolute_url())).main.text
