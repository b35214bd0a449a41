"""Ranges of the index of search keys, read for all that a text may mean in one query.

Plain SQL: SQLite's part of Django's ORM knows no union of limited queries, and a search asks for several of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db import connection

from appointments.hospital_time import day_bounds, today
from appointments.models import OPEN, Appointment, OpdAppointment, Patient, SearchKey

AFTER_ALL = "\U0010ffff"  # sorts after all text
OF_EACH_SECOND = 40  # keys at most, of those that one of `seconds` begins
KEYS, PATIENTS = SearchKey._meta.db_table, Patient._meta.db_table
VISITS = (Appointment._meta.db_table, OpdAppointment._meta.db_table)


@dataclass(frozen=True, slots=True)
class Range:
    """The keys that begin with `start`, or equal it.

    `inside` is a text that they have to contain. `words` are beginnings that the patient's other keys must have too.
    `whole` is the key that equals what was typed. Each of `seconds` may follow the first two characters of `start`, as
    "o" in /no elena those of "/n elena". Without `start`, the patients of that birth date.
    """

    start: str
    whole: str = ""
    exactly: bool = False
    inside: str = ""
    words: tuple[str, ...] = ()
    birth_date: date | None = None
    seconds: tuple[str, ...] = ()

    def sql(self, number: int, limit: int) -> tuple[str, list[Any]]:
        """Selects (number of the range, patient's id, key) of at most `limit`, or OF_EACH_SECOND of each of `seconds`,
        in the order of the keys."""
        if not self.start:
            select = f"SELECT {number} AS place, id AS patient_id, '' AS key FROM {PATIENTS} WHERE birth_date = %s"
            return f"{select} AND merged_into_id IS NULL ORDER BY id LIMIT {limit}", [self._day]
        if not self.seconds:
            return self._keys(number, self.start, limit)
        starts = [self.start[:2] + second + self.start[2:] for second in self.seconds]
        parts = [self._keys(number, start, min(limit, OF_EACH_SECOND)) for start in starts]
        selects = [f"SELECT * FROM ({select}) r{number}_{at}" for at, (select, _values) in enumerate(parts)]
        return " UNION ALL ".join(selects), [value for _select, values in parts for value in values]

    def _keys(self, number: int, start: str, limit: int) -> tuple[str, list[Any]]:
        terms, values = ["k.key = %s"] if self.exactly else ["k.key >= %s", "k.key < %s"], [start]
        if not self.exactly:
            values.append(start + AFTER_ALL)
        if self.inside:
            terms.append("k.key LIKE %s")
            values.append(f"%{self.inside}%")
        for word in self.words:
            other = f"SELECT 1 FROM {KEYS} o WHERE o.patient_id = k.patient_id AND o.key >= %s AND o.key < %s"
            terms.append(f"EXISTS ({other})")
            values += [word, word + AFTER_ALL]
        if self.birth_date:
            terms.append(f"EXISTS (SELECT 1 FROM {PATIENTS} p WHERE p.id = k.patient_id AND p.birth_date = %s)")
            values.append(self._day)
        select = f"SELECT {number} AS place, k.patient_id, k.key FROM {KEYS} k WHERE {' AND '.join(terms)}"
        return f"{select} ORDER BY k.key LIMIT {limit}", values

    @property
    def _day(self) -> Any:
        return connection.ops.adapt_datefield_value(self.birth_date)


class Hit(NamedTuple):
    """`place` is the number of the range; `start` that of a visit of today, None for a stranger."""

    place: int
    patient: int
    key: str
    start: datetime | None = None


def read(ranges: Sequence[Range], limit: int) -> list[Hit]:
    """The first `limit` keys of each range."""
    sql, values = _all_of(ranges, limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(*row) for row in cursor.fetchall()]


def read_visitors(ranges: Sequence[Range], limit: int) -> list[Hit]:
    """Those among the first `limit` keys of each range who have a visit today that is not over."""
    sql, values = _all_of(ranges, limit)
    opens, closes = map(connection.ops.adapt_datetimefield_value, day_bounds(today()))
    states = ", ".join(["%s"] * len(OPEN))
    visits = " UNION ALL ".join(
        'SELECT f.place, f.patient_id, f.key, v."start" FROM found f'
        f' JOIN {table} v ON v.patient_id = f.patient_id AND v."end" > %s AND v."start" < %s AND v.status IN ({states})'
        for table in VISITS
    )
    with connection.cursor() as cursor:
        cursor.execute(f"WITH found AS MATERIALIZED ({sql}) {visits}", [*values, *[opens, closes, *OPEN] * len(VISITS)])
        return [Hit(place, patient, key, _moment(start)) for place, patient, key, start in cursor.fetchall()]


def _all_of(ranges: Iterable[Range], limit: int) -> tuple[str, list[Any]]:
    parts, values = [], []
    for number, each in enumerate(ranges):
        sql, given = each.sql(number, limit)
        parts.append(f"SELECT * FROM ({sql}) r{number}")
        values += given
    return " UNION ALL ".join(parts), values


def _moment(start: Any) -> datetime:
    """SQLite's cursors return text."""
    return start if isinstance(start, datetime) else datetime.fromisoformat(start).replace(tzinfo=UTC)
