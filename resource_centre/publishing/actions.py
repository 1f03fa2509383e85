"""Changes of state: each one a function that takes the actor, writes, records and, on commit, tells."""

import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Confirmer, Publishable, State, WrongTransitionError

#: Sent after commit with `record` and `state` whenever a record has changed its state.
state_changed = Signal()


def publish(record: Publishable, actor: User | None, at: datetime.datetime | None = None) -> None:
    """Make `record` public, from the moment `at`, from its own date where staff set one, or from now on.

    Raises WrongTransitionError if it is published already.
    """
    if record.state == State.PUBLISHED:
        raise WrongTransitionError(_("“%(title)s” is published already.") % {"title": record.heading})
    now = timezone.now()
    record.published_at = at or record.published_at or now
    if actor is not None and record.confirmed_at is None:  # a loader has not looked at it
        record.confirmed_at, record.confirmed_by = now, Confirmer.STAFF
    _change(record, State.PUBLISHED, actor, "Published.")


def archive(record: Publishable, actor: User | None) -> None:
    """Take a published record out of the public's sight and keep it.

    Raises WrongTransitionError if it is not published.
    """
    if record.state != State.PUBLISHED:
        raise WrongTransitionError(_("“%(title)s” is not published.") % {"title": record.heading})
    _change(record, State.ARCHIVED, actor, "Archived.")


def return_to_draft(record: Publishable, actor: User | None) -> None:
    """Take a published or archived record back to work on it.

    Raises WrongTransitionError if it is a draft already.
    """
    if record.state == State.DRAFT:
        raise WrongTransitionError(_("“%(title)s” is a draft already.") % {"title": record.heading})
    record.published_at = None
    _change(record, State.DRAFT, actor, "Returned to draft.")


def confirm(record: Publishable, actor: User | None, *, by_owner: bool = False) -> None:
    """Note that staff, or the people who run it, have looked at `record` today and found it right."""
    record.confirmed_at = timezone.now()
    record.confirmed_by = Confirmer.OWNER if by_owner else Confirmer.STAFF
    _record(record, actor, "Confirmed that it is right.")


def _change(record: Publishable, state: State, actor: User | None, message: str) -> None:
    record.state = state
    _record(record, actor, message)
    transaction.on_commit(lambda: _tell(record, state))


@transaction.atomic
def _record(record: Publishable, actor: User | None, message: str) -> None:
    versioned: Any = record
    versioned._history_user = actor
    versioned._change_reason = message
    try:
        record.save()
    finally:  # what is saved later is not this actor's doing
        del versioned._history_user, versioned._change_reason
    if actor is not None:
        LogEntry.objects.log_actions(actor.pk, [record], CHANGE, change_message=message, single_object=True)


def _tell(record: Publishable, state: State) -> None:
    state_changed.send(sender=type(record), record=record, state=state)
