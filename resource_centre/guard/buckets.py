"""Token buckets in the database: every server and every process counts with the same ones."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Bucket


@dataclass(frozen=True)
class Allowance:
    """How often something may happen: `size` times at once, and as often again in every `period`."""

    name: str
    size: int
    period: datetime.timedelta

    def key(self, subject: str) -> str:
        """Return the key under which the bucket of `subject` is kept: nobody can read the subject from it."""
        return salted_hmac("resource_centre.guard", f"{self.name}\0{subject}", algorithm="sha256").hexdigest()

    def take(self, subject: str, now: datetime.datetime | None = None) -> bool:
        """Take one token from the bucket of `subject`. Return False, and take nothing, where none is left.

        The bucket stays locked until the transaction around the call ends, so call it before one begins.
        """
        moment = now or timezone.now()
        key = self.key(subject)
        seen = Bucket.objects.filter(key=key).first()
        if seen is not None and self._level(seen, moment) < 1:
            return False  # a burst costs one read each: it locks nothing, and nobody else waits for it
        with transaction.atomic():
            bucket, _new = Bucket.objects.select_for_update().get_or_create(
                key=key, defaults={"level": self.size, "filled_at": moment, "full_at": moment}
            )
            level = self._level(bucket, moment)
            if level < 1:
                return False  # others were quicker
            bucket.level = level - 1
            bucket.filled_at = max(moment, bucket.filled_at)  # clocks differ: no stretch of time fills it twice
            bucket.full_at = bucket.filled_at + (self.size - bucket.level) * self._per_token
            bucket.save(update_fields=["level", "filled_at", "full_at"])
        return True

    @property
    def _per_token(self) -> datetime.timedelta:
        return self.period / self.size

    def _level(self, bucket: Bucket, moment: datetime.datetime) -> float:
        """Return how many tokens are in a bucket, with those that time has put into it."""
        gained = max(datetime.timedelta(), moment - bucket.filled_at) / self._per_token
        return min(float(self.size), bucket.level + gained)

    def give_back(self, subject: str) -> None:
        """Put one token back: what it was taken for did not happen."""
        with transaction.atomic():
            bucket = Bucket.objects.select_for_update().filter(key=self.key(subject)).first()
            if bucket is not None:
                bucket.level = min(float(self.size), bucket.level + 1)
                bucket.save(update_fields=["level"])


def forget_full(now: datetime.datetime | None = None) -> int:
    """Delete the buckets that are full again: they say no more than none. Return how many went."""
    return Bucket.objects.filter(full_at__lte=now or timezone.now()).delete()[0]
