"""Doing what is due: each job by one process at a time, however many ask."""

import datetime
import logging
import traceback

from django.db import close_old_connections
from django.utils import timezone

from .models import Job
from .register import JOBS, Registered

logger = logging.getLogger(__name__)
#: A process that took a job and died gives it up after this long.
LEASE = datetime.timedelta(minutes=15)
#: A job that failed is tried again after this long, or sooner if it is due sooner.
RETRY = datetime.timedelta(minutes=5)


def run_due_jobs() -> list[str]:
    """Do every job that is due. Return the names of those that were done without an error."""
    done = []
    for registered in list(JOBS.values()):
        if _claim(registered) and _do(registered):
            done.append(registered.name)
    return done


def _claim(registered: Registered) -> bool:
    """Take a job if it is due. Of two processes that ask at the same moment, one gets it."""
    now = timezone.now()
    due = Job.objects.filter(name=registered.name).values_list("due_at", flat=True).first()
    if due is None:
        due = Job.objects.get_or_create(name=registered.name)[0].due_at
    if due > now:
        return False
    taken = Job.objects.filter(name=registered.name, due_at=due).update(due_at=now + LEASE, started_at=now)
    return taken == 1


def _do(registered: Registered) -> bool:
    failure = ""
    try:
        registered.work()
    except Exception as error:
        failure = type(error).__name__
        # Where it happened, and nothing of what it said: an error of a mail server names the address.
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("The job %s failed: %s\n%s", registered.name, failure, where)  # noqa: TRY400 - see above
    close_old_connections()
    now = timezone.now()
    again = min(registered.every, RETRY) if failure else registered.every
    columns: dict[str, object] = {"due_at": now + again, "failure": failure}
    if not failure:
        columns["finished_at"] = now
    Job.objects.filter(name=registered.name).update(**columns)
    return not failure
