"""The product's settings with a clock that a test can move: the file `clock` in DATA_DIR holds the days to add."""

import datetime
from typing import Any

from django.utils import timezone

from resource_centre.settings import *  # noqa: F403 - all of them
from resource_centre.settings import DATA_DIR

_real_now = timezone.now


def _moved_now() -> datetime.datetime:
    """Return the moment that the site takes for now."""
    clock = DATA_DIR / "clock"
    days = float(clock.read_text()) if clock.exists() else 0
    return _real_now() + datetime.timedelta(days=days)


_timezone: Any = timezone
_timezone.now = _moved_now
