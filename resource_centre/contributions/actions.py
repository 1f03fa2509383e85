"""What happens to contributions: each act takes who does it, writes, records a step, and posts the letter.

Every act locks its contribution first, so that it is done once however often it is pressed.
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from resource_centre.guard.words import suggests_danger
from resource_centre.mail.outbox import post
from resource_centre.publishing.actions import archive, confirm, publish, return_to_draft
from resource_centre.publishing.models import Publishable, State

from .doors import door_of
from .forms import DoorForm
from .models import Contribution, Ownership, Step
from .periods import UNDO
from .querysets import about
from .snapshots import differences, set_back, snapshot

Act = Step.Act
Stage = Contribution.State


class WrongStageError(ValidationError):
    """An act that makes no sense at the stage where the contribution is."""


class NotCompleteError(ValidationError):
    """The answers do not make a record: `form` says what is missing."""

    def __init__(self, form: DoorForm) -> None:
        super().__init__(_("Something is missing or wrong in the answers."))
        self.form = form


class OwnerGoneError(ValidationError):
    """A change by somebody who does not answer for the record any more."""


def _locked(contribution: Contribution, *stages: str) -> Contribution:
    """Return the contribution as it stands, held for this transaction. Raises WrongStageError at any other stage."""
    fresh: Contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if fresh.state not in stages:
        raise WrongStageError(
            _("This contribution is at another stage now: %(stage)s.") % {"stage": fresh.get_state_display()}
        )
    return fresh


def record_step(contribution: Contribution, act: Step.Act, actor: User | None = None, text: str = "") -> Step:
    """Note what happened."""
    return Step.objects.create(contribution=contribution, act=act, actor=actor, text=text)


def write_to(contribution: Contribution, name: str, **data: Any) -> None:
    """Post a letter to the person who sent the contribution, if there still is an address."""
    if contribution.email:
        post(name, contribution.email, contribution, language=contribution.language, **data)


# The sender's side


@transaction.atomic
def send(contribution: Contribution) -> None:
    """Take what was typed as sent, with consent, and ask for the address to be confirmed.

    Done once: sending again changes nothing. An address that is proved already (a change by an owner) is not asked.
    """
    fresh: Contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if fresh.state != Stage.UNFINISHED:
        return
    now = timezone.now()
    fresh.sent_at = fresh.consent_at = now
    fresh.read_first = suggests_danger(*_words_of(fresh))
    fresh.state = Stage.WAITING if fresh.verified_at else Stage.UNCONFIRMED
    fresh.save()
    record_step(fresh, Act.SENT)
    write_to(fresh, "contribution_received" if fresh.verified_at else "contribution_confirm")


@transaction.atomic
def hold_as_spam(contribution: Contribution) -> None:
    """Put away what a machine seems to have sent. No letter goes out; staff can take it back."""
    fresh: Contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if fresh.state != Stage.UNFINISHED:
        return
    fresh.sent_at = fresh.consent_at = timezone.now()
    fresh.read_first = suggests_danger(*_words_of(fresh))  # a machine that judges people may be wrong
    fresh.state = Stage.SPAM
    fresh.save()
    record_step(fresh, Act.SENT)


@transaction.atomic
def confirm_address(contribution: Contribution) -> None:
    """Put a contribution into the queue: its sender has followed the link. Raises WrongStageError if it is not waiting."""
    fresh = _locked(contribution, Stage.UNCONFIRMED)
    fresh.verified_at = timezone.now()
    fresh.state = Stage.WAITING
    fresh.save()
    record_step(fresh, Act.CONFIRMED)
    write_to(fresh, "contribution_received")


@transaction.atomic
def answer(contribution: Contribution, text: str) -> None:
    """Take the sender's answer to a question. Raises WrongStageError unless a question is open."""
    fresh = _locked(contribution, Stage.QUESTION)
    fresh.state = Stage.WAITING
    fresh.read_first = fresh.read_first or suggests_danger(text)
    fresh.save()
    record_step(fresh, Act.ANSWERED, text=text)


@transaction.atomic
def add(contribution: Contribution, text: str) -> None:
    """Take something that the sender adds. Raises WrongStageError once it is decided."""
    fresh = _locked(contribution, *Contribution.OPEN)
    if fresh.steps.filter(act=Act.ADDED, text=text, at__gt=timezone.now() - UNDO).exists():
        return  # the second click
    fresh.read_first = fresh.read_first or suggests_danger(text)
    fresh.save()
    record_step(fresh, Act.ADDED, text=text)


@transaction.atomic
def correct(contribution: Contribution, answers: dict[str, list[str]], note: str | None = None) -> None:
    """Take other answers from the sender while the contribution waits, and the note if it changed.

    Done once: the same answers again change nothing. Raises WrongStageError once it is decided.
    """
    fresh = _locked(contribution, Stage.UNCONFIRMED, *Contribution.OPEN)
    data = {**{name: value for name, value in fresh.data.items() if name in staff_answers(fresh)}, **answers}
    if (data, note or fresh.note) == (fresh.data, fresh.note):
        return
    fresh.data, fresh.note = data, note or fresh.note
    fresh.read_first = fresh.read_first or suggests_danger(*_words_of(fresh))
    fresh.save()
    record_step(fresh, Act.CORRECTED)


def staff_answers(contribution: Contribution) -> tuple[str, ...]:
    """Return the names of the answers that only staff give."""
    return door_of(contribution).form.staff_fields


@transaction.atomic
def withdraw(contribution: Contribution) -> None:
    """Take a contribution back, and what it made off the site at once. Done once.

    With a page that goes, changes of it that still wait go too: accepting one would bring it back.
    """
    fresh: Contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if fresh.state == Stage.WITHDRAWN:
        return
    record: Any = fresh.record
    if fresh.state == Stage.ACCEPTED and owner_stands(fresh):
        if record.state == State.PUBLISHED:
            archive(record, None)
        Ownership.objects.about(record).of_address(fresh.email).delete()
        waiting = Contribution.objects.about(record).of_address(fresh.email).filter(state__in=Contribution.OPEN)
        for other in waiting.select_for_update():
            _withdrawn(other)
    _withdrawn(fresh)


def _withdrawn(contribution: Contribution) -> None:
    contribution.state = Stage.WITHDRAWN
    contribution.save()
    record_step(contribution, Act.WITHDRAWN)


def _words_of(contribution: Contribution) -> list[str]:
    """Return everything that somebody wrote in a contribution."""
    return [*(" ".join(values) for values in contribution.data.values()), contribution.note]


# The staff's side


@transaction.atomic
def open_for_reading(contribution: Contribution, actor: User) -> None:
    """Note that somebody reads it, so that nobody else starts. Changes nothing once it is decided."""
    fresh: Contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if fresh.state not in Contribution.OPEN:
        return
    if fresh.reader_id == actor.pk and fresh.state != Stage.WAITING:
        Contribution.objects.filter(pk=fresh.pk).update(reading_at=timezone.now())
        return
    if fresh.state in Contribution.QUEUE:
        fresh.state = Stage.READING
    fresh.reader, fresh.reading_at = actor, timezone.now()
    fresh.save()
    record_step(fresh, Act.OPENED, actor)


@transaction.atomic
def edit(contribution: Contribution, actor: User, answers: dict[str, list[str]]) -> None:
    """Change the answers before they are accepted. Raises WrongStageError once it is decided."""
    fresh = _locked(contribution, *Contribution.OPEN)
    if fresh.data != answers:
        fresh.data = answers
        fresh.save()
        record_step(fresh, Act.EDITED, actor)


def owner_stands(contribution: Contribution) -> bool:
    """Say whether the record of a contribution is there, and its sender still answers for it."""
    record = contribution.record
    if record is None or not contribution.email:
        return False
    return bool(Ownership.objects.granted().about(record).of_address(contribution.email).exists())


@transaction.atomic
def accept(contribution: Contribution, actor: User, text: str = "") -> Publishable:
    """Make or change the record, publish it, and tell the sender with `text`. Returns the record.

    Raises WrongStageError if it is decided already, NotCompleteError where the answers make no record, OwnerGoneError
    for a change by somebody who does not answer for the record any more.
    """
    fresh = _locked(contribution, *Contribution.OPEN)
    door = door_of(fresh)
    target: Any = fresh.record  # none for something new, unless its acceptance was taken back
    if fresh.is_change and not owner_stands(fresh):
        raise OwnerGoneError(
            _(
                "Whoever sent this change does not answer for the entry any more. Change the entry yourself, or decline "
                "and ask them to prove again that it is theirs."
            )
        )
    before = snapshot(target) if target is not None else {}
    form = door.form.with_answers(fresh.data, fresh.email, target, staff=True)
    if not form.is_valid():
        raise NotCompleteError(form)
    record: Publishable = form.keep(fresh.language)
    fresh.before = differences(before, snapshot(record)) if before else {}
    if record.state != State.PUBLISHED:
        publish(record, actor)
    confirm(record, actor, by_owner=True)
    _decide(fresh, actor, Stage.ACCEPTED, text)
    for name, value in about(record).items():
        setattr(fresh, name, value)
    fresh.save()
    Ownership.objects.get_or_create(
        **about(record),
        email_digest=fresh.email_digest,
        defaults={
            "email": fresh.email,
            "language": fresh.language,
            "proof": Ownership.Proof.CONTRIBUTION,
            "verified_at": fresh.verified_at,
            "granted_at": timezone.now(),
            "granted_by": actor,
        },
    )
    write_to(fresh, "contribution_accepted", text=text)
    return record


@transaction.atomic
def ask(contribution: Contribution, actor: User, text: str) -> None:
    """Ask the sender something. Raises WrongStageError once it is decided."""
    fresh = _locked(contribution, *Contribution.OPEN)
    fresh.state = Stage.QUESTION
    fresh.save()
    record_step(fresh, Act.ASKED, actor, text)
    write_to(fresh, "contribution_question", text=text)


@transaction.atomic
def decline(contribution: Contribution, actor: User, text: str) -> None:
    """Say that it will not be published, and why. Raises WrongStageError once it is decided."""
    fresh = _locked(contribution, *Contribution.OPEN)
    _decide(fresh, actor, Stage.DECLINED, text)
    fresh.save()
    write_to(fresh, "contribution_declined", text=text)


@transaction.atomic
def mark_as_spam(contribution: Contribution, actor: User) -> None:
    """Put it away without a letter. Raises WrongStageError once it is decided."""
    fresh = _locked(contribution, Stage.UNCONFIRMED, *Contribution.OPEN)
    _decide(fresh, actor, Stage.SPAM, "")
    fresh.save()


@transaction.atomic
def not_spam(contribution: Contribution, actor: User) -> None:
    """Take it out of the spam again: into the queue, or first to its sender where the address is not confirmed."""
    fresh = _locked(contribution, Stage.SPAM)
    _undecided(fresh)
    fresh.state = Stage.WAITING if fresh.verified_at else Stage.UNCONFIRMED
    fresh.save()
    record_step(fresh, Act.NOT_SPAM, actor)
    if not fresh.verified_at:
        write_to(fresh, "contribution_confirm")


@transaction.atomic
def undo(contribution: Contribution, actor: User) -> None:
    """Take a decision back within the day. What it published first goes back to draft; a change is set back.

    Raises WrongStageError where nothing was decided or the day is over.
    """
    fresh = _locked(contribution, Stage.ACCEPTED, Stage.DECLINED)
    if fresh.decided_at is None or timezone.now() - fresh.decided_at > UNDO:
        raise WrongStageError(_("This was decided more than a day ago. Change the record itself."))
    record: Any = fresh.record
    if fresh.state == Stage.ACCEPTED and record is not None:
        if fresh.is_change:
            set_back(record, fresh.before, actor)
        elif record.state == State.PUBLISHED:
            return_to_draft(record, actor)
            Ownership.objects.about(record).of_address(fresh.email).delete()
    _undecided(fresh)
    fresh.state = Stage.WAITING
    fresh.save()
    record_step(fresh, Act.UNDONE, actor)


def _decide(contribution: Contribution, actor: User, stage: Contribution.State, text: str) -> None:
    contribution.state = contribution.decision = stage
    contribution.decided_at, contribution.decided_by = timezone.now(), actor
    record_step(contribution, Step.Act(stage.value), actor, text)


def _undecided(contribution: Contribution) -> None:
    contribution.decision, contribution.decided_at, contribution.decided_by = "", None, None
