"""`manage.py serve`: make everything ready, then serve the site."""

import contextlib
import fcntl
import hashlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import DatabaseError, connection, connections

from resource_centre.environment import LOOPBACK

#: Number of the PostgreSQL advisory lock that servers on several machines share while they make ready.
ADVISORY_LOCK = 7_306_573
MAX_WORKERS = 64


class Command(BaseCommand):
    """Check, migrate, load the starting content into an empty database, collect static files, serve."""

    help = "Makes everything ready (database, starting content, static files) and serves the site. Run it as often as you like."
    requires_system_checks: list[str] = []  # run as the first step, where they can say what they are doing

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the address to listen on and the number of processes. `handle` checks them, to answer in a sentence."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", default="8000", help="port to listen on (8000)")
        parser.add_argument("--workers", default="2", help="number of processes that answer (2)")
        parser.add_argument(
            "--no-jobs",
            action="store_true",
            help="leave waiting letters and other jobs to “run_due_jobs” (otherwise a process beside the server does them)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make ready and become the server. Raises CommandError with a sentence that says what is wrong."""
        host = str(options["host"])
        port = whole_number("--port", options["port"], 65_535)
        workers = whole_number("--workers", options["workers"], MAX_WORKERS)
        check_free(host, port)
        hold_port(port)
        with self.alone():
            self.make_ready()
        check_free(host, port)  # another program may have been quicker
        self.say_where(host, port)
        if not options["no_jobs"]:
            start_jobs()
        become_server(host, port, workers)

    def say(self, sentence: str) -> None:
        """Print a line at once, also where nobody looks at a terminal."""
        self.stdout.write(sentence)
        self.stdout.flush()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold back every other `serve` with the same data until this one has made ready.

        Raises CommandError where the database does not answer.
        """
        with (settings.DATA_DIR / "serve.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.say("Another “serve” makes ready the same data. Waiting for it.")
                fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
                yield
            except DatabaseError as error:
                reason = " ".join(str(error).split())
                raise CommandError(f"The database does not do what is asked of it: {reason}") from error
            finally:
                connections.close_all()  # gives back the advisory lock; the server opens connections of its own

    def make_ready(self) -> None:
        """Take the steps before serving; each says what it does. Steps that were taken before cost next to nothing."""
        self.say("1/4 Checking the settings")
        self.check(include_deployment_checks=settings.HTTPS, databases=["default"])
        self.say("2/4 Bringing the database up to date")
        call_command("migrate", interactive=False, verbosity=self.migration_verbosity())
        self.say("3/4 Loading the starting content, if the database is empty")
        call_command("load_starter_content", if_empty=True)
        self.collect_static_files()

    def migration_verbosity(self) -> int:
        """Return 1, which prints a line for each migration, or 0 where there is nothing to migrate."""
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        return 1 if executor.migration_plan(executor.loader.graph.leaf_nodes()) else 0

    def collect_static_files(self) -> None:
        """Collect and compress the static files, unless they are the ones that were collected last time."""
        note = settings.DATA_DIR / "static.digest"
        digest = static_digest()
        if (settings.STATIC_ROOT / "staticfiles.json").exists() and note.exists() and note.read_text() == digest:
            self.say("4/4 Static files have not changed")
            return
        self.say("4/4 Collecting and compressing static files: this takes some seconds")
        note.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False)
        note.write_text(digest)

    def say_where(self, host: str, port: int) -> None:
        """Print the address and, while there is nobody who may let others in, how to make the first staff account."""
        here = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        if host in LOOPBACK and "SITE_URL" not in os.environ and "SITE_URL_FILE" not in os.environ:
            # Another port than the usual one: the address that pages give themselves follows.
            os.environ["SITE_URL"] = address = here
        else:
            address = settings.SITE_URL
        if not User.objects.filter(is_superuser=True, is_active=True).exists():
            self.say("\nThere is no staff account yet. This makes the first one, while the site runs:")
            self.say("    .venv/bin/python manage.py createsuperuser")
        connections.close_all()
        behind = "" if address == here else f", listening on {here}"
        self.say(f"\nServing {address}/ (staff desk: {address}/admin/){behind}. Stop with Ctrl+C.")


def whole_number(option: str, value: Any, highest: int) -> int:
    """Return the value of an option as a number from 1 to `highest`. Raises CommandError for anything else."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= highest):
        raise CommandError(f"{option} takes a number from 1 to {highest}. It is {text!r} now.")
    return int(text)


def check_free(host: str, port: int) -> None:
    """Raise CommandError, with what to do, unless this machine can listen on `host` and `port`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        raise CommandError(
            f"--host takes an address of this machine, such as 127.0.0.1. It is {host!r} now."
        ) from error
    family, kind, protocol, _name, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was given up a moment ago is free
        try:
            probe.bind(address)
        except PermissionError as error:
            raise CommandError(f"Port {port} is reserved for the system: choose one above 1023 with --port.") from error
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used: {error.strerror}. "
                "Stop the other program, or choose another address with --host or --port."
            ) from error


def hold_port(port: int) -> None:
    """Keep a second `serve` with the same data from the same port for as long as this process and its server live.

    The server would let it in: its workers share a port. Raises CommandError where another `serve` holds the port or
    the data folder cannot be written.
    """
    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        lock = os.open(settings.DATA_DIR / f"serve-{port}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        os.set_inheritable(lock, True)  # stays open, and with it the lock, when this process becomes the server
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CommandError(f"Another “serve” uses port {port}. Stop it, or choose another one with --port.") from error
    except OSError as error:
        raise CommandError(f"DATA_DIR must be a folder that can be written: {error}") from error


def static_digest() -> str:
    """Return a digest of all static files as they stand in the source: names and contents."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            content = Path(storage.path(name)).read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def start_jobs() -> None:
    """Start the process that delivers letters and does the other jobs for as long as this one and its server live.

    It asks who its parent is, so it ends by itself, however the server ended. The lock of the port does not go with it:
    subprocess closes what a child has no use for, so the next `serve` need not wait for it.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_due_jobs", "--loop"]
    command += ["--while-parent", str(os.getpid()), "--skip-checks"]  # checked a moment ago
    jobs = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own program
    jobs.returncode = 0  # nobody waits for it: this process becomes another program


def become_server(host: str, port: int, workers: int) -> None:
    """Replace this process with the server. It keeps no access log: the privacy page promises that."""
    search_path = [str(settings.BASE_DIR), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, search_path))  # whatever folder we were started from
    command = [sys.executable, "-m", "granian", "resource_centre.wsgi:application"]
    command += ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    # One blocking thread a worker answers most requests a second (docs/decisions/0005).
    command += ["--blocking-threads", "1", "--respawn-failed-workers", "--no-access-log", "--log-level", "warning"]
    # A worker that is told to stop while it starts does not hear it.
    command += ["--workers-kill-timeout", "10"]
    os.execv(sys.executable, command)  # noqa: S606 - no shell is wanted
