"""Asking owners once a year whether their entries are still right: one letter for all, spread over the year."""

import datetime
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.models import Event
from library.models import Item
from organisations.models import Activity, Organisation
from resource_centre.mail.models import Bounce
from resource_centre.mail.outbox import post
from resource_centre.publishing.models import Publishable
from resource_centre.publishing.months import months_later

from . import ownership
from .models import Contribution, Ownership
from .periods import ASK_AFTER_MONTHS, OWNER_MONTHS

#: At least so many letters may go out in a day; with many owners, as many as ask all of them within four weeks.
FEWEST_A_DAY, DAYS_FOR_ALL = 20, 28
#: What becomes due so soon after something else of its owner goes into the same letter.
TOGETHER_MONTHS = 2


@dataclass(frozen=True)
class Entry:
    """A record and the one who answers for it."""

    ownership: Ownership
    record: Publishable

    @property
    def times_asked(self) -> int:
        """How often its owner was asked in vain since it was last confirmed."""
        asked_at, right_on = self.ownership.asked_at, self.record.still_right_on
        return self.ownership.asked if asked_at and right_on and asked_at > right_on else 0

    @property
    def due_at(self) -> datetime.datetime | None:
        """When its owner is to be asked next; None after the last time."""
        right_on, times = self.record.still_right_on, self.times_asked
        if right_on is None or times >= len(ASK_AFTER_MONTHS):
            return None
        moments = [months_later(right_on, ASK_AFTER_MONTHS[times])]
        if self.ownership.granted_at is not None:  # nobody is asked about what became theirs just now
            moments.append(months_later(self.ownership.granted_at, 1))
        return max(moments)


def is_asked_about(owner: Ownership, record: Any) -> bool:
    """Say whether the owner of a record is asked every year: not about what is over or was written once for all."""
    if not isinstance(record, Publishable) or not record.is_public:
        return False
    if isinstance(record, Event):
        return not record.is_over
    if isinstance(record, Item):
        return owner.proof == Ownership.Proof.CONTRIBUTION
    return isinstance(record, Organisation | Activity)


def _entries(owners: QuerySet[Ownership]) -> list[Entry]:
    found: list[Any] = list(owners.prefetch_related("record").order_by("pk"))
    return [Entry(owner, owner.record) for owner in found if is_asked_about(owner, owner.record)]


def entries_of(owner: Ownership) -> list[Entry]:
    """Return all entries that the address of an owner answers for."""
    return _entries(Ownership.objects.granted().filter(email_digest=owner.email_digest))


def ask_owners() -> None:
    """Ask the owners whose time has come: so many a day, the longest overdue first. Forget those who never answer."""
    forget_silent()
    ownership.forget_unproved()
    now = timezone.now()
    owners = Ownership.objects.granted()
    number = owners.values("email_digest").distinct().count()
    today = owners.filter(asked_at__gt=now - datetime.timedelta(days=1)).values("email_digest").distinct().count()
    allowed = max(FEWEST_A_DAY, math.ceil(number / DAYS_FOR_ALL)) - today
    if allowed > 0:
        for entries in due(now)[:allowed]:
            _ask(entries, now)


def due(now: datetime.datetime) -> list[list[Entry]]:
    """Return the entries about which to ask, those of one owner together, the longest overdue owner first."""
    by_owner: dict[str, list[Entry]] = defaultdict(list)
    for entry in _entries(Ownership.objects.granted().exclude(email_digest__in=Bounce.objects.values("digest"))):
        by_owner[entry.ownership.email_digest].append(entry)
    waiting = _with_change_waiting()
    a_month_ago = months_later(now, -1)
    soon = months_later(now, TOGETHER_MONTHS)
    found: list[tuple[datetime.datetime, list[Entry]]] = []
    for digest, entries in by_owner.items():
        if any(entry.ownership.asked_at and entry.ownership.asked_at > a_month_ago for entry in entries):
            continue
        open_ones = [
            (moment, entry)
            for entry in entries
            if (moment := entry.due_at) and (entry.ownership.content_type_id, entry.record.pk, digest) not in waiting
        ]
        if open_ones and min(moment for moment, _entry in open_ones) <= now:
            together = [entry for moment, entry in open_ones if moment <= soon]
            found.append((min(moment for moment, _entry in open_ones), together))
    return [entries for _moment, entries in sorted(found, key=lambda pair: pair[0])]


def _with_change_waiting() -> set[tuple[Any, ...]]:
    """Return which records have a change of which address that waits for staff: they have been heard."""
    open_changes = Contribution.objects.filter(is_change=True, state__in=Contribution.OPEN)
    return set(open_changes.values_list("content_type_id", "object_id", "email_digest"))


@transaction.atomic
def _ask(entries: list[Entry], now: datetime.datetime) -> None:
    """Post one letter about the entries of one owner, and note that they were asked."""
    for entry in entries:
        Ownership.objects.filter(pk=entry.ownership.pk).update(asked=entry.times_asked + 1, asked_at=now)
    first = entries[0].ownership
    post("still_right", first.email, first, language=first.language)


def forget_silent() -> int:
    """Erase the owners who have confirmed nothing for long: the end of the last cycle. The entries stay.

    Return how many went.
    """
    now = timezone.now()
    old = Ownership.objects.granted().filter(granted_at__lte=months_later(now, -OWNER_MONTHS))
    gone = 0
    for owner in old.prefetch_related("record"):
        record: Any = owner.record
        right_on = record.still_right_on if isinstance(record, Publishable) else None
        if right_on is None or months_later(right_on, OWNER_MONTHS) <= now:
            ownership.end(owner)
            gone += 1
    return gone
