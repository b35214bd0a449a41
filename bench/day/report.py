"""What the simulated day left behind: read from the rows, and from the events alone, and compared."""

import json
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from appointments.events.events import department_channel
from appointments.models import IN_QUEUE, Appointment, Department, OpdAppointment, RoomSession, Status, TokenState
from appointments.models import Counter as TokenCounter
from appointments.services.tokens import token_counter, token_text
from bench.accounting import percentile
from bench.day import plan
from bench.day.flow import Look
from realtime.models import Stream, StreamEvent

MODELS: tuple[type[Appointment] | type[OpdAppointment], ...] = (Appointment, OpdAppointment)
TO_BE_CALLED = {TokenState.WAITING, TokenState.SKIPPED}


@dataclass(frozen=True)
class Waits:
    """Minutes from each patient's arrival to the first call, rounded to the microsecond, in no order."""

    minutes: tuple[float, ...]

    @classmethod
    def of(cls, waits: Iterable[timedelta]) -> "Waits":
        return cls(tuple(sorted(wait / timedelta(minutes=1) for wait in waits)))

    def numbers(self) -> dict[str, float]:
        values = list(self.minutes)
        return {
            "called": len(values),
            "mean": round(statistics.mean(values), 1),
            "median": round(statistics.median(values), 1),
            "p95": round(percentile(values, 95), 1),
        }


def waits_of_rows(department: Department) -> Waits:
    """From the visits and their history: when the token was called first."""
    waits = []
    for model in MODELS:
        arrivals = {row.pk: row.arrival for row in model.objects.of_queue(department.pk, plan.DAY)}
        calls: dict[int, datetime] = {}
        history: Any = model.history  # type: ignore[attr-defined]
        rows = history.filter(id__in=model.objects.of_queue(department.pk, plan.DAY).values("pk"))
        for pk, called in rows.exclude(called_at=None).order_by("history_id").values_list("id", "called_at"):
            calls.setdefault(pk, called)
        waits += [called - arrivals[pk] for pk, called in calls.items()]
    return Waits.of(waits)


def waits_of_events(department: Department) -> Waits:
    """From the department's channel: the moments of its events alone."""
    came: dict[str, datetime] = {}
    called: dict[str, datetime] = {}
    for _visit, token, state, moment in tokens_in_events(department):
        came.setdefault(token, moment)
        if state == TokenState.CALLED:
            called.setdefault(token, moment)
    return Waits.of(moment - came[token] for token, moment in called.items())


def double_calls(department: Department) -> int:
    """Calls of a token that was not waiting: the events have two calls with nothing between them."""
    before: dict[str, str] = {}
    found = 0
    for _visit, token, state, _moment in tokens_in_events(department):
        found += state == TokenState.CALLED and before.get(token) not in TO_BE_CALLED
        before[token] = state
    return found


def tokens_in_events(department: Department) -> Iterator[tuple[Any, str, str, datetime]]:
    """(id of the visit, token, its state, when) for each event of a visit with a token of this department."""
    rows = StreamEvent.objects.filter(channel=department_channel(department.slug)).order_by("seq")
    for text, moment in rows.values_list("data", "created_at").iterator():
        event = json.loads(text).get("appointment")
        card = event["extendedProps"]["appointment"] if event else {}
        if card.get("token"):
            yield event["id"], card["token"], card["token_state"], moment


def tokens_are_whole(department: Department) -> bool:
    """Every number from 1 to the counter's, each once; and the events tell of the same tokens, each of one visit."""
    tokens = [
        token
        for model in MODELS
        for token in model.objects.of_queue(department.pk, plan.DAY).values_list("token", flat=True)
    ]
    drawn = TokenCounter.objects.filter(key=token_counter(department.pk, plan.DAY)).values_list("value", flat=True)
    told = {(visit, token) for visit, token, _state, _moment in tokens_in_events(department)}
    whole = [token_text(department, number + 1) for number in range(drawn.first() or 0)]
    return sorted(tokens) == sorted(whole) == sorted(token for _visit, token in told)


def leftovers() -> dict[str, int]:
    """What should not be there after the day: {what: how many}."""
    open_visits = sum(model.objects.filter(status__in=(*IN_QUEUE, Status.SCHEDULED)).count() for model in MODELS)
    events = Counter(StreamEvent.objects.values_list("channel", flat=True).iterator())
    return {
        "visits that are not over": open_visits,
        "open rooms": RoomSession.objects.filter(closed_at=None).count(),
        "streams with gaps": sum(events[each.channel] != each.seq for each in Stream.objects.all()),
    }


def estimates_of(looks: Iterable[Look]) -> dict[str, Any]:
    """How often the true wait lay in the range that was shown, and how far from its middle.

    `none` is the share of looks at which no estimate was shown. Only those who were called later are counted.
    """
    counted = [look for look in looks if look.waited is not None]
    shown = [(look.shown, look.waited) for look in counted if look.shown is not None]
    if not shown:
        return {"looks": 0}
    errors = [abs((low + high) / 2 - waited) for (low, high), waited in shown]
    return {
        "looks": len(shown),
        "hits": round(sum(low <= waited <= high for (low, high), waited in shown) / len(shown), 3),
        "median error": round(statistics.median(errors), 1),
        "median width": statistics.median(high - low for (low, high), _waited in shown),
        "none": round(1 - len(shown) / len(counted), 3),
    }
