"""The calendar's feed: the one call that every screen makes, straight from SQL to JSON.

Written by hand, because building these queries through the ORM took longer than the database took to answer them
(docs/performance.md).
"""

from datetime import UTC
from operator import itemgetter
from typing import Any

import orjson
from django.db import connection
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from appointments.events.calendar_event import CalendarEvent, appointment_event, opd_event
from appointments.exceptions import TooMany
from appointments.models import LISTED
from appointments.models.tracked import MAX_LENGTH
from appointments.services.queries.calendar import CalendarQuery
from realtime import streams

MAX_EVENTS = 2_000

# The columns of calendar_event.APPOINTMENT_COLUMNS and OPD_COLUMNS, in their order.
COMMON = """v.id, v.start, v."end", v.status, v.version, v.complaint, v.status_reason,
    p.id, p.name, p.mrn, p.phone, p.birth_date, p.sex, d.id, d.name, w.id, w.name, w.slug"""
SELECTS = {
    "appointment": f"""
        SELECT 'appointment', {COMMON}, t.id, t.name, t.minutes, v.notes, v.overbooked
        FROM appointments_appointment v
        JOIN appointments_patient p ON p.id = v.patient_id
        JOIN appointments_doctor d ON d.id = v.doctor_id
        JOIN appointments_department w ON w.id = d.department_id
        LEFT JOIN appointments_visittype t ON t.id = v.visit_type_id""",
    "opd": f"""
        SELECT 'opd', {COMMON}, v.token, v.token_state, v.priority
        FROM appointments_opdappointment v
        JOIN appointments_patient p ON p.id = v.patient_id
        JOIN appointments_department w ON w.id = v.department_id
        LEFT JOIN appointments_doctor d ON d.id = v.doctor_id""",
}


def feed(query: CalendarQuery) -> bytes:
    """`{"heads", "epoch", "events"}` as JSON, in at most four queries. Raises TooMany above 2,000 events.

    The heads are read before the rows: what happens in between is then told twice, and never left out.
    """
    heads = streams.heads(query.channels())
    return orjson.dumps({"heads": heads.seqs, "epoch": heads.epoch, "events": events(query)})


def events(query: CalendarQuery) -> list[CalendarEvent]:
    """The events, by start. Raises TooMany above 2,000."""
    where, values = _where(query)
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for kind in [query.kind] if query.kind else SELECTS:
            cursor.execute(f"{SELECTS[kind]} WHERE {where} LIMIT {MAX_EVENTS + 1}", values)
            found += cursor.fetchall()
    if len(found) > MAX_EVENTS:
        sentence = _("That is more than %(count)s events. Ask for counts per day, or for less.")
        raise TooMany(sentence % {"count": number_format(MAX_EVENTS, force_grouping=True)})
    if connection.vendor == "sqlite":
        found = list(map(_in_utc, found))
    found.sort(key=itemgetter(2, 1))
    return [(appointment_event if kind == "appointment" else opd_event)(*row) for kind, *row in found]


def _where(query: CalendarQuery) -> tuple[str, list[Any]]:
    """The same bounds as `between()`, and the query's filters."""
    moments = (query.end, query.start, query.end + MAX_LENGTH)
    values: list[Any] = [connection.ops.adapt_datetimefield_value(each) for each in moments]
    where = ['v.start < %s AND v."end" > %s AND v."end" < %s']
    for column, among in (("v.status", query.status or LISTED), ("d.id", query.doctor), ("w.id", query.department)):
        if among:
            where.append(f"{column} IN ({', '.join(['%s'] * len(among))})")
            values += map(str, among) if column == "v.status" else among
    if query.patient:
        where.append("v.patient_id = %s")
        values.append(query.patient)
    return " AND ".join(where), values


def _in_utc(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """SQLite keeps moments in UTC and does not say so."""
    return (*row[:2], row[2].replace(tzinfo=UTC), row[3].replace(tzinfo=UTC), *row[4:])
