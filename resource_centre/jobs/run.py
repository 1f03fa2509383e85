"""Doing what is due: each job by one process at a time, however many ask."""

import datetime
import logging
import os
import traceback

from django.db import close_old_connections, connection
from django.utils import timezone

from .models import Job
from .register import JOBS, Registered

logger = logging.getLogger(__name__)
#: A process that took a job and died gives it up after this long, and sooner for a job that is due more often.
LEASE, SHORTEST_LEASE = datetime.timedelta(minutes=15), datetime.timedelta(minutes=2)
#: A job that failed is tried again after this long, or sooner if it is due sooner, but not at once.
RETRY, SOONEST_RETRY = datetime.timedelta(minutes=5), datetime.timedelta(seconds=30)


class Stop:
    """Whether this process is to end. Long work asks between two pieces, so that none is left half done."""

    told = False
    #: The process without which this one has no reason to go on, if there is one.
    parent = 0

    @property
    def wanted(self) -> bool:
        """Whether somebody told the process to stop, or its parent has ended."""
        return self.told or bool(self.parent and os.getppid() != self.parent)


stop = Stop()


def run_due_jobs() -> list[str]:
    """Do every job that is due. Return the names of those that were done without an error."""
    _renew_connection()
    done = []
    for registered in list(JOBS.values()):
        if stop.wanted:
            break
        started = _claim(registered)
        if started and _do(registered, started):
            done.append(registered.name)
    return done


def _claim(registered: Registered) -> datetime.datetime | None:
    """Take a job if it is due, and return the moment. Of two processes that ask at once, one gets it."""
    now = timezone.now()
    due = Job.objects.filter(name=registered.name).values_list("due_at", flat=True).first()
    if due is None:
        due = Job.objects.get_or_create(name=registered.name, defaults={"due_at": now})[0].due_at
    if due > now:
        return None
    lease = min(max(registered.every, SHORTEST_LEASE), LEASE)
    taken = Job.objects.filter(name=registered.name, due_at=due).update(due_at=now + lease, started_at=now)
    return now if taken else None


def _renew_connection() -> None:
    """Give up a connection to the database that has become useless, as the end of a request does."""
    if not connection.in_atomic_block:  # a caller's transaction is the caller's
        close_old_connections()


def _do(registered: Registered, started: datetime.datetime) -> bool:
    failure = ""
    try:
        registered.work()
    except Exception as error:
        failure = type(error).__name__
        # Where it happened, and nothing of what it said: an error of a mail server names the address.
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("The job %s failed: %s\n%s", registered.name, failure, where)  # noqa: TRY400 - see above
    _renew_connection()
    now = timezone.now()
    again = min(max(registered.every, SOONEST_RETRY), RETRY) if failure else registered.every
    columns: dict[str, object] = {"due_at": now + again, "failure": failure}
    if not failure:
        columns["finished_at"] = now
    # Where the work outlasted the lease, another process has the job now, and says when it is due.
    Job.objects.filter(name=registered.name, started_at=started).update(**columns)
    return not failure
