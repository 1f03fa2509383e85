"""From the days and clock times that people write to moments in time, in the event's own time zone."""

import datetime
import zoneinfo
from functools import lru_cache

DAY = datetime.timedelta(days=1)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Return the names of the IANA time zones that people may choose: regions and cities, and UTC."""
    return frozenset(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")) | {
        "UTC"
    }


def start_moment(day: datetime.date | None, time: datetime.time | None, zone: str, year: int) -> datetime.datetime:
    """Return when an event starts: its day and time, the start of its day, or the start of its year."""
    return datetime.datetime.combine(
        day or datetime.date(year, 1, 1), time or datetime.time.min, zoneinfo.ZoneInfo(zone)
    ).astimezone(datetime.UTC)


def end_moment(day: datetime.date | None, time: datetime.time | None, zone: str, year: int) -> datetime.datetime:
    """Return when an event is over: its last day and time, the end of that day, or the end of its year."""
    if day is not None and time is not None:
        return start_moment(day, time, zone, year)
    last = day or datetime.date(year, 12, 31)
    return start_moment(last + DAY, None, zone, year)
