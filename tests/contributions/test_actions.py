"""What happens to contributions: at the right stage, once, with a step and a letter."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from organisations.models import Activity
from resource_centre.contributions import actions
from resource_centre.contributions.models import Contribution, Ownership
from resource_centre.contributions.periods import UNDO
from resource_centre.mail.models import Letter
from resource_centre.publishing.models import State
from tests.contributions.desk import acts
from tests.contributions.owners import Clock
from tests.contributions.sent import ANSWERS, EMAIL, change_of, sent
from tests.factories import published

pytestmark = pytest.mark.django_db

Stage = Contribution.State
STAGES = [stage.value for stage in Stage]
OPEN = {"waiting", "reading", "question"}


def posted() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("name", flat=True))


def at(stage: str, **columns: Any) -> Contribution:
    """Return a contribution at a stage."""
    if stage in {"unfinished", "unconfirmed"}:
        columns["verified_at"] = None
    if stage == "unfinished":
        columns |= {"sent_at": None, "consent_at": None}
    decided: dict[str, Any] = {}
    if stage in {"accepted", "declined"}:
        user = User.objects.get_or_create(username="decider")[0]
        decided = {"decision": stage, "decided_by": user, "decided_at": timezone.now()}
    return sent(state=stage, **{**decided, **columns})


Act = Callable[[Contribution, User], Any]
#: Each act: at which stages it is right, and the stage, step and letter that come of it.
ACTS: list[tuple[str, Act, set[str], str | None, str, str]] = [
    (
        "confirm",
        lambda c, u: actions.confirm_address(c),
        {"unconfirmed"},
        "waiting",
        "confirmed",
        "contribution_received",
    ),
    ("answer", lambda c, u: actions.answer(c, "Yes."), {"question"}, "waiting", "answered", ""),
    ("add", lambda c, u: actions.add(c, "And tea."), OPEN, None, "added", ""),
    ("correct", lambda c, u: actions.correct(c, {"title": ["New"]}), OPEN | {"unconfirmed"}, None, "corrected", ""),
    ("ask", lambda c, u: actions.ask(c, u, "When?"), OPEN, "question", "asked", "contribution_question"),
    ("accept", lambda c, u: actions.accept(c, u, "Good."), OPEN, "accepted", "accepted", "contribution_accepted"),
    ("decline", lambda c, u: actions.decline(c, u, "No."), OPEN, "declined", "declined", "contribution_declined"),
    ("spam", lambda c, u: actions.mark_as_spam(c, u), OPEN | {"unconfirmed"}, "spam", "spam", ""),
    ("not spam", lambda c, u: actions.not_spam(c, u), {"spam"}, "waiting", "not-spam", ""),
    ("edit", lambda c, u: actions.edit(c, u, {"title": ["New"]}), OPEN, None, "edited", ""),
    ("undo", lambda c, u: actions.undo(c, u), {"accepted", "declined"}, "waiting", "undone", ""),
]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(("name", "act", "right", "after", "step", "letter"), ACTS, ids=[row[0] for row in ACTS])
def test_every_act_is_done_and_recorded_at_the_right_stage_or_refused(
    name: str, act: Act, right: set[str], after: str | None, step: str, letter: str, stage: str, maria: User
) -> None:
    contribution = at(stage)
    if stage not in right:
        with pytest.raises(actions.WrongStageError):
            act(contribution, maria)
        contribution.refresh_from_db()
        assert (contribution.state, acts(contribution), posted()) == (stage, ["sent"], [])
        return
    act(contribution, maria)
    contribution.refresh_from_db()
    assert (contribution.state, acts(contribution)) == (after or stage, ["sent", step])
    assert posted() == ([letter] if letter else [])


@pytest.mark.parametrize("proved", [False, True])
def test_sending_takes_consent_and_asks_for_the_address_unless_it_is_proved(proved: bool) -> None:
    now = timezone.now()
    draft = at("unfinished", verified_at=now if proved else None)
    draft.verified_at = now if proved else None
    draft.save()
    for _click in range(2):
        actions.send(draft)
    draft.refresh_from_db()
    assert draft.state == ("waiting" if proved else "unconfirmed")
    assert draft.sent_at == draft.consent_at is not None
    assert posted() == ["contribution_received" if proved else "contribution_confirm"]
    assert acts(draft) == ["sent", "sent"]  # one of them from the sample


def test_what_a_machine_sent_waits_where_staff_can_take_it_back_and_gets_no_letter(maria: User) -> None:
    draft = at("unfinished")
    for _click in range(2):
        actions.hold_as_spam(draft)
    draft.refresh_from_db()
    assert (draft.state, posted()) == ("spam", [])
    actions.not_spam(draft, maria)
    draft.refresh_from_db()
    assert (draft.state, posted()) == ("unconfirmed", ["contribution_confirm"])


@pytest.mark.parametrize("words", ["I want to die", "Ich will sterben", "je VEUX mourir"])
def test_words_that_suggest_danger_are_read_first(words: str) -> None:
    draft = at("unfinished", note=words)
    actions.send(draft)
    draft.refresh_from_db()
    assert draft.read_first
    waiting, asked = at("waiting"), at("question")
    actions.add(waiting, words)
    actions.answer(asked, words)
    for one in (waiting, asked):
        one.refresh_from_db()
        assert one.read_first
    assert list(Contribution.objects.in_queue()) == [waiting, asked]
    held = at("unfinished", note=words)
    actions.hold_as_spam(held)
    held.refresh_from_db()
    assert held.read_first


def test_the_same_words_added_twice_are_one_addition() -> None:
    contribution = sent()
    for words in ("And tea.", "And tea.", "And bread."):
        actions.add(contribution, words)
    assert list(contribution.steps.filter(act="added").values_list("text", flat=True)) == ["And tea.", "And bread."]


def test_a_correction_keeps_what_staff_have_answered_and_changes_nothing_twice() -> None:
    contribution = sent(answers={"topics": ["1"]})
    for _click in range(2):
        actions.correct(contribution, {"title": ["New"]}, "A note.")
    contribution.refresh_from_db()
    assert (contribution.data, contribution.note) == ({"topics": ["1"], "title": ["New"]}, "A note.")
    assert acts(contribution) == ["sent", "corrected"]


def test_accepting_makes_a_public_record_and_its_owner(maria: User) -> None:
    contribution = sent(language="de")
    record = actions.accept(contribution, maria, "Good.")
    contribution.refresh_from_db()
    assert contribution.record == record
    assert (record.is_public, record.confirmed_by, record.language_id) == (True, "owner", "de")
    owner = Ownership.objects.granted().about(record).get()
    assert (owner.email, owner.proof, owner.verified_at) == (EMAIL, "contribution", contribution.verified_at)
    with pytest.raises(actions.WrongStageError):
        actions.accept(contribution, maria)
    assert Activity.objects.count() == 1


def test_answers_that_make_no_record_are_not_accepted_and_leave_nothing_behind(maria: User) -> None:
    contribution = sent(answers={"title": [""], "countries": []})
    with pytest.raises(actions.NotCompleteError) as raised:
        actions.accept(contribution, maria)
    assert set(raised.value.form.errors) == {"title", "countries"}
    contribution.refresh_from_db()
    assert (contribution.state, Activity.objects.count(), Ownership.objects.count()) == ("waiting", 0, 0)


def test_a_change_waits_while_the_approved_version_stands_and_can_be_taken_back(maria: User) -> None:
    record = published(Activity, title="Before", countries=["IE"])
    change = change_of(record, "activity", {"title": ["After"]})
    assert Activity.objects.get().title == "Before"
    actions.accept(change, maria)
    assert Activity.objects.get().title == "After"
    actions.undo(change, maria)
    assert (Activity.objects.get().title, Activity.objects.get().state) == ("Before", State.PUBLISHED)


def test_a_change_without_its_record_or_owner_is_not_accepted(maria: User) -> None:
    record = published(Activity, countries=["IE"])
    change = change_of(record, "activity", {"title": ["After"]})
    Ownership.objects.all().delete()
    with pytest.raises(actions.OwnerGoneError):
        actions.accept(change, maria)
    record.delete()
    with pytest.raises(actions.OwnerGoneError):
        actions.accept(Contribution.objects.get(), maria)
    assert Activity.objects.count() == 0


def test_an_acceptance_that_is_taken_back_hides_the_record_and_forgets_the_owner(maria: User) -> None:
    contribution = sent()
    actions.accept(contribution, maria)
    actions.undo(contribution, maria)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.decision, contribution.decided_by) == ("waiting", "", None)
    assert (Activity.objects.get().state, Ownership.objects.count()) == (State.DRAFT, 0)
    actions.accept(contribution, maria)
    assert [one.is_public for one in Activity.objects.all()] == [True]


def test_a_decision_is_taken_back_within_the_day_only(maria: User, monkeypatch: pytest.MonkeyPatch) -> None:
    contribution = sent()
    actions.decline(contribution, maria, "No.")
    clock = Clock(monkeypatch, timezone.now() + UNDO)
    clock.forward(seconds=1)
    with pytest.raises(actions.WrongStageError):
        actions.undo(contribution, maria)


def test_withdrawing_takes_what_was_published_off_the_site_with_changes_that_wait(maria: User) -> None:
    contribution = sent()
    record: Any = actions.accept(contribution, maria)
    change = change_of(record, "activity", {"title": ["After"]})
    for _click in range(2):
        actions.withdraw(contribution)
    record.refresh_from_db()
    for one in (contribution, change):
        one.refresh_from_db()
        assert (one.state, acts(one)[-1], acts(one).count("withdrawn")) == ("withdrawn", "withdrawn", 1)
    assert (record.state, Ownership.objects.count()) == (State.ARCHIVED, 0)


def test_withdrawing_a_change_that_waits_leaves_the_page_alone() -> None:
    record = published(Activity, countries=["IE"])
    change = change_of(record, "activity", ANSWERS["activity"])
    actions.withdraw(change)
    record.refresh_from_db()
    assert (record.is_public, Ownership.objects.count()) == (True, 1)


def test_who_does_not_answer_for_a_page_any_more_does_not_take_it_off_the_site(maria: User) -> None:
    contribution = sent()
    record: Any = actions.accept(contribution, maria)
    Ownership.objects.update(email="new@example.org", email_digest="x")
    actions.withdraw(contribution)
    record.refresh_from_db()
    assert record.is_public


def test_opening_for_reading_tells_others_who_reads(maria: User) -> None:
    contribution = sent()
    for _time in range(2):
        actions.open_for_reading(contribution, maria)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.reader, acts(contribution)) == ("reading", maria, ["sent", "opened"])
    declined = at("declined")
    actions.open_for_reading(declined, maria)
    declined.refresh_from_db()
    assert declined.state == "declined"
