"""Letters to the reviewers: once a day that something waits, and at once that something should be read first."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resource_centre.correspondence.waiting import waiting_count
from resource_centre.mail.outbox import post

from .models import Contribution, Ownership, Report

GROUP = "Reviewers"
#: The letter of the day goes after this hour (settings.TIME_ZONE).
HOUR = 7


def reviewers() -> QuerySet[User]:
    """Return everybody in the group of reviewers who can log in and has an e-mail address."""
    return User.objects.filter(groups__name=GROUP, is_active=True, is_staff=True).exclude(email="").order_by("pk")


def may_review(user: Any) -> bool:
    """Say whether somebody still gets the letters to reviewers."""
    return isinstance(user, User) and reviewers().filter(pk=user.pk).exists()


def waiting() -> dict[str | Promise, int]:
    """Return how much of what waits for staff."""
    return {
        _("Contributions"): Contribution.objects.in_queue().count(),
        _("Reports of something wrong"): Report.objects.filter(state=Report.State.NEW).count(),
        _("Claims to an entry"): Ownership.objects.waiting().count(),
        _("Messages and other correspondence"): waiting_count(),
    }


def tell_reviewers() -> None:
    """Post what is due. However often this runs, each letter goes once."""
    _tell_of_danger()
    now = timezone.localtime()
    if now.hour < HOUR or not any(waiting().values()):
        return
    for user in reviewers():
        post("reviewers_daily", user.email, user, key=f"reviewers:{now:%Y-%m-%d}:{user.pk}")


def _tell_of_danger() -> None:
    """Tell at once, of each contribution and report once, that it should be read before the rest."""
    unread: list[Any] = [
        *Contribution.objects.filter(state=Contribution.State.WAITING, read_first=True).order_by("pk"),
        *Report.objects.filter(state=Report.State.NEW, read_first=True).order_by("pk"),
    ]
    for user in reviewers() if unread else ():
        for thing in unread:
            post(
                "reviewers_read_first",
                user.email,
                user,
                key=f"read-first:{thing._meta.model_name}:{thing.pk}:{user.pk}",
            )
