"""Seeing whether web addresses of public entries work: a few at a time, and never into the house's own network."""

import datetime
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from library.models import Item
from organisations.models import Activity, Organisation
from resource_centre.jobs.run import stop

from .models import LinkCheck
from .querysets import about
from .web import Result, check

#: How many addresses are tried at a time, how long an answer counts, and how soon an address is tried again.
AT_ONCE = 10
#: Seconds after which other jobs get their turn.
TURN = 30
COUNTS_FOR = datetime.timedelta(days=30)
AGAIN_AFTER = datetime.timedelta(days=3)


@dataclass(frozen=True)
class Checked:
    """A model with an address on the web, and the column that says when it worked."""

    model: type[Model]
    address: str
    checked_on: str

    def due(self, now: datetime.datetime) -> QuerySet[Any]:
        """Return public records whose address has not been seen to work for long, the longest ago first."""
        old = Q(**{f"{self.checked_on}__isnull": True}) | Q(
            **{f"{self.checked_on}__lt": timezone.localdate(now) - COUNTS_FOR}
        )
        records: Any = self.model._default_manager
        found: QuerySet[Any] = records.published(now).filter(old).exclude(**{self.address: ""})
        if self.model is Item:
            found = found.filter(third_party_copy=False)
        tried = LinkCheck.objects.filter(tried_at__gt=now - AGAIN_AFTER)
        # Items are known by their detail tables, which share their keys.
        kinds = [self.model, *self.model.__subclasses__()]
        names = [kind._meta.model_name for kind in kinds]
        lately = tried.filter(content_type__app_label=self.model._meta.app_label, content_type__model__in=names)
        order = F(self.checked_on).asc(nulls_first=True)
        return found.exclude(pk__in=lately.values("object_id")).order_by(order, "pk")


CHECKED = (
    Checked(Organisation, "website", "website_checked_on"),
    Checked(Activity, "url", "url_checked_on"),
    Checked(Item, "url", "url_checked_on"),
)


def check_some() -> None:
    """Try the addresses that were not tried for longest, if the settings allow it."""
    if not settings.LINK_CHECKS:
        return
    now = timezone.now()
    waiting = [(kind, record) for kind in CHECKED for record in kind.due(now)[:AT_ONCE]]
    never = datetime.date.min
    waiting.sort(key=lambda pair: getattr(pair[1], pair[0].checked_on) or never)
    end = time.monotonic() + TURN
    for kind, record in waiting[:AT_ONCE]:
        if stop.wanted or time.monotonic() > end:
            return
        note(kind, record, check(getattr(record, kind.address)))


def note(kind: Checked, record: Any, result: Result) -> None:
    """Write down what came of a check. The record itself gets the day only, past history and index."""
    address, now = getattr(record, kind.address), timezone.now()
    if result.worked:
        same = kind.model._base_manager.filter(pk=record.pk, **{kind.address: address})
        same.update(**{kind.checked_on: timezone.localdate(now)})
    before = LinkCheck.objects.filter(**about(record), address=address).first()
    failed_since = before.failed_since if before else None
    if result.worked:
        failed_since = None
    elif result.broken:
        failed_since = failed_since or now
    LinkCheck.objects.update_or_create(
        **about(record),
        defaults={"address": address, "tried_at": now, "status": result.status, "failed_since": failed_since},
    )


__all__ = ["Result", "check", "check_some"]
