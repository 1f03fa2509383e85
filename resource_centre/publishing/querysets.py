"""The one meaning of "public", and the verbs that every room's querysets share."""

import datetime
from typing import Any, Self

from django.db import connections, models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Collate
from django.utils import timezone

from resource_centre.text import one_line

from .months import months_later

MAX_WORDS = 8
MAX_QUERY = 200
#: A record that nobody has confirmed for so long says so, and stands after those that somebody has.
STALE_AFTER_MONTHS = 12


def public(now: datetime.datetime | None = None, prefix: str = "") -> Q:
    """Return the condition for "public": published, and the time of publication has passed.

    `prefix` is a relation to look through, such as "organisation". `Publishable.is_public` says the same of one object.
    """
    path = f"{prefix}__" if prefix else ""
    return Q(**{f"{path}state": "published", f"{path}published_at__lte": now or timezone.now()})


def stale_before(now: datetime.datetime | None = None) -> datetime.datetime:
    """Return the moment before which a confirmation is too long ago."""
    return months_later(now or timezone.now(), -STALE_AFTER_MONTHS)


def stale(now: datetime.datetime | None = None) -> Q:
    """Return the condition for "not confirmed for a year": nobody said since that it is right, or that it is new.

    `Publishable.is_stale` says the same of one object.
    """
    day = stale_before(now)
    return Q(confirmed_at__lt=day) | Q(confirmed_at__isnull=True, published_at__lt=day)


def spellings(word: str) -> set[str]:
    """Return `word` as it may be written in a text. SQLite's LIKE knows capitals of ASCII letters only."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}


class PublishedQuerySet(models.QuerySet[Any]):
    """Records that are published, archived or still drafts."""

    #: Columns in which `with_words` looks. Rooms add their own.
    word_columns: tuple[str, ...] = ("title", "summary")
    #: Whether lists put what nobody has confirmed for a year after all else.
    stale_last = False

    def published(self, now: datetime.datetime | None = None) -> Self:
        """Return what the public may see at the moment `now`."""
        return self.filter(public(now))

    def newest(self) -> Self:
        """Return the same records, the last published first."""
        return self.order_by(*self._first(), F("published_at").desc(nulls_last=True), "sort_key", "pk")

    def by_title(self) -> Self:
        """Return the same records in the order of their folded titles, the same on both databases."""
        binary = "C" if connections[self.db].vendor == "postgresql" else "BINARY"
        return self.order_by(*self._first(), Collate("sort_key", binary), "pk")

    def _first(self) -> list[Case]:
        """Return what every order of the list begins with."""
        return [Case(When(stale(), then=Value(1)), default=Value(0))] if self.stale_last else []

    def with_words(self, query: str) -> Self:
        """Return the records that hold every word of `query` (at most 8 words of at most 200 characters in all)."""
        found = self
        for word in one_line(query, MAX_QUERY).split()[:MAX_WORDS]:
            matches = Q()
            for spelling in spellings(word):
                for column in self.word_columns:
                    matches |= Q(**{f"{column}__icontains": spelling})
            found = found.filter(matches)
        return found

    def confirmed_before(self, day: datetime.datetime) -> Self:
        """Return the records that nobody has confirmed since `day`."""
        return self.filter(Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=day))

    def for_review(self, on: datetime.date | None = None) -> Self:
        """Return the records whose day of review has come."""
        return self.filter(review_due__lte=on or timezone.localdate())
