"""A site of one's own for one journey: its own data, its own clock, a real mail server, windows for those who meet there."""

import contextlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.conftest import bare_environment, wait_until_ready
from tests.repository import ROOT
from tests.smtp import MailServer, mail_server

STAFF, PASSWORD = "reviewer", "a long password for tests"
#: Nobody fills in a form faster (resource_centre/guard/forms.py), with a little to spare.
HUMAN_SECONDS = 2.2
PATIENCE = 40
_MAKE_STAFF = """
import django; django.setup()
from django.contrib.auth.models import Group, User
user = User.objects.create_superuser({name!r}, "reviewer@example.org", {password!r})
user.groups.add(Group.objects.get(name="Reviewers"))
"""


@dataclass
class Place:
    """The site of a journey."""

    origin: str
    folder: Path
    post: MailServer
    browser: Browser
    language: str
    read: int = 0
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @property
    def prefix(self) -> str:
        """Where the pages in the language of the journey start."""
        return "" if self.language == "en" else f"/{self.language}"

    def window(self, *, scripts: bool) -> Page:
        """Open a window of its own: no cookies, nothing visited."""
        context = self.browser.new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
        context.set_default_timeout(20_000)
        self._stack.callback(context.close)
        return context.new_page()

    def move_clock(self, days: float) -> None:
        """Let the site think that it is so many days later than it is."""
        clock = self.folder / "clock"
        waiting = clock.with_suffix(".new")
        waiting.write_text(str(days))
        waiting.replace(clock)

    def letter(self, address: str) -> EmailMessage:
        """Wait for the next letter to somebody, however the address is spelled, and return it."""
        end = time.monotonic() + PATIENCE
        while len(found := [letter for to, letter in self.post.received if to.lower() == address]) <= self.read:
            assert time.monotonic() < end, f"No letter came after {self.read}"
            time.sleep(0.05)
        self.read += 1
        return found[self.read - 1]

    def status(self, path: str) -> int:
        """Return the status that a visitor gets for a path."""
        try:
            with urllib.request.urlopen(self.origin + path, timeout=30) as answer:  # noqa: S310 - loopback
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def page(self, path: str) -> str:
        """Return what a visitor gets for a path."""
        with urllib.request.urlopen(self.origin + path, timeout=30) as answer:  # noqa: S310 - loopback
            return str(answer.read().decode())


def plain(letter: EmailMessage) -> str:
    """Return the plain text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def links(letter: EmailMessage, place: Place) -> list[str]:
    """Return every address in a letter."""
    return re.findall(rf"{re.escape(place.origin)}\S*", plain(letter))


def link(letter: EmailMessage, place: Place, part: str) -> str:
    """Return the one address in a letter that leads to a part of the letter box."""
    [found] = {address for address in links(letter, place) if f"/share/{part}/" in address}
    return found


def scan(letter: EmailMessage, place: Place) -> None:
    """Open every link of a letter twice, as mail scanners do, in GET and HEAD."""
    for address in links(letter, place):
        for method in ("GET", "HEAD", "GET"):
            request = urllib.request.Request(address, method=method)  # noqa: S310 - loopback
            with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                answer.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _copy(content: Path, folder: Path) -> None:
    """Copy a site: the database as SQLite copies one that is in use."""
    shutil.copytree(content, folder, ignore=shutil.ignore_patterns("db.sqlite3*", "*.lock", "letters"))
    with (
        contextlib.closing(sqlite3.connect(content / "db.sqlite3")) as source,
        contextlib.closing(sqlite3.connect(folder / "db.sqlite3")) as target,
    ):
        source.backup(target)


@contextlib.contextmanager
def place_for(content: Path, folder: Path, browser: Browser, language: str) -> Iterator[Place]:
    """Serve a copy of the site with `manage.py serve`, its jobs beside it, until the block ends."""
    _copy(content, folder)
    port = _free_port()
    origin = f"http://127.0.0.1:{port}"
    said = folder / "said.txt"
    with mail_server() as post:
        environment = bare_environment(folder) | {
            "DJANGO_SETTINGS_MODULE": "tests.browser.moved",
            "EMAIL_URL": f"smtp://127.0.0.1:{post.port}",
            "SITE_URL": origin,
        }
        make_staff = _MAKE_STAFF.format(name=STAFF, password=PASSWORD)
        subprocess.run([sys.executable, "-c", make_staff], cwd=ROOT, env=environment, check=True)
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port), "--workers", "1"]
        with said.open("w") as out:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        place = Place(origin, folder, post, browser, language)
        try:
            wait_until_ready(f"{origin}/healthz", process, said)
            with place._stack:
                yield place
        finally:
            process.terminate()
            process.wait(timeout=60)


# By keyboard alone


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Give the focus to a part and press a key on it."""
    page.locator(selector).first.focus()
    page.keyboard.press(key)


def write(page: Page, selector: str, words: str) -> None:
    """Replace what stands in a field by typing."""
    page.locator(selector).first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(words)


def choose(page: Page, selector: str, start: str) -> None:
    """Choose from a list by typing the start of a name."""
    page.locator(selector).first.focus()
    page.keyboard.type(start)


def follow(page: Page, act: Callable[[], None]) -> None:
    """Do something that leads to another page, and wait until that is there."""
    with page.expect_navigation(wait_until="load"):
        act()
