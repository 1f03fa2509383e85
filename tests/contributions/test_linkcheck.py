"""Which addresses are tried when, and what is written down about them."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from library.models import Item, Resource
from organisations.models import Activity, Organisation
from resource_centre.contributions import linkcheck
from resource_centre.contributions.linkcheck import check_some
from resource_centre.contributions.models import LinkCheck
from resource_centre.contributions.web import Result
from tests.contributions.owners import Clock
from tests.factories import HIDDEN, make, published

pytestmark = pytest.mark.django_db

HOUSE = "https://house.example.org/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def answers(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Result]:
    """What websites answer, by address: they work unless a test says otherwise. The keys are what was tried."""
    settings.LINK_CHECKS = True
    found: dict[str, Result] = {}

    def check(address: str) -> Result:
        return found.setdefault(address, Result(worked=True, status=200))

    monkeypatch.setattr(linkcheck, "check", check)
    return found


def test_address_that_works_gets_its_day_and_neither_history_nor_change(answers: dict[str, Result]) -> None:
    organisation = published(Organisation, website=HOUSE)
    activity = published(Activity, url="https://activity.example.org/")
    resource = published(Resource, url="https://resource.example.org/")
    before = (Organisation.history.count(), organisation.updated_at)
    check_some()
    for record, column in (
        (organisation, "website_checked_on"),
        (activity, "url_checked_on"),
        (resource, "url_checked_on"),
    ):
        record.refresh_from_db()
        assert getattr(record, column) == timezone.localdate()
    assert (Organisation.history.count(), organisation.updated_at) == before
    assert len(answers) == LinkCheck.objects.filter(failed_since=None, status=200).count() == 3
    assert {check.record for check in LinkCheck.objects.all()} == {organisation, activity, resource}


def test_only_public_records_with_an_address_of_their_own_are_tried(answers: dict[str, Result]) -> None:
    for state, hide in HIDDEN.items():
        hide(make(Organisation, website=f"https://{state}.example.org/"))
    published(Organisation, website="")
    published(Resource, url="https://copy.example.org/", third_party_copy=True)
    published(Organisation, website=HOUSE)
    check_some()
    assert list(answers) == [HOUSE]


def test_address_is_tried_again_after_a_month_and_a_broken_one_after_three_days(
    answers: dict[str, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch, timezone.now())
    start = clock.now
    published(Organisation, website=HOUSE)
    published(Organisation, website="https://broken.example.org/")
    answers["https://broken.example.org/"] = Result(worked=False, status=404)
    tried: list[tuple[int, str]] = []
    usual: Any = linkcheck.check

    def check(address: str) -> Result:
        tried.append(((clock.now - start).days, address))
        result: Result = usual(address)
        return result

    monkeypatch.setattr(linkcheck, "check", check)
    for _day in range(34):
        check_some()
        clock.forward(days=1)
    assert [day for day, address in tried if address == HOUSE] == [0, 31]
    assert [day for day, address in tried if address != HOUSE] == list(range(0, 34, 3))
    broken = LinkCheck.objects.get(status=404)
    organisation: Any = broken.record
    assert (broken.failed_since, organisation.website_checked_on) == (start, None)


def test_address_that_works_again_is_not_broken_any_more(
    answers: dict[str, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch, timezone.now())
    organisation = published(Organisation, website=HOUSE)
    answers[HOUSE] = Result(worked=False)
    check_some()
    clock.forward(days=4)
    answers[HOUSE] = Result(worked=False, status=403)  # the site refuses machines: no better, no worse
    check_some()
    assert LinkCheck.objects.get().failed_since == clock.now - 4 * DAY
    clock.forward(days=4)
    answers[HOUSE] = Result(worked=True, status=200)
    check_some()
    organisation.refresh_from_db()
    assert (LinkCheck.objects.get().failed_since, organisation.website_checked_on) == (None, timezone.localdate())


def test_another_address_begins_anew(answers: dict[str, Result], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch, timezone.now())
    organisation = published(Organisation, website=HOUSE)
    answers[HOUSE] = answers["https://new.example.org/"] = Result(worked=False)
    check_some()
    organisation.website = "https://new.example.org/"
    organisation.save()
    clock.forward(days=4)
    check_some()
    assert (LinkCheck.objects.get().address, LinkCheck.objects.get().failed_since) == (
        "https://new.example.org/",
        clock.now,
    )


def test_ten_are_tried_at_a_time_the_longest_unseen_first(answers: dict[str, Result]) -> None:
    today = timezone.localdate()
    for number in range(15):
        day = None if number < 3 else today - (60 + number) * DAY
        published(Organisation, website=f"https://house-{number}.example.org/", website_checked_on=day)
    published(Item.objects.model.__subclasses__()[0], url="https://fresh.example.org/", url_checked_on=today - 5 * DAY)
    check_some()
    assert list(answers) == [f"https://house-{n}.example.org/" for n in (0, 1, 2, *range(14, 7, -1))]
    check_some()
    assert len(answers) == 15


def test_nothing_is_tried_where_the_administrator_switched_it_off(answers: dict[str, Result], settings: Any) -> None:
    published(Organisation, website=HOUSE)
    settings.LINK_CHECKS = False
    check_some()
    assert answers == {}
    settings.LINK_CHECKS = True
    check_some()
    assert list(answers) == [HOUSE]
