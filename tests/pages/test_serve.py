"""`manage.py serve` as its users meet it: a program that makes ready and then answers on a port."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError
from django.db import connection

from resource_centre.pages.management.commands import serve
from tests.repository import ROOT

PATIENCE = 600  # seconds until a start that hangs counts as one that failed
COUNTED = ("library_item", "organisations_organisation", "events_event", "pages_editorialpage", "starter_starterrecord")

pytestmark = pytest.mark.long


@dataclass
class Place:
    """A data folder and a database of its own, and a port."""

    folder: Path
    port: int
    database: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return bare | {"DATA_DIR": str(self.folder), "DATABASE_URL": self.database, "PYTHONWARNINGS": "error"}

    def command(self, *options: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port), *options]

    def counts(self) -> list[int]:
        """Return how many rows the tables hold that matter."""
        asked = [f"SELECT count(*) FROM {table}" for table in COUNTED]  # noqa: S608 - names of our own
        if self.database:
            with psycopg.connect(self.database) as client:
                return [int(client.execute(query).fetchall()[0][0]) for query in asked]
        with contextlib.closing(sqlite3.connect(self.folder / "db.sqlite3")) as client:
            return [int(client.execute(query).fetchone()[0]) for query in asked]

    def job_started(self) -> str:
        """Return when letters were last looked for."""
        query = "SELECT CAST(started_at AS varchar) FROM jobs_job WHERE name = 'deliver-letters'"
        if self.database:
            with psycopg.connect(self.database) as client:
                return str(client.execute(query).fetchone())
        with contextlib.closing(sqlite3.connect(self.folder / "db.sqlite3")) as client:
            return str(client.execute(query).fetchone())

    def static_files(self) -> dict[str, int]:
        """Return the collected files with the moments at which they were written."""
        root = self.folder / "static"
        return {str(path.relative_to(root)): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(address: str, **headers: str) -> Any:
    """Return the answer to a GET, also one that tells of an error."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
            answer.content = answer.read()
            return answer
    except urllib.error.HTTPError as error:
        with error:
            return error


@contextlib.contextmanager
def running(place: Place, *options: str) -> Iterator[Path]:
    """Run `serve` until the block ends; give the file with what it said. Fails where it never answers."""
    said = place.folder.parent / f"said-{uuid.uuid4().hex}.txt"
    with said.open("w") as out:
        # From another folder than the project's: users may be anywhere.
        process = subprocess.Popen(
            place.command(*options),
            cwd=place.folder.parent,
            env=place.environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        end = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < end, said.read_text()
            with contextlib.suppress(OSError):
                if get(f"{place.address}/healthz").status == 200:
                    break
            time.sleep(0.1)
        yield said
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A new machine: nothing in the folder, nothing in the database, which is of the kind that this run is about."""
    folder = tmp_path_factory.mktemp("serve") / "data"
    if connection.vendor != "postgresql":
        yield Place(folder, free_port(), "")
        return
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    name = f"serve_{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as client:
        client.execute(f"CREATE DATABASE {name}".encode())
        yield Place(folder, free_port(), f"{server}/{name}")
        client.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def jobs_of(place: Place) -> list[int]:
    """Return the processes that do the jobs of this machine: those with its folder in their environment."""
    mine = f"DATA_DIR={place.folder}\0".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # ended a moment ago, or somebody else's
            if b"\0run_due_jobs\0--loop\0" in (folder / "cmdline").read_bytes():
                found += [int(folder.name)] if mine in (folder / "environ").read_bytes() else []
    return found


def within_patience(met: Callable[[], bool]) -> bool:
    """Wait until something is so, and say whether it is."""
    end = time.monotonic() + 60
    while not met() and time.monotonic() < end:
        time.sleep(0.1)
    return met()


@dataclass
class FirstRun:
    """What the first start on a new machine did."""

    place: Place
    said: str
    home: Any
    ready: Any
    second: subprocess.CompletedProcess[str]
    counts: list[int]
    static_files: dict[str, int]


@pytest.fixture(scope="module")
def first_run(place: Place) -> FirstRun:
    """Start on a new machine, look at the site, try to start once more on the same port, stop."""
    with running(place) as said:
        home, ready = get(f"{place.address}/"), get(f"{place.address}/readyz")
        second = subprocess.run(place.command(), env=place.environment, capture_output=True, text=True, check=False)
        words = said.read_text()
    return FirstRun(place, words, home, ready, second, place.counts(), place.static_files())


def test_serve_on_a_new_machine_loads_the_content_and_answers(first_run: FirstRun) -> None:
    address = first_run.place.address
    assert (first_run.home.status, first_run.ready.content) == (200, b"ok")
    assert f'href="{address}/"'.encode() in first_run.home.content  # the canonical address has the port
    assert "3/4 Loading the starting content, if the database is empty\n" in first_run.said
    assert "    .venv/bin/python manage.py createsuperuser\n" in first_run.said
    assert first_run.said.splitlines()[-1] == (f"Serving {address}/ (staff desk: {address}/admin/). Stop with Ctrl+C.")
    assert min(first_run.counts) > 0
    assert first_run.counts[-1] >= 455
    assert len(first_run.static_files) > 100


def test_serve_on_a_busy_port_says_so_in_a_sentence(first_run: FirstRun) -> None:
    assert (first_run.second.returncode, first_run.second.stdout) == (1, "")
    assert first_run.second.stderr == (
        f"CommandError: Port {first_run.place.port} on 127.0.0.1 cannot be used: Address already in use. "
        "Stop the other program, or choose another address with --host or --port.\n"
    )


def test_serve_again_repeats_and_loses_nothing(first_run: FirstRun) -> None:
    place = first_run.place
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "createsuperuser", "--noinput", "--email", "first@example.org"],
        env=place.environment
        | {"DJANGO_SUPERUSER_USERNAME": "first", "DJANGO_SUPERUSER_PASSWORD": "not-easy-to-guess"},
        capture_output=True,
        check=True,
    )
    with running(place) as said:
        again = said.read_text()
    assert again.splitlines() == [
        "1/4 Checking the settings",
        "2/4 Bringing the database up to date",
        "3/4 Loading the starting content, if the database is empty",
        "The database holds content already: no starting content loaded.",
        "4/4 Static files have not changed",
        "",
        f"Serving {place.address}/ (staff desk: {place.address}/admin/). Stop with Ctrl+C.",
    ]
    assert (place.counts(), place.static_files()) == (first_run.counts, first_run.static_files)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux, where processes can be looked at")
def test_jobs_are_done_beside_the_server_and_end_with_it(first_run: FirstRun) -> None:
    place = first_run.place
    before = place.job_started()
    with running(place) as said:
        assert within_patience(lambda: place.job_started() > before)
        assert len(jobs_of(place)) == 1
    assert within_patience(lambda: jobs_of(place) == [])
    words = [line for line in said.read_text().splitlines() if not line.startswith("[")]  # so granian begins
    assert words[-1].startswith("Serving ")  # the jobs ended without a word
    with running(place):  # and hold nothing that the next one needs
        assert within_patience(lambda: len(jobs_of(place)) == 1)
        killed = jobs_of(place)[0]
        os.kill(killed, signal.SIGTERM)
        assert within_patience(lambda: jobs_of(place) == [])
        assert get(f"{place.address}/healthz").status == 200
    with running(place, "--no-jobs"):
        assert jobs_of(place) == []


def test_two_that_start_at_the_same_moment_serve_once(first_run: FirstRun) -> None:
    place = first_run.place
    with running(place), contextlib.ExitStack() as others:
        other = Place(place.folder, free_port(), place.database)
        pair = [
            others.enter_context(
                subprocess.Popen(
                    other.command(), env=other.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
                )
            )
            for _number in range(2)
        ]
        try:
            end = time.monotonic() + PATIENCE
            while all(process.poll() is None for process in pair) and time.monotonic() < end:
                time.sleep(0.1)
            [refused] = [process for process in pair if process.poll() is not None]
            assert refused.returncode == 1
            assert refused.stdout is not None
            assert refused.stdout.read().startswith(f"CommandError: Another “serve” uses port {other.port}.")
        finally:
            for process in pair:
                process.terminate()


def test_static_files_come_compressed_and_for_long(first_run: FirstRun) -> None:
    place = first_run.place
    names = sorted(name for name in first_run.static_files if name.startswith("css/") and name.endswith(".css"))
    with running(place):
        answer = get(f"{place.address}/static/{names[0]}", **{"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


@pytest.mark.parametrize("word", ["", "abc", "0", "65536", "-1", "8000.0", "٨٠٠٠"])
def test_port_that_is_none_is_refused(word: str) -> None:
    with pytest.raises(CommandError) as refusal:
        serve.whole_number("--port", word, 65_535)
    assert str(refusal.value) == f"--port takes a number from 1 to 65535. It is {word!r} now."


def test_host_of_another_machine_is_refused() -> None:
    with pytest.raises(CommandError) as refusal:
        serve.check_free("192.0.2.1", free_port())
    assert str(refusal.value).endswith("choose another address with --host or --port.")


def test_port_in_use_is_refused_until_it_is_given_up() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError):
            serve.check_free("127.0.0.1", port)
    serve.check_free("127.0.0.1", port)


def test_bad_option_ends_with_one_sentence_and_status_1(tmp_path: Path) -> None:
    place = Place(tmp_path / "data", free_port(), "")
    run = subprocess.run(
        place.command("--workers", "many"), env=place.environment, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (
        1,
        "",
        "CommandError: --workers takes a number from 1 to 64. It is 'many' now.\n",
    )


def test_digest_of_static_files_follows_their_content(tmp_path: Path, settings: Any) -> None:
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "one.css").write_text("a")
    before = serve.static_digest()
    assert serve.static_digest() == before
    (tmp_path / "one.css").write_text("b")
    assert serve.static_digest() != before
