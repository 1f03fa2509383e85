"""Personal data ends when the settings say so, not before and not later."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from organisations.models import Activity
from resource_centre.contributions import actions
from resource_centre.contributions.erasure import erase_what_is_due, without_owner
from resource_centre.contributions.models import Contribution, Ownership, Report, Step, key_digest
from resource_centre.contributions.periods import (
    CONFIRM_LINK,
    DECLINED_DAYS,
    OPEN_DAYS,
    REPORT_DAYS,
    UNCONFIRMED_DAYS,
    UNFINISHED_DAYS,
)
from resource_centre.mail import links
from resource_centre.mail.models import Letter, Link
from resource_centre.mail.outbox import post
from tests.contributions.owners import Clock
from tests.contributions.sent import EMAIL, sent

pytestmark = pytest.mark.django_db

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch, timezone.now())


def draft() -> Contribution:
    return sent(state="unfinished", sent_at=None, consent_at=None, verified_at=None)


def decided(act: Callable[..., Any], *words: str) -> Callable[[], Contribution]:
    def make() -> Contribution:
        contribution = sent()
        act(contribution, User.objects.create_user("decider"), *words)
        return contribution

    return make


def withdrawn() -> Contribution:
    contribution = sent()
    actions.withdraw(contribution)
    return contribution


def held() -> Contribution:
    contribution = draft()
    actions.hold_as_spam(contribution)
    return contribution


#: How something comes to be, and after how many days it goes.
ENDS: dict[str, tuple[Callable[[], Contribution], int]] = {
    "saved for later": (draft, UNFINISHED_DAYS),
    "not confirmed": (lambda: sent(state="unconfirmed", verified_at=None), UNCONFIRMED_DAYS),
    "declined": (decided(actions.decline, "No."), DECLINED_DAYS),
    "spam by staff": (decided(actions.mark_as_spam), DECLINED_DAYS),
    "spam by machine": (held, DECLINED_DAYS),
    "withdrawn": (withdrawn, DECLINED_DAYS),
    "waiting": (sent, OPEN_DAYS),
    "question": (lambda: sent(state="question"), OPEN_DAYS),
}


@pytest.mark.parametrize(("make", "days"), ENDS.values(), ids=list(ENDS))
def test_a_contribution_goes_on_its_day_with_steps_links_and_letters(
    make: Callable[[], Contribution], days: int, clock: Clock
) -> None:
    contribution = make()
    other = sent(email="other@example.org")
    Letter.objects.all().delete()
    for one in (contribution, other):
        links.make("status", one, CONFIRM_LINK)
        post("contribution_received", EMAIL, one)
    clock.forward(days=days)
    erase_what_is_due()
    assert Contribution.objects.filter(pk=contribution.pk).exists()
    Contribution.objects.filter(pk=other.pk).update(touched_at=clock.now)
    clock.forward(seconds=1)
    erase_what_is_due()
    assert list(Contribution.objects.all()) == [other]
    assert (Step.objects.count(), Link.objects.count(), Letter.objects.count()) == (1, 1, 1)


def test_what_somebody_went_on_with_is_kept_from_then_on(clock: Clock) -> None:
    contribution = draft()
    clock.forward(days=UNFINISHED_DAYS)
    contribution.save()
    clock.forward(days=UNFINISHED_DAYS)
    erase_what_is_due()
    assert Contribution.objects.count() == 1


def test_the_sender_of_what_is_published_is_forgotten_with_the_owner(clock: Clock, maria: User) -> None:
    contribution = sent(note="A note")
    actions.ask(contribution, maria, "When?")
    actions.answer(contribution, "On Thursday.")
    record = actions.accept(contribution, maria, "Good.")
    clock.forward(days=400)
    erase_what_is_due()
    contribution.refresh_from_db()
    assert contribution.email == EMAIL
    Ownership.objects.all().delete()
    erase_what_is_due()
    contribution.refresh_from_db()
    assert (contribution.email, contribution.email_digest, contribution.note) == ("", "", "")
    assert list(contribution.steps.values_list("text", flat=True)) == ["", "", "", "Good."]
    assert (Activity.objects.get(), Activity.objects.get().is_public) == (record, True)
    assert list(without_owner(clock.now)) == []


def test_a_decision_that_can_still_be_taken_back_keeps_its_sender(clock: Clock, maria: User) -> None:
    contribution = sent()
    actions.accept(contribution, maria)
    Ownership.objects.all().delete()
    clock.forward(hours=24)
    erase_what_is_due()
    contribution.refresh_from_db()
    assert contribution.email == EMAIL
    clock.forward(seconds=1)
    erase_what_is_due()
    contribution.refresh_from_db()
    assert contribution.email == ""


@pytest.mark.parametrize(("state", "days"), [("done", REPORT_DAYS), ("spam", REPORT_DAYS), ("new", OPEN_DAYS)])
def test_a_report_goes_on_its_day(state: str, days: int, clock: Clock) -> None:
    done_at = clock.now if state == "done" else None
    Report.objects.create(
        path="/", reason="other", language="en", state=state, key_digest=key_digest(state), done_at=done_at, email=EMAIL
    )
    clock.forward(days=days)
    erase_what_is_due()
    assert Report.objects.count() == 1
    clock.forward(seconds=1)
    erase_what_is_due()
    assert Report.objects.count() == 0
