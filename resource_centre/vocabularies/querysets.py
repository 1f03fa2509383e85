"""Verbs for the vocabularies."""

import datetime

from django.db import models
from django.utils import timezone


class HelplineQuerySet(models.QuerySet["Helpline"]):  # type: ignore[name-defined]
    """Helplines, and which of them may be shown."""

    def valid(self, on: datetime.date | None = None) -> "HelplineQuerySet":
        """Return the lines whose number somebody checked and whose check still holds `on` that day (today)."""
        day = on or timezone.localdate()
        return self.filter(verified_on__isnull=False, verified_on__lte=day, valid_until__gte=day)

    def to_check(self, on: datetime.date | None = None) -> "HelplineQuerySet":
        """Return the lines that are not shown because nobody checked them, or not lately."""
        return self.exclude(pk__in=self.valid(on).values("pk"))
