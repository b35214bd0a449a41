"""`python -m bench.feed_worker`: the ways to read a calendar from one database, compared in one process."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital.settings")
django.setup()

import orjson  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.renderers import JSONRenderer  # noqa: E402
from rest_framework.test import APIRequestFactory, force_authenticate  # noqa: E402

from appointments.api.views import CalendarView  # noqa: E402
from appointments.hospital_time import at, iso, zone  # noqa: E402
from appointments.models import COLORS, Appointment  # noqa: E402
from appointments.services.queries import calendar, calendar_snapshot  # noqa: E402
from bench import hospital_rows  # noqa: E402

MONTH_DAYS = 28
SELECT = """
    SELECT a.id, a.start, a."end", a.status, a.version, a.complaint, a.status_reason, p.id, p.name, p.mrn,
    p.language, p.phone, p.note, p.birth_date, p.sex, d.id, d.name, a.token, a.token_state, a.priority, r.name,
    w.id, w.name, w.slug, v.id, v.name, v.minutes, a.notes, a.overbooked
    FROM appointments_appointment a JOIN appointments_patient p ON p.id = a.patient_id
    JOIN appointments_doctor d ON d.id = a.doctor_id JOIN appointments_department w ON w.id = d.department_id
    LEFT JOIN appointments_visittype v ON v.id = a.visit_type_id LEFT JOIN appointments_room r ON r.id = a.room_id
    WHERE a.status <> 'CANCELLED' AND a.start < %s AND a."end" > %s AND a."end" < %s AND {whose} = %s
"""
SELECT_OPD = """
    SELECT o.id, o.start, o."end", o.status, o.version, o.complaint, o.status_reason, p.id, p.name, p.mrn,
    p.language, p.phone, p.note, p.birth_date, p.sex, d.id, d.name, o.token, o.token_state, o.priority, r.name,
    w.id, w.name, w.slug, NULL, NULL, NULL, '', FALSE
    FROM appointments_opdappointment o JOIN appointments_patient p ON p.id = o.patient_id
    JOIN appointments_department w ON w.id = o.department_id LEFT JOIN appointments_doctor d ON d.id = o.doctor_id
    LEFT JOIN appointments_room r ON r.id = o.room_id
    WHERE o.status <> 'CANCELLED' AND o.start < %s AND o."end" > %s AND o."end" < %s AND {whose} = %s
"""


class Plain(serializers.ModelSerializer[Appointment]):
    class Meta:
        model = Appointment
        fields = "__all__"
        depth = 2


class Reader:
    """Makes the functions that answer the same query, one for each way."""

    def __init__(self, doctor: int, department: int, manager: int) -> None:
        monday = hospital_rows.next_monday()
        self.week = (at(monday, datetime.min.time()), at(monday + timedelta(days=7), datetime.min.time()))
        self.month = (self.week[1] - timedelta(days=MONTH_DAYS), self.week[1])
        self.doctor, self.department = doctor, department
        self.user = get_user_model().objects.get(pk=manager)

    def query(self, view: str) -> calendar.CalendarQuery:
        if view == "month counts":
            return calendar.CalendarQuery(*self.month, scope=None)
        whose = {"doctor": [self.doctor]} if view == "doctor-week" else {"department": [self.department]}
        return calendar.CalendarQuery(*self.week, scope=None, **whose)

    def ours(self, view: str) -> Callable[[], Any]:
        query = self.query(view)
        if view == "month counts":
            return lambda: orjson.dumps(calendar.counts(query))
        return lambda: calendar_snapshot.as_json(query)

    def bare(self, view: str) -> Callable[[], Any]:
        return self._bare_counts if view == "month counts" else lambda: self._bare_events(view)

    def _bare_events(self, view: str) -> bytes:
        start, end = self.week
        column, value = ("a.doctor_id", self.doctor) if view == "doctor-week" else ("w.id", self.department)
        values = [*(each.astimezone(UTC) for each in (end, start, end + timedelta(hours=12))), value]
        with connection.cursor() as cursor:
            cursor.execute("SELECT channel, seq FROM realtime_stream WHERE channel = %s", ["appointments"])
            heads = dict(cursor.fetchall())
            cursor.execute("SELECT epoch FROM realtime_numbering")
            epoch = cursor.fetchone()[0]
            cursor.execute(SELECT.format(whose=column), values)
            rows = cursor.fetchall()
            cursor.execute(SELECT_OPD.format(whose=column.replace("a.", "o.")), values)
            rows += cursor.fetchall()
            return orjson.dumps({"heads": heads, "epoch": epoch, "events": [_event(*row) for row in rows]})

    def _bare_counts(self) -> bytes:
        start, end = (each.astimezone(UTC) for each in self.month)
        if connection.vendor == "postgresql":
            day = "(start AT TIME ZONE %s)::date::text"
            given: list[Any] = [settings.TIME_ZONE]
        else:
            day = "date(start, %s)"  # correct only if the clock does not change within the month
            given = [f"{int(self.month[0].utcoffset().total_seconds())} seconds"]  # type: ignore[union-attr]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {day}, status, count(*) FROM appointments_appointment"
                " WHERE status <> 'CANCELLED' AND start >= %s AND start < %s GROUP BY 1, 2",
                [*given, start, end],
            )
            days: dict[str, dict[str, int]] = {}
            for date, status, number in cursor.fetchall():
                days.setdefault(date, {})[status] = number
        return orjson.dumps([{"date": day, "total": sum(of.values()), "by_status": of} for day, of in days.items()])

    def drf(self, view: str) -> Callable[[], Any] | None:
        if view == "month counts":
            return None
        rows = self.query(view).rows("appointment").with_people()
        return lambda: JSONRenderer().render(Plain(rows.all(), many=True).data)

    def request(self, view: str) -> Callable[[], Any] | None:
        """The whole call without the middleware: authentication, parsing, answer."""
        if view == "month counts":
            return None
        whose = f"doctor={self.doctor}" if view == "doctor-week" else f"department={self.department}"
        start, end = (iso(each).replace("+", "%2B") for each in self.week)
        answer = CalendarView.as_view()

        def call() -> Any:
            request = APIRequestFactory().get(f"/api/calendar/?start={start}&end={end}&{whose}")
            force_authenticate(request, self.user)
            response = answer(request)
            assert response.status_code == 200, response.data
            return response.content

        return call


def _event(*row: Any) -> dict[str, Any]:
    """Written once more, with nothing between the row and the JSON."""
    pk, start, end, status, version, complaint, status_reason = row[:7]
    patient_id, patient, mrn, language, phone, note, birth_date, sex, doctor_id, doctor = row[7:17]
    token, state, priority, room = row[17:21]
    department_id, department, slug, visit_id, visit, minutes, notes, overbooked = row[21:]
    queue = {"token": token, "token_state": state, "priority": priority, "room": room} if token else {}
    return {
        "id": pk,
        "title": f"{patient} – {complaint}",
        "start": _wall(start),
        "end": _wall(end),
        "color": COLORS[status],
        "status": status,
        "extendedProps": {
            "patient": {
                "id": patient_id,
                "name": patient,
                "mrn": mrn,
                "language": language,
                "phone": phone,
                "note": note,
                "birth_date": birth_date and str(birth_date),
                "sex": sex,
            },
            "appointment": {
                "id": pk,
                "kind": "appointment",
                "version": version,
                "doctor": {"id": doctor_id, "name": doctor},
                "complaint": complaint,
                "status_reason": status_reason,
                "department": {"id": department_id, "name": department, "slug": slug},
                "visit_type": visit_id and {"id": visit_id, "name": visit, "minutes": minutes},
                "notes": notes,
                "overbooked": bool(overbooked),
                **queue,
            },
        },
    }


def _wall(moment: Any) -> str:
    return str((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone()).isoformat())


def time_peers(reader: Reader, view: str, repeat: int) -> dict[str, Any]:
    """{way: median milliseconds}, measured alternately, and the number of rows."""
    peers = {name: getattr(reader, name)(view) for name in ("ours", "bare", "drf", "request")}
    took: dict[str, list[float]] = {name: [] for name, call in peers.items() if call}
    for _ in range(repeat):
        for name, each in took.items():
            started = time.perf_counter()
            peers[name]()
            each.append((time.perf_counter() - started) * 1_000)
    answer, bare = (orjson.loads(peers[name]()) for name in ("ours", "bare"))
    rows, same = (each.get("events", each) if isinstance(each, dict) else each for each in (answer, bare))
    assert sorted(rows, key=str) == sorted(same, key=str)
    return {"rows": len(rows), **{name: statistics.median(each) for name, each in took.items()}}


def main() -> None:
    print("ready", flush=True)
    reader: Reader | None = None
    for line in sys.stdin:
        job = json.loads(line)
        if job["verb"] == "load":
            reader, result = Reader(**hospital_rows.load(job["rows"])), {}
        else:
            assert reader is not None
            result = time_peers(reader, job["view"], job["repeat"])
        print(json.dumps({"ok": True, **result}), flush=True)


if __name__ == "__main__":
    main()
