"""The hospital's time zone and days."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TypeVar

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2099
MAX_MOMENT_CHARACTERS = 40

MINUTE = timedelta(minutes=1)

Day = TypeVar("Day", date, datetime)
Clock = TypeVar("Clock", time, datetime)
Interval = tuple[datetime, datetime]  # half-open: [start, end)


def zone() -> tzinfo:
    return timezone.get_default_timezone()


def local(moment: datetime) -> datetime:
    """The moment in the hospital's zone."""
    return moment.astimezone(zone())


def iso(moment: datetime) -> str:
    """ISO 8601 with the offset of the hospital's zone, as in 2024-01-15T10:00:00+05:30."""
    return _iso(moment.timestamp(), zone())  # as cache key: moments in the repeated hour compare equal


@lru_cache(maxsize=4096)  # a week has a few hundred starts, repeated for every doctor
def _iso(timestamp: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(timestamp, zone).isoformat(timespec="seconds")


def today() -> date:
    return local(timezone.now()).date()


def at(day: date, wall: time) -> datetime:
    """The moment of this wall-clock time on this day in the hospital's zone."""
    return datetime.combine(day, wall, tzinfo=zone())


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The half-open interval of one day in the hospital's zone; 23 or 25 hours where the clock changes."""
    return at(day, time.min), at(day + timedelta(days=1), time.min)


def parse_moment(text: str) -> datetime:
    """A moment in UTC from ISO 8601 text with its offset. Raises ValueError with a sentence for the person."""
    try:
        moment = parse_datetime(text) if len(text) <= MAX_MOMENT_CHARACTERS else None
    except ValueError:
        moment = None
    if moment is None:
        raise ValueError(_("Enter a time such as 2024-01-15T10:00:00+05:30."))
    if moment.tzinfo is None:
        raise ValueError(_("The time needs a UTC offset, such as +05:30 or Z."))
    return within_years(moment).astimezone(UTC)


def parse_day(text: str) -> date:
    """A day such as 2024-01-15. Raises ValueError with a sentence for the person."""
    try:
        day = parse_date(text) if len(text) == len("2024-01-15") else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(_("Enter a date such as 2024-01-15."))
    return within_years(day)


def within_years(value: Day) -> Day:
    """The value itself. Raises ValueError for a year in which no appointment can lie."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        sentence = _("The year must be between %(first)s and %(last)s.")
        raise ValueError(sentence % {"first": FIRST_YEAR, "last": LAST_YEAR})
    return value


def whole_minute(value: Clock) -> Clock:
    """The value itself. Raises ValueError for a time with seconds.

    Pages show none: the next visit, back to back on the screen, would overlap one that ends a second later.
    """
    if value.second or value.microsecond:
        raise ValueError(_("Enter a time in whole minutes, without seconds."))
    return value
