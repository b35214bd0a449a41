"""Days and times in templates, in the order and the words of the hospital's language; always on a 24-hour clock.

Django's named formats say the order; the forms with a weekday, which it lacks, are put together here.
"""

import re
from datetime import date, datetime

from django import template
from django.utils.formats import date_format, get_format

register = template.Library()

MONTH = re.compile(r"(?<!\\)[FMN]")
CLOCK = "H:i"


@register.filter(expects_localtime=True)
def clock(moment: datetime) -> str:
    """10:30"""
    return date_format(moment, CLOCK)


@register.filter(expects_localtime=True)
def short_day(day: date) -> str:
    """Mon 15 Jan"""
    return date_format(day, "D " + MONTH.sub("M", get_format("MONTH_DAY_FORMAT")))


@register.filter(expects_localtime=True)
def long_day(day: date) -> str:
    """Monday 15 January"""
    return date_format(day, "l " + MONTH.sub("F", get_format("MONTH_DAY_FORMAT")))


@register.filter(expects_localtime=True)
def long_date(day: date) -> str:
    """Monday 15 January 2024"""
    return date_format(day, "l " + MONTH.sub("F", get_format("DATE_FORMAT")))


@register.filter(expects_localtime=True)
def moment(when: datetime) -> str:
    """Mon 15 Jan, 10:30"""
    return f"{short_day(when)}, {clock(when)}"
