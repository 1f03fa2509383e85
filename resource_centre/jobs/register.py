"""The list of jobs: a package names its own in `due.py`."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], None]


@dataclass(frozen=True)
class Registered:
    """A job and how often it is done."""

    name: str
    work: Work
    every: datetime.timedelta


JOBS: dict[str, Registered] = {}


def job(name: str, every: datetime.timedelta) -> Callable[[Work], Work]:
    """Register a function as work to be done `every` so often. It must be able to die in the middle and run again."""

    def register(work: Work) -> Work:
        JOBS[name] = Registered(name, work, every)
        return work

    return register
