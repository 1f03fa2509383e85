"""Counting in months, as people do: a month after 31 January is the last day of February."""

import calendar
import datetime
from typing import TypeVar

_Day = TypeVar("_Day", bound=datetime.date)


def months_later(day: _Day, months: int) -> _Day:
    """Return the same day so many months later (or earlier), or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
