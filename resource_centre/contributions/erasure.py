"""Erasing personal data: when its time is over, or when its owner says so. The periods stand in `periods.py`."""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from library.models import Story
from resource_centre.mail import links
from resource_centre.mail.models import Letter
from resource_centre.publishing.models import FormerSlug

from . import actions
from .models import Contribution, Ownership, Report, Step
from .periods import (
    DECLINED_DAYS,
    OPEN_DAYS,
    REPORT_DAYS,
    UNCONFIRMED_DAYS,
    UNDO,
    UNFINISHED_DAYS,
)

Stage = Contribution.State
#: So many at once; the rest waits for the next time, which is soon.
BATCH = 500


def erase_what_is_due() -> None:
    """Erase what is not kept any longer."""
    now = timezone.now()
    for contribution in over(now)[:BATCH]:
        with transaction.atomic():
            # As it stands now: its sender may have gone on with it at this moment.
            still = over(now).filter(pk=contribution.pk).select_for_update(of=("self",)).first()
            if still is not None:
                erase(still)
    for contribution in without_owner(now)[:BATCH]:
        forget_sender(contribution)
    for report in reports_over(now)[:BATCH]:
        _erase_row(report)


def _before(now: datetime.datetime, days: int) -> datetime.datetime:
    return now - datetime.timedelta(days=days)


def over(now: datetime.datetime) -> "models.QuerySet[Contribution]":
    """Return the contributions that are not kept any longer at the moment `now`."""
    declined = _before(now, DECLINED_DAYS)
    # Spam that a machine noticed was never decided: it ends after it came.
    return Contribution.objects.annotate(ended=Coalesce("decided_at", "sent_at", "created_at")).filter(
        Q(state=Stage.UNFINISHED, touched_at__lt=_before(now, UNFINISHED_DAYS))
        | Q(state=Stage.UNCONFIRMED, sent_at__lt=_before(now, UNCONFIRMED_DAYS))
        | Q(state__in=(Stage.DECLINED, Stage.SPAM), ended__lt=declined)
        | Q(state=Stage.WITHDRAWN, touched_at__lt=declined)
        | Q(state__in=Contribution.OPEN, touched_at__lt=_before(now, OPEN_DAYS))
    )


def without_owner(now: datetime.datetime) -> "models.QuerySet[Contribution]":
    """Return the published contributions whose sender does not answer for the page any more, decided long enough ago."""
    owners = Ownership.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), email_digest=OuterRef("email_digest")
    )
    return Contribution.objects.filter(~Exists(owners), state=Stage.ACCEPTED, decided_at__lt=now - UNDO).exclude(
        email="", note=""
    )


def reports_over(now: datetime.datetime) -> "models.QuerySet[Report]":
    """Return the reports that are not kept any longer at the moment `now`."""
    return Report.objects.annotate(ended=Coalesce("done_at", "created_at")).filter(
        Q(state__in=(Report.State.DONE, Report.State.SPAM), ended__lt=_before(now, REPORT_DAYS))
        | Q(created_at__lt=_before(now, OPEN_DAYS))
    )


@transaction.atomic
def forget_sender(contribution: Contribution) -> None:
    """Take everything out of a published contribution that is about its sender. What is public stays."""
    contribution.email = contribution.note = ""
    contribution.save()
    contribution.steps.filter(act__in=(Step.Act.ANSWERED, Step.Act.ADDED, Step.Act.ASKED)).update(text="")
    _end_post(contribution)


@transaction.atomic
def erase(contribution: Contribution) -> None:
    """Erase a contribution with its steps, links and letters."""
    _erase_row(contribution)


@transaction.atomic
def erase_all_of(contribution: Contribution) -> None:
    """Erase a contribution because its sender says so: first, what it made goes off the site.

    With a page that was theirs go all their contributions about it; a story is erased itself, because every word of it
    is theirs.
    """
    fresh: Contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    record: Any = fresh.record
    if fresh.state == Stage.ACCEPTED and actions.owner_stands(fresh):
        others = list(Contribution.objects.about(record).of_address(fresh.email).exclude(pk=fresh.pk))
        actions.withdraw(fresh)
        for other in others:
            _erase_row(other)
        if isinstance(record, Story):
            _erase_story(record)
    _erase_row(fresh)


def _erase_story(story: Story) -> None:
    """Erase a story with its versions and the addresses that it had."""
    number = story.pk
    table = ContentType.objects.get_for_model(type(story).slug_model())
    FormerSlug.objects.filter(content_type=table, object_id=number).delete()
    story.delete()
    type(story).history.filter(id=number).delete()  # after the story: deleting it makes a version too


def _erase_row(row: models.Model) -> None:
    with transaction.atomic():
        _end_post(row)
        row.delete()


def _end_post(row: models.Model) -> None:
    """Delete the links and the letters about a row, also those that wait."""
    links.end_all(row)
    Letter.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk).delete()
