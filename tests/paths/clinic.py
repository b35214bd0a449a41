"""What the path tests do in the demo clinic, over HTTP."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import httpx

from appointments.hospital_time import at, today
from tests.support.wire import Wire


@cache
def span() -> dict[str, str]:
    """The query for the next eight days; it stays the same after midnight."""
    return {"start": today().isoformat(), "end": (today() + timedelta(days=8)).isoformat()}


def free_slots(client: httpx.Client, doctor: int) -> list[dict[str, Any]]:
    """The doctor's free slots of the first day with at least four."""
    for days in range(1, 20):
        day = (today() + timedelta(days=days)).isoformat()
        answer = client.get(f"/api/doctors/{doctor}/availability/", params={"date": day}).json()
        free = [slot for slot in answer["slots"] if slot["state"] == "free"]
        if len(free) >= 4:
            return free
    raise AssertionError("no free slot in three weeks")


def a_doctor(client: httpx.Client, number: int = 0) -> int:
    return int(client.get("/api/doctors/").json()[number]["id"])


def register(client: httpx.Client, name: str) -> int:
    answer = client.post("/api/patients/", json={"name": name, "phone": "+91 22 5550 1234", "confirm": True})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def book(client: httpx.Client, doctor: int, slot: dict[str, Any], patient: int, **headers: str) -> dict[str, Any]:
    body = {"patient": patient, "doctor": doctor, "start": slot["start"], "end": slot["end"], "complaint": "Cough"}
    answer = client.post("/api/appointments/", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def head(client: httpx.Client, channel: str = "appointments", after: int = 0) -> int:
    return int(client.get(f"/api/channels/{channel}/events/", params={"after": after, "limit": 1}).json()["head"])


def missed(client: httpx.Client, channel: str, after: int) -> list[dict[str, Any]]:
    """All events after a number, page by page."""
    events: list[dict[str, Any]] = []
    more = True
    while more:
        answer = client.get(f"/api/channels/{channel}/events/", params={"after": after, "limit": 500})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        events += page["events"]
        after, more = (events[-1]["seq"] if events else after), page["more"]
    return events


def snapshot(client: httpx.Client) -> tuple[dict[str, int], dict[Any, dict[str, Any]]]:
    """(heads, {id: CalendarEvent}) of the coming week, every state."""
    states = ["SCHEDULED", "CHECKED_IN", "IN_PROGRESS", "COMPLETED", "CANCELLED", "NO_SHOW", "LEFT"]
    rows: dict[Any, dict[str, Any]] = {}
    for kind in ("appointment", "opd"):
        answer = client.get("/api/calendar/", params={**span(), "status": states, "kind": kind})
        assert answer.status_code == 200, answer.text
        rows |= {row["id"]: row for row in answer.json()["events"]}
    return client.get("/api/calendar/", params=span()).json()["heads"], rows


def applied(rows: dict[Any, dict[str, Any]], events: list[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """The rows after these events, by version, without those outside the span."""
    first, last = (at(date.fromisoformat(day), time.min) for day in span().values())
    rows = dict(rows)
    for data in events:
        row = data["appointment"]
        known = rows.get(row["id"])
        if known is None or _version(row) > _version(known):
            rows[row["id"]] = row
    return {key: row for key, row in rows.items() if moment(row, "end") > first and moment(row, "start") < last}


def moment(row: dict[str, Any], name: str) -> datetime:
    return datetime.fromisoformat(row[name])


def _version(row: dict[str, Any]) -> int:
    return int(row["extendedProps"]["appointment"]["version"])


def streamed(wire: Wire, channel: str) -> list[dict[str, Any]]:
    """The data of the channel's events, in the order of arrival."""
    return [frame["data"] for frame in wire.frames if frame.get("channel") == channel and ":" not in frame["event"]]


def program_token(manager: httpx.Client, acts_for: str, *scopes: str, name: str = "Import") -> str:
    """The secret of a token that a manager makes on the page, valid for a week; by default with all scopes."""
    page = manager.get("/accounts/tokens/").text
    [user] = re.findall(rf'<option value="(\d+)">{acts_for}</option>', page)
    valid_until = (today() + timedelta(days=7)).isoformat()
    form = {"name": name, "user": user, "scopes": scopes or ("read", "book", "listen"), "valid_until": valid_until}
    made = manager.post("/accounts/tokens/", data=form)
    [secret] = re.findall(r'value="([\w-]{43})"', made.text)
    return str(secret)
