"""Days and times in words, in the order of the hospital's language; always on a 24-hour clock.

Django's named formats give the order of day and month; those with a weekday are built here. Moments must be in
the hospital's zone.
"""

import re
from datetime import date, datetime

from django.utils.formats import date_format, get_format

MONTH = re.compile(r"(?<!\\)[FMN]")
CLOCK = "H:i"


def clock(moment: datetime) -> str:
    """10:30"""
    return date_format(moment, CLOCK)


def short_day(day: date) -> str:
    """Mon 15 Jan"""
    return date_format(day, "D " + MONTH.sub("M", get_format("MONTH_DAY_FORMAT")))


def long_day(day: date) -> str:
    """Monday 15 January"""
    return date_format(day, "l " + MONTH.sub("F", get_format("MONTH_DAY_FORMAT")))


def long_date(day: date) -> str:
    """Monday 15 January 2024"""
    return date_format(day, "l " + MONTH.sub("F", get_format("DATE_FORMAT")))


def moment(when: datetime) -> str:
    """Mon 15 Jan, 10:30"""
    return f"{short_day(when)}, {clock(when)}"
