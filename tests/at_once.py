"""Several threads that do something at the same moment, each over a connection of its own. No test in here."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection, connections

Given = TypeVar("Given")


@contextlib.contextmanager
def database_for_threads(folder: Path) -> Iterator[None]:
    """Let threads work on the database of the test as processes do: on SQLite, on a copy of it in a file of `folder`.

    The database of tests on SQLite is in memory, where it knows no locks to wait for. What is there is copied; what the
    threads change is seen by `in_thread` alone. For tests with `django_db(transaction=True)`.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    path = folder / "threads.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")  # as the first connection of a site does, alone
    settings: dict[str, Any] = connections.settings["default"]
    before = settings["NAME"]
    settings["NAME"] = str(path)
    try:
        yield
    finally:
        settings["NAME"] = before


def at_once(work: Callable[[], Given], times: int) -> list[Given]:
    """Do `work` in so many threads at the same moment. Return what each gave."""
    barrier = threading.Barrier(times)

    def one() -> Given:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(one) for _number in range(times)]]


def in_thread(work: Callable[[], Given]) -> Given:
    """Do `work` in a thread, so that it sees the database of the threads. Return what it gave."""
    [given] = at_once(work, 1)
    return given
