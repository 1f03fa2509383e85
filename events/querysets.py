"""Verbs of the events."""

import datetime
from typing import Self

from django.db.models import F, Q
from django.utils import timezone

from resource_centre.publishing.querysets import PublishedQuerySet


class EventQuerySet(PublishedQuerySet):
    """Workshops, webinars and other meetings."""

    word_columns = ("title", "summary", "place")

    def upcoming(self, now: datetime.datetime | None = None) -> Self:
        """Return the events that are not over, the next one first."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at", "sort_key", "pk")

    def past(self, now: datetime.datetime | None = None) -> Self:
        """Return the events that are over, the latest first."""
        return self.filter(ends_at__lt=now or timezone.now()).order_by(F("starts_at").desc(), "sort_key", "pk")

    def with_recap_or_recording(self) -> Self:
        """Return the events that left something to read or to watch."""
        return self.filter(Q(has_recap=True) | Q(recordings__isnull=False)).distinct()

    def for_cards(self) -> Self:
        """Return the same events with all that a card shows, in a constant number of queries."""
        return self.select_related("series", "organiser").prefetch_related("languages", "countries")
