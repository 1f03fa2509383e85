"""What the whole suite shares: no network, no skipping for want of a tool in CI, one way of drawing random input."""

import os
from collections.abc import Generator
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.utils import translation
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

#: How the reason of a skip starts when a program is missing: "needs tool: chromium".
NEEDS_TOOL = "needs tool:"
#: Files and folders whose tests share something that takes long to set up. All others are spread test by test.
TOGETHER = ("tests/pages/test_serve.py", "tests/starter/loaded/")
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# Machines differ in speed, so no example may fail for being slow. CI draws the same examples every time.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=IN_CI, database=None)
hypothesis.settings.load_profile("suite")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what is about PostgreSQL where the database is another one."""
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("says something about PostgreSQL alone")


class DearFilesTogether(LoadScopeScheduling):
    """Hands out tests to the workers one by one, but those of a file in `TOGETHER` all to one worker, and first."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> DearFilesTogether:
    """With `-n`, spread the tests our way."""
    return DearFilesTogether(config, log)


def missing_tool(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return the reason of a skip for want of a tool, or nothing."""
    if not report.skipped or not isinstance(report.longrepr, tuple):
        return ""
    reason = str(report.longrepr[2]).removeprefix("Skipped: ")
    return reason if reason.startswith(NEEDS_TOOL) else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """In CI, make a failure of a test that was skipped for want of a tool."""
    report = yield
    return failed_for_want_of_tool(report) if IN_CI else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """In CI, make a failure of a module that was skipped for want of a tool."""
    report = yield
    return failed_for_want_of_tool(report) if IN_CI else report


def failed_for_want_of_tool(report: Any) -> Any:
    """Return `report`, as a failure if it skips for want of a tool."""
    if reason := missing_tool(report):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was not run, and CI runs everything: {reason}"
    return report


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Any) -> None:
    """Give every test that stores a file an empty store of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _in_english() -> Generator[None, None, None]:
    """Start every test in English: a German request leaves its language to whatever runs after it in the same thread."""
    with translation.override("en"):
        yield
