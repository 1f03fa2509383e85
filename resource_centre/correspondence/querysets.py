"""Verbs of correspondence."""

import datetime
from typing import Any, Self

from django.db.models import F, Q, QuerySet

from .periods import BLOCK_DAYS, CLOSED_CONTACT_DAYS, CONTACT_DAYS, MESSAGE_DAYS, REPORTED_DAYS, UNCONFIRMED_DAYS, days


class ConversationQuerySet(QuerySet[Any]):
    """Conversations."""

    def for_staff(self) -> Self:
        """Return what staff may read: what was reported, what may mean danger, and what a machine took for spam."""
        danger = Q(read_first=True, confirmed_at__isnull=False)
        return self.filter(Q(reported_at__isnull=False) | Q(state="held") | danger)

    def waiting(self) -> Self:
        """Return what staff should look at and nobody has dealt with."""
        return self.for_staff().filter(handled_at__isnull=True).exclude(state="held")

    def reported_first(self) -> Self:
        """Return the same conversations, in the order in which staff should read them."""
        return self.order_by(
            F("handled_at").asc(nulls_first=True), F("reported_at").asc(nulls_last=True), "-read_first", "last_at", "pk"
        )

    def overdue(self, now: datetime.datetime) -> Self:
        """Return the conversations whose time is over at the moment `now`."""
        reported = Q(reported_at__isnull=False)
        return self.filter(
            Q(confirmed_at__isnull=True, created_at__lte=now - days(UNCONFIRMED_DAYS))
            | reported & Q(reported_at__lte=now - days(REPORTED_DAYS))
            | ~reported & Q(last_at__lte=now - days(MESSAGE_DAYS))
        )


class MessageQuerySet(QuerySet[Any]):
    """Messages in conversations."""

    def overdue(self, now: datetime.datetime) -> Self:
        """Return the messages that were sent long ago, in conversations that go on and that nobody reported."""
        return self.filter(sent_at__lte=now - days(MESSAGE_DAYS), conversation__reported_at__isnull=True)


class BlockQuerySet(QuerySet[Any]):
    """Blocks."""

    def of(self, sender_digest: str, organisation_id: int) -> Self:
        """Return the blocks that keep this sender from this organisation."""
        here = Q(organisation_id=organisation_id) | Q(organisation__isnull=True)
        return self.filter(here, sender_digest=sender_digest)

    def overdue(self, now: datetime.datetime) -> Self:
        """Return the blocks whose time is over at the moment `now`."""
        return self.filter(tried_at__lte=now - days(BLOCK_DAYS))


class ContactMessageQuerySet(QuerySet[Any]):
    """Messages to the people who keep the site."""

    def waiting(self) -> Self:
        """Return the messages with a confirmed address that nobody has closed."""
        return self.filter(state="waiting")

    def overdue(self, now: datetime.datetime) -> Self:
        """Return the messages whose time is over at the moment `now`."""
        return self.filter(
            Q(confirmed_at__isnull=True, created_at__lte=now - days(UNCONFIRMED_DAYS))
            | Q(closed_at__lte=now - days(CLOSED_CONTACT_DAYS))
            | Q(created_at__lte=now - days(CONTACT_DAYS))
        )


class SubscriberQuerySet(QuerySet[Any]):
    """Subscribers to the news of the project."""

    def confirmed(self) -> Self:
        """Return those who said yes by the link in our letter."""
        return self.filter(confirmed_at__isnull=False)

    def overdue(self, now: datetime.datetime) -> Self:
        """Return those who did not say yes in time."""
        return self.filter(confirmed_at__isnull=True, asked_at__lte=now - days(UNCONFIRMED_DAYS))
