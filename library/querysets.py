"""Verbs of the library."""

from typing import Self

from django.db.models import F

from resource_centre.publishing.querysets import PublishedQuerySet

from .kinds import Shelf, kinds_on


class ItemQuerySet(PublishedQuerySet):
    """Items of the library."""

    word_columns = ("title", "summary", "authors")

    def on_shelf(self, shelf: Shelf) -> Self:
        """Return the items of one part of the library."""
        return self.filter(kind__in=kinds_on(shelf))

    def by_year(self) -> Self:
        """Return the same items, the works of the latest year first, those without a year last."""
        return self.order_by(F("year").desc(nulls_last=True), F("published_at").desc(nulls_last=True), "sort_key", "pk")

    def for_cards(self) -> Self:
        """Return the same items with all that a card shows, in a constant number of queries."""
        return self.prefetch_related("languages", "countries", "organisations")
