"""Verbs of the directory."""

from typing import Self

from django.db.models import Q

from resource_centre.publishing.querysets import PublishedQuerySet


class OrganisationQuerySet(PublishedQuerySet):
    """Organisations."""

    word_columns = ("name", "name_original", "acronym", "place", "summary")
    stale_last = True

    def in_country(self, code: str) -> Self:
        """Return the organisations whose seat is in the country `code`."""
        return self.filter(country_id=code)

    def for_cards(self) -> Self:
        """Return the same records with all that a card shows, in a constant number of queries."""
        return self.select_related("country").prefetch_related("languages", "support_types")


class ActivityQuerySet(PublishedQuerySet):
    """Activities, methods, training programmes and services."""

    stale_last = True

    def in_country(self, code: str) -> Self:
        """Return what takes place in the country `code`, or is run by an organisation there and names no country."""
        everywhere = self.model._base_manager.all()
        here = everywhere.filter(countries=code).values("pk")
        nowhere = everywhere.filter(countries__isnull=True).values("pk")
        return self.filter(Q(pk__in=here) | Q(pk__in=nowhere, organisation__country=code))

    def for_cards(self) -> Self:
        """Return the same records with all that a card shows, in a constant number of queries."""
        return self.select_related("organisation").prefetch_related("languages", "support_types", "countries")
