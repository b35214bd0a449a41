"""The calendar's snapshot, from SQL to JSON without model instances.

Every screen asks for it, and building these queries with the ORM took longer than the database took to answer them
(docs/performance.md). So the ORM writes SELECT and joins once per process; the conditions are added as text.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from django.db import connection
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from appointments.events.calendar_event import COLUMNS, MODELS, CalendarEvent, event_of_row
from appointments.exceptions import TooMany
from appointments.models import Doctor
from appointments.services.queries.calendar import CalendarQuery
from realtime import streams

Row = Sequence[Any]

MAX_EVENTS = 2_000
PK, START, END = map(list(COLUMNS["appointment"]).index, ("pk", "start", "end"))  # the same in every kind
OPERATORS = {"lt": "<", "gt": ">"}


def as_json(query: CalendarQuery) -> bytes:
    """`{"heads", "epoch", "events"}` as JSON, in at most four queries. Raises TooMany above 2,000 events.

    The heads are read before the rows, so that a change in between is delivered again and never missed.
    """
    heads = streams.heads(query.channels())
    return orjson.dumps({"heads": heads.seqs, "epoch": heads.epoch, "events": events(query)})


def events(query: CalendarQuery) -> list[CalendarEvent]:
    """The events, by start. Raises TooMany above 2,000."""
    found: list[tuple[datetime, int, str, Row]] = []
    with connection.cursor() as cursor:
        for kind in query.kinds():
            where, values = _where(query, kind)
            cursor.execute(f"{_select(kind).sql} WHERE {where} LIMIT {MAX_EVENTS + 1}", values)
            found += [(row[START], row[PK], kind, row) for row in cursor.fetchall()]
    if len(found) > MAX_EVENTS:
        sentence = _("More than %(count)s appointments. Request counts per day or a shorter period.")
        raise TooMany(sentence % {"count": number_format(MAX_EVENTS, force_grouping=True)})
    found.sort(key=itemgetter(0, 1))
    convert: Callable[[Row], Row] = _in_utc if connection.vendor == "sqlite" else tuple
    return [event_of_row(kind, convert(row)) for _start, _pk, kind, row in found]


class _Select(NamedTuple):
    """SELECT and joins of a kind's COLUMNS; `columns` is {the ORM's path: the column in SQL}."""

    sql: str
    columns: dict[str, str]


@lru_cache
def _select(kind: str) -> _Select:
    paths = list(COLUMNS[kind].values())
    query = MODELS[kind]._base_manager.order_by().values_list(*paths).query
    selected: Any = query.select
    quote = connection.ops.quote_name
    columns = [f"{quote(column.alias)}.{quote(column.target.column)}" for column in selected]
    return _Select(query.sql_with_params()[0], dict(zip(paths, columns, strict=True)))


def _where(query: CalendarQuery, kind: str) -> tuple[str, list[Any]]:
    """The query's lookups and scope as SQL and its parameters."""
    conditions: list[str] = []
    values: list[Any] = []
    for lookup, value in query.lookups(kind).items():
        path, _sep, operator = lookup.rpartition("__")
        column = _select(kind).columns[path]
        if operator == "in":
            listed = f"{column} IN ({', '.join(['%s'] * len(value))})"
            or_none = path == "doctor_id" and query.without_doctor
            conditions.append(f"({listed} OR {column} IS NULL)" if or_none else listed)
            values += map(str, value) if path == "status" else value
        else:
            conditions.append(f"{column} {OPERATORS[operator]} %s")
            values.append(connection.ops.adapt_datetimefield_value(value))
    if query.scope is not None and not query.scope:
        conditions.append("1 = 0")  # PostgreSQL refuses `IN ()`
    elif query.scope is not None:
        columns, scope = _select(kind).columns, list(query.scope)
        departments = ", ".join(["%s"] * len(scope))
        doctors = (
            f"SELECT id FROM {connection.ops.quote_name(Doctor._meta.db_table)} WHERE department_id IN ({departments})"
        )
        own = f"{columns[COLUMNS[kind]['department_id']]} IN ({departments})"  # for a walk-in that of its queue
        conditions.append(f"({own} OR {columns['doctor_id']} IN ({doctors}))")
        values += scope * 2
    return " AND ".join(conditions), values


def _in_utc(row: Row) -> Row:
    """SQLite keeps moments in UTC without an offset."""
    values = list(row)
    values[START], values[END] = row[START].replace(tzinfo=UTC), row[END].replace(tzinfo=UTC)
    return values
