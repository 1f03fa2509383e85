"""What the site does by itself: when it is due, once, and whatever the other jobs do."""

import datetime
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from resource_centre.jobs import register, run
from resource_centre.jobs.models import Job
from tests.at_once import at_once, database_for_threads

START = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> dict[str, register.Registered]:
    """No jobs but those of the test."""
    alone: dict[str, register.Registered] = {}
    monkeypatch.setattr(register, "JOBS", alone)
    monkeypatch.setattr(run, "JOBS", alone)
    return alone


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.timedelta], None]:
    """Set the clock to a time after the start."""

    def set_to(after: datetime.timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: START + after)

    set_to(datetime.timedelta())
    return set_to


def counted(name: str, every: datetime.timedelta = HOUR) -> list[str]:
    """Register a job that notes when it was done, and return the notes."""
    notes: list[str] = []
    register.job(name, every=every)(lambda: notes.append(name))
    return notes


@pytest.mark.django_db
def test_new_job_is_done_at_once_and_then_when_it_is_due(clock: Any) -> None:
    done = counted("tidy")
    assert (run.run_due_jobs(), run.run_due_jobs()) == (["tidy"], [])
    job = Job.objects.get()
    assert (job.due_at, job.started_at, job.finished_at, job.failure) == (START + HOUR, START, START, "")
    clock(HOUR - datetime.timedelta(seconds=1))
    assert run.run_due_jobs() == []
    clock(HOUR)
    assert run.run_due_jobs() == ["tidy"]
    assert done == ["tidy", "tidy"]


@pytest.mark.django_db
def test_job_that_fails_keeps_no_other_from_being_done(clock: Any) -> None:
    def broken() -> None:
        raise ValueError("maria@example.org")

    before = counted("first")
    register.job("broken", every=HOUR)(broken)
    after = counted("last")
    assert run.run_due_jobs() == ["first", "last"]
    assert (before, after) == (["first"], ["last"])
    job = Job.objects.get(name="broken")
    assert (job.failure, job.finished_at, job.due_at) == ("ValueError", None, START + run.RETRY)
    clock(run.RETRY)
    register.job("broken", every=HOUR)(lambda: None)
    assert run.run_due_jobs() == ["broken"]
    job.refresh_from_db()
    assert (job.failure, job.finished_at) == ("", START + run.RETRY)


@pytest.mark.django_db
def test_job_that_fails_is_logged_by_its_kind_alone(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> None:
        raise DatabaseError("Key (address)=(maria@example.org) exists")

    register.job("broken", every=HOUR)(broken)
    with caplog.at_level(logging.DEBUG):
        assert run.run_due_jobs() == []
    [record] = caplog.records
    assert record.getMessage().splitlines()[0] == "The job broken failed: DatabaseError"
    assert 'in broken\n    raise DatabaseError("Key' in record.getMessage()  # the line of code
    assert record.exc_info is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("every", "again"),
    [(datetime.timedelta(seconds=2), run.SOONEST_RETRY), (MINUTE, MINUTE), (HOUR, run.RETRY)],
)
def test_failed_job_is_tried_again_soon_but_not_at_once(
    every: datetime.timedelta, again: datetime.timedelta, clock: Any
) -> None:
    def broken() -> None:
        raise OSError

    register.job("broken", every=every)(broken)
    run.run_due_jobs()
    assert Job.objects.get().due_at == START + again


@pytest.mark.django_db
@pytest.mark.parametrize(("every", "lease"), [(datetime.timedelta(seconds=2), 2 * MINUTE), (24 * HOUR, 15 * MINUTE)])
def test_job_of_a_process_that_died_is_done_by_the_next_after_the_lease(
    every: datetime.timedelta, lease: datetime.timedelta, clock: Any
) -> None:
    def die() -> None:
        raise SystemExit

    register.job("mail", every=every)(die)
    with pytest.raises(SystemExit):
        run.run_due_jobs()
    done = counted("mail", every)
    clock(lease - datetime.timedelta(seconds=1))
    assert run.run_due_jobs() == []
    clock(lease)
    assert run.run_due_jobs() == ["mail"]
    assert done == ["mail"]


@pytest.mark.django_db
def test_job_that_outlasts_its_lease_does_not_speak_for_the_next_process(clock: Any) -> None:
    def long_work() -> None:
        clock(20 * MINUTE)
        Job.objects.update(started_at=START + 16 * MINUTE, due_at=START + 31 * MINUTE)  # another process has it now

    register.job("long", every=HOUR)(long_work)
    run.run_due_jobs()
    job = Job.objects.get()
    assert (job.started_at, job.due_at, job.finished_at) == (START + 16 * MINUTE, START + 31 * MINUTE, None)


@pytest.fixture
def told() -> Iterator[None]:
    """Put right what a test told the process."""
    yield
    run.stop.told, run.stop.parent = False, 0


@pytest.mark.django_db
@pytest.mark.usefixtures("told")
def test_process_that_is_told_to_stop_ends_after_the_job_that_it_is_at() -> None:
    def told_meanwhile() -> None:
        run.stop.told = True

    register.job("first", every=HOUR)(told_meanwhile)
    last = counted("last")
    assert run.run_due_jobs() == ["first"]
    assert (last, run.stop.wanted) == ([], True)


@pytest.mark.usefixtures("told")
def test_process_whose_parent_has_ended_is_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getppid", lambda: 4711)
    wanted = []
    for parent in (0, 4711, 4712):
        run.stop.parent = parent
        wanted.append(run.stop.wanted)
    assert wanted == [False, False, True]


@pytest.mark.django_db(transaction=True)
def test_job_for_which_six_ask_at_the_same_moment_is_done_once(tmp_path: Path) -> None:
    done = counted("mail")
    with database_for_threads(tmp_path):
        assert sorted(at_once(run.run_due_jobs, 6)) == [[]] * 5 + [["mail"]]
    assert done == ["mail"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_job_whose_connection_breaks_is_written_down_over_a_new_one() -> None:
    def cut_off() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    register.job("cut-off", every=HOUR)(cut_off)
    last = counted("last")
    assert run.run_due_jobs() == ["last"]
    assert (Job.objects.get(name="cut-off").failure, last) == ("OperationalError", ["last"])
