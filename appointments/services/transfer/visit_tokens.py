"""Tokens of imported visits: unique on their day, and known to the counters that draw the next ones."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from appointments.models import Appointment, Counter, OpdAppointment, Visit
from appointments.services.tokens import token_counter, token_text
from common.counters import advance

LAST_NUMBER = re.compile(r"(\d{1,9})\Z", re.ASCII)


def taken_tokens(visits: Iterable[Visit]) -> set[tuple[date | None, str]]:
    """(day, token) of stored visits with a token and a day of these."""
    rows = list(visits)
    wanted = {"token__in": {row.token for row in rows}, "token_day__in": {row.token_day for row in rows}}
    found: set[tuple[date | None, str]] = set()
    for model in (Appointment, OpdAppointment) if rows else ():
        found |= set(model._base_manager.filter(**wanted).values_list("token_day", "token"))
    return found


def raise_counters(visits: Iterable[Visit]) -> None:
    """The next token of each department and day is larger than all of these."""
    highest: dict[str, int] = defaultdict(int)
    for visit in visits:
        number = LAST_NUMBER.search(visit.token)
        department = visit.queue_department
        if number and visit.token_day and visit.token == token_text(department, int(number[1])):
            key = token_counter(department.pk, visit.token_day)
            highest[key] = max(highest[key], int(number[1]))
    values = advance(Counter, "key", "value", dict.fromkeys(highest, 0))
    advance(Counter, "key", "value", {key: most - values[key] for key, most in highest.items() if most > values[key]})
