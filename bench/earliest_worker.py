"""`python -m bench.earliest_worker`: the earliest times in a database of 60 doctors, booked eight weeks ahead."""

import json
import os
import sys
import time
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from rest_framework.test import APIRequestFactory, force_authenticate  # noqa: E402

from appointments.api.earliest import EarliestView  # noqa: E402
from appointments.models import Department, Patient, VisitType  # noqa: E402
from bench import hospital_rows  # noqa: E402

DOCTORS = 60
WEEKS_AHEAD = 8
A_WEEK = DOCTORS * hospital_rows.A_DAY * 5  # appointments
FULL = {"after": "09:00", "before": "16:00", "weekday": [0, 1, 2, 3, 4]}  # but for one no-show in five


class Caller:
    """Makes the call without the middleware, as a manager."""

    def __init__(self, rows: int) -> None:
        ahead = timedelta(weeks=min(WEEKS_AHEAD, rows // A_WEEK) - 1)
        made = hospital_rows.load(rows, doctors=DOCTORS, last_monday=hospital_rows.next_monday() + ahead)
        self.by = get_user_model().objects.get(pk=made["manager"])
        hour = VisitType.objects.create(name="Long", minutes=60).pk
        half_day = VisitType.objects.create(name="Half a day", minutes=240).pk
        everyone = {
            "department": list(Department.objects.values_list("pk", flat=True)),
            "patient": Patient.objects.order_by("pk")[7].pk,
        }
        self.questions: dict[str, dict[str, Any]] = {
            "a department": {**everyone, "department": made["department"]},
            "all": everyone,
            "all, Tue and Thu mornings": {**everyone, "weekday": [1, 3], "before": "12:00"},
            "all, 50 hours among no-shows": {**everyone, **FULL, "visit_type": hour, "count": 50},
            "all, none in 60 days": {**everyone, "after": "20:00"},
            "all, half a day where it is full": {**everyone, **FULL, "visit_type": half_day},
        }

    def ask(self, question: str) -> Any:
        request = APIRequestFactory().get("/api/earliest/", self.questions[question])
        force_authenticate(request, self.by)
        answer = EarliestView.as_view()(request).render()
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)


def main() -> None:
    print("ready", flush=True)
    caller: Caller | None = None
    for line in sys.stdin:
        job = json.loads(line)
        if job["verb"] == "load":
            caller = Caller(job["rows"])
            result: dict[str, Any] = {}
        else:
            assert caller is not None
            took = []
            for _ in range(job["repeat"]):
                started = time.perf_counter()
                found = caller.ask(job["question"])
                took.append((time.perf_counter() - started) * 1_000)
            result = {"ms": took, "found": len(found), "last": found[-1]["start"][:10] if found else ""}
        print(json.dumps({"ok": True, **result}), flush=True)


if __name__ == "__main__":
    main()
