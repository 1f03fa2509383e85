"""A real site in a real browser: the product's own server with the starting content and samples, and Chromium."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, sync_playwright

from tests.browser.pages import PageType
from tests.repository import ROOT

PATIENCE = 240  # seconds until a program that hangs counts as one that failed
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def tool(variable: str, *fallbacks: str) -> Path:
    """Return the file that the environment names, or the first of `fallbacks` that there is. Skips without one."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "psrc-ci" / "node_modules"
    places = [Path(os.environ[variable])] if os.environ.get(variable) else []
    places += [folder / name for folder in (cache, ROOT / "node_modules") for name in fallbacks]
    for place in places:
        if place.is_file():
            return place
    pytest.skip(f"needs tool: {fallbacks[0]} (set {variable})")


def bare_environment(folder: Path) -> dict[str, str]:
    """Return the environment of a machine on which nothing is set but where the data is."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DATA_DIR": str(folder),
        "LINK_CHECKS": "no",  # nothing looks for other hosts
        "DJANGO_SETTINGS_MODULE": "resource_centre.settings",
        "PYTHONPATH": str(ROOT),
    }


def told(found: dict[Any, list[str]]) -> str:
    """Return what was found, uncut, as the message of an assertion."""
    return "\n".join(f"{where}: {what}" for where, each in found.items() for what in each)


@dataclass(frozen=True)
class Site:
    """The site that tests visit."""

    origin: str
    policy: str
    addresses: dict[str, str]
    answers: dict[str, str]

    def address(self, page_type: PageType) -> str:
        """Return the full address of a page type."""
        return self.origin + page_type.address.format(**self.addresses)

    def source(self, page_type: PageType) -> str:
        """Return the HTML of a page type as it is sent."""
        if page_type.kept:
            return self.answers[page_type.address]
        try:
            opened = urllib.request.urlopen(self.address(page_type), timeout=30)  # noqa: S310 - loopback
        except urllib.error.HTTPError as error:
            opened = error
        with opened as answer:
            assert answer.status == page_type.status
            return str(answer.read().decode())

    def give_kept(self, route: Route) -> None:
        """Answer a request for a kept page."""
        path = route.request.url.removeprefix(self.origin)
        status = int(path.strip("/").split("/")[1][:3])
        headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": self.policy}
        route.fulfill(status=status, headers=headers, body=self.answers[path])


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the site, made once for all workers of a run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, told, failed = shared / "browser-site", shared / "browser-site.json", shared / "browser-site.failed"
    with (shared / "browser-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists() and not failed.exists():
            command = [sys.executable, "-m", "tests.browser.content", str(told)]
            run = subprocess.run(
                command,
                cwd=ROOT,
                env=bare_environment(folder),
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE,
            )
            if run.returncode:
                failed.write_text(run.stdout + run.stderr, encoding="utf-8")
    if failed.exists():
        pytest.fail(f"The site could not be made ready:\n{failed.read_text(encoding='utf-8')}", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def site(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, served by the product's own command: one server for each worker, all of them with the same data."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    said = tmp_path_factory.mktemp("server") / "said.txt"
    command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port), "--workers", "1", "--no-jobs"]
    with said.open("w") as out:
        process = subprocess.Popen(
            command, cwd=said.parent, env=bare_environment(content), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        origin = f"http://127.0.0.1:{port}"
        wait_until_ready(f"{origin}/healthz", process, said)
        with urllib.request.urlopen(origin, timeout=30) as home:
            policy = home.headers["Content-Security-Policy"]
        told = json.loads(content.with_suffix(".json").read_text(encoding="utf-8"))
        yield Site(origin, policy, told["addresses"], told["answers"])
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_until_ready(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    """Return as soon as `address` answers. Fails where the server ends or is silent for too long."""
    end = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, said.read_text()
        assert time.monotonic() < end, said.read_text()
        try:
            with urllib.request.urlopen(address, timeout=30):  # noqa: S310 - loopback
                return
        except OSError:
            threading.Event().wait(0.05)


@pytest.fixture(scope="package")
def driver() -> Iterator[Playwright]:
    """Playwright, while tests of this folder run: its event loop would make Django refuse queries in other tests."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """Chromium, one for each worker."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path or not Path(path).exists():
        pytest.skip("needs tool: chromium (set CHROMIUM)")
    launched = driver.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
    yield launched
    launched.close()


@dataclass
class Visit:
    """A page in a browser window of its own, and what happened in it."""

    page: Page
    context: BrowserContext
    site: Site
    requests: list[str]
    complaints: list[str]

    def open(self, page_type: PageType) -> None:
        """Show a page type."""
        self.requests.clear()
        self.complaints.clear()
        if page_type.kept:
            self.page.route(self.site.address(page_type), lambda route: self.site.give_kept(route))
        answer = self.page.goto(self.site.address(page_type))
        assert answer is not None
        assert answer.status == page_type.status, f"{page_type}: {answer.status} at {answer.url}"
        if page_type.kept:
            self.page.unroute_all()  # while there are routes, Chromium keeps no files


@contextmanager
def opened(browser: Browser, site: Site, **options: Any) -> Iterator[Visit]:
    """Open a window with options of a Playwright context."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"} | options)
    context.set_default_timeout(30_000)
    page = context.new_page()
    visit = Visit(page, context, site, [], [])
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("console", lambda message: visit.complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("requestfailed", lambda request: visit.complaints.append(f"{request.url}: {request.failure}"))
    yield visit
    context.close()


@pytest.fixture(scope="package")
def windows(chromium: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """Windows that tests share, one for each purpose and set of options: to open a new one takes longer than most tests."""
    kept: dict[str, Visit] = {}
    with ExitStack() as stack:

        def window(purpose: str = "", **options: Any) -> Visit:
            key = json.dumps([purpose, options], sort_keys=True)
            if key not in kept:
                kept[key] = stack.enter_context(opened(chromium, site, **options))
            return kept[key]

        yield window


@pytest.fixture
def fresh(chromium: Browser, site: Site) -> Iterator[Callable[..., Visit]]:
    """Windows for one test alone: nothing in them has been visited before."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(opened(chromium, site, **options))
