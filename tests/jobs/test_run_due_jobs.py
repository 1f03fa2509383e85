"""`manage.py run_due_jobs`: for cron, and as a loop."""

import os
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from resource_centre.jobs import register, run
from resource_centre.jobs.management.commands import run_due_jobs as command
from resource_centre.jobs.models import Job


def loop(monkeypatch: pytest.MonkeyPatch, work: Any) -> tuple[str, str]:
    """Run the loop with this in place of the jobs. Return what it said."""
    told: dict[int, Any] = {}
    monkeypatch.setattr(command, "PAUSE", 0)
    monkeypatch.setattr(command, "run_due_jobs", work)
    monkeypatch.setattr("signal.signal", told.__setitem__)
    out, err = StringIO(), StringIO()
    try:
        call_command("run_due_jobs", loop=True, stdout=out, stderr=err)
    finally:
        run.stop.told, run.stop.parent = False, 0
    assert len(told) == 2
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_command_does_what_is_due_and_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "JOBS", {})
    assert Job.objects.count() == 0
    out = StringIO()
    call_command("run_due_jobs", stdout=out)
    assert out.getvalue() == ""
    monkeypatch.undo()
    call_command("run_due_jobs", stdout=out)
    assert sorted(out.getvalue().split()) == sorted(register.JOBS)
    assert {"deliver-letters", "forget-full-allowances", "forget-links-and-letters"} <= set(register.JOBS)
    assert set(Job.objects.values_list("failure", flat=True)) == {""}


def test_loop_goes_on_when_the_database_is_away_and_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = []

    def away() -> None:
        turns.append(1)
        if len(turns) == 5:
            command.hear()
        if len(turns) in {1, 2, 4}:
            raise OSError("postgres://user:password@host/name")

    line = "No job can be done at the moment: OSError.\n"
    assert loop(monkeypatch, away) == ("", line * 2)
    assert len(turns) == 5


def test_loop_ends_with_the_process_that_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []

    def orphaned() -> None:
        turns.append(1)
        run.stop.parent = 1 if os.getppid() != 1 else 2

    assert loop(monkeypatch, orphaned) == ("", "")
    assert turns == [1]
