"""Verbs of the letter box."""

from typing import Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet

from resource_centre.mail.models import address_digest


def about(record: models.Model) -> dict[str, Any]:
    """Return the columns that point at a record. An item of the library is known by its detail table."""
    whole = getattr(record, "detail", record)
    return {"content_type": ContentType.objects.get_for_model(whole), "object_id": whole.pk}


class ContributionQuerySet(QuerySet[Any]):
    """Contributions."""

    def in_queue(self) -> Self:
        """Return those that wait for staff: what suggests danger first, then the oldest."""
        return self.filter(state__in=("waiting", "reading")).order_by("-read_first", "verified_at", "pk")

    def of_address(self, email: str) -> Self:
        """Return those that came from an e-mail address, however it is spelled."""
        return self.filter(email_digest=address_digest(email))

    def about(self, record: models.Model) -> Self:
        """Return those that are about a record."""
        return self.filter(**about(record))


class OwnershipQuerySet(QuerySet[Any]):
    """Who answers for what."""

    def granted(self) -> Self:
        """Return those that were proved."""
        return self.filter(granted_at__isnull=False)

    def waiting(self) -> Self:
        """Return those on which staff have to decide: the address is confirmed, nothing proves that it is theirs."""
        return self.filter(granted_at__isnull=True, verified_at__isnull=False).order_by("verified_at", "pk")

    def of_address(self, email: str) -> Self:
        """Return those of an e-mail address, however it is spelled."""
        return self.filter(email_digest=address_digest(email))

    def about(self, record: models.Model) -> Self:
        """Return those of a record."""
        return self.filter(**about(record))
