"""A request for every page, call and channel, for the tests of who may make it and what it shows to whom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import resolve

from accounts.services.rights_shown import rights_of
from appointments.models import Appointment, OpdAppointment
from hospital.permissions import Row, route_rows, routes
from realtime import channels
from tests.conftest import api_of, browser_of

THREE = "2026-03-10T15:00:00+05:30"
QUARTER_PAST = "2026-03-10T15:15:00+05:30"


@dataclass(frozen=True)
class Example:
    """A request that succeeds with this status for those who may make it.

    `{a}` is an appointment, `{v}` a walk-in, `{d}` their doctor, `{u}` the doctor's account, `{r}` the fingerprint of
    its rights, `{g}` the department, `{p}` the patient. `right` is needed for this body beside the rule of the
    address, `channel` is the one read.
    """

    method: str
    address: str
    body: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    right: str = ""
    channel: str = ""


EXAMPLES = {
    # Pages
    "start page": Example("get", "/", status=302),
    "login": Example("get", "/accounts/login/"),
    "logout": Example("post", "/accounts/logout/", status=302),
    "own account": Example("get", "/accounts/"),
    "own password": Example("post", "/accounts/"),
    "own password, put": Example("put", "/accounts/"),
    "active": Example("post", "/accounts/active/", status=204),
    "sign out everywhere": Example("post", "/accounts/sign-out-everywhere/", status=302),
    "who is signed in": Example("get", "/accounts/session/"),
    "sessions": Example("get", "/accounts/sessions/"),
    "end other sessions": Example("post", "/accounts/sessions/", {"others": "1"}, status=302),
    # Without a fresh password these lead to the page that asks for it; what the user does not have is not found.
    "second factor": Example("get", "/accounts/2fa/"),
    "add an app": Example("get", "/accounts/2fa/app/add/", status=302),
    "remove an app": Example("get", "/accounts/2fa/app/remove/", status=404),
    "add a passkey": Example("get", "/accounts/2fa/passkeys/add/", status=302),
    "fresh passkey": Example("get", "/accounts/2fa/passkeys/reauthenticate/", status=302),
    "remove a passkey": Example("get", "/accounts/2fa/passkeys/999999/remove/", status=302),
    "recovery codes": Example("get", "/accounts/2fa/recovery-codes/", status=404),
    "new recovery codes": Example("get", "/accounts/2fa/recovery-codes/new/", status=302),
    "fresh password": Example("get", "/accounts/reauthenticate/"),
    "fresh factor": Example("get", "/accounts/2fa/reauthenticate/", status=302),
    "factor after the password": Example("get", "/accounts/2fa/authenticate/", status=302),
    "single sign-on, off": Example("get", "/accounts/oidc/login/", status=404),
    "back from single sign-on, off": Example("get", "/accounts/oidc/callback/", status=404),
    "signed out at the provider, off": Example("post", "/accounts/oidc/backchannel-logout/", status=404),
    "admin's password form": Example("get", "/admin/password_change/", status=302),
    "old password link": Example("get", "/accounts/password/MQ/x/"),
    "old password link, sent": Example("post", "/accounts/password/MQ/x/"),
    "staff": Example("get", "/accounts/staff"),
    "new account": Example("get", "/accounts/staff/new"),
    "new account form": Example("post", "/accounts/staff/new"),
    "account": Example("get", "/accounts/staff/{u}"),
    "account form": Example("post", "/accounts/staff/{u}", {"shown": "{r}", "sees": "all"}, status=302),
    "deactivate": Example("post", "/accounts/staff/{u}/active", {"active": "no"}, status=302),
    "password link": Example("post", "/accounts/staff/{u}/password"),
    "unlock": Example("post", "/accounts/staff/{u}/unlock", status=302),
    "remove another's factor": Example("get", "/accounts/staff/{u}/second-factor", status=302),  # to a fresh password
    "remove another's factor, sent": Example("post", "/accounts/staff/{u}/second-factor", status=302),
    "program tokens": Example("get", "/accounts/tokens"),
    "program token form": Example("post", "/accounts/tokens"),
    "revoke an unknown token": Example("post", "/accounts/tokens/999999/revoke", status=404),
    "calendar": Example("get", "/appointments/calendar"),
    "booking": Example("get", "/appointments/create?doctor={d}&date=2026-03-10"),
    "booking form": Example("post", "/appointments/create", {"action": "slots", "doctor": "{d}", "date": "2026-03-10"}),
    "day sheet": Example("get", "/appointments/day-sheet"),
    "patients": Example("get", "/appointments/patients"),
    "patients searched": Example("post", "/appointments/patients", {"q": "elena"}, status=302),
    "audit": Example("get", "/appointments/audit"),
    "audit form": Example("post", "/appointments/audit", {"person": "nobody"}, status=302),
    "audit as a file": Example("get", "/appointments/audit.csv"),
    "patient's page": Example("get", "/appointments/patients/{p}"),
    "merge records": Example("get", "/appointments/patients/{p}/merge"),
    "merge records, searched": Example("post", "/appointments/patients/{p}/merge", {"q": "farid"}),
    "separate what is not merged by form": Example("post", "/appointments/patients/{p}/unmerge", status=302),
    "realtime test": Example("get", "/appointments/realtime-test"),
    "doctor's room": Example("get", "/appointments/room"),
    "board": Example("get", "/appointments/board/cardiology"),
    "board links' page": Example("get", "/appointments/boards"),
    "board links' form": Example("post", "/appointments/boards"),
    "revoke an unknown link by form": Example("post", "/appointments/boards/999999/revoke", status=404),
    "patient's own page, wrong code": Example("get", "/t/o1-aaaaaaaaaaaaaaaa", status=404),
    "state of a token, wrong code": Example("get", "/t/o1-aaaaaaaaaaaaaaaa/state/", status=404),
    "desk of the queues": Example("get", "/appointments/opd?department=cardiology"),
    "slip": Example("get", "/appointments/opd/slip/opd-{v}"),
    "time off": Example("get", "/appointments/time-off"),
    "time off form": Example("post", "/appointments/time-off", {"doctor": "{d}"}),
    "translations": Example("get", "/catalogue/0.js"),
    "where to report a weakness, unset": Example("get", "/.well-known/security.txt", status=404),
    "health": Example("get", "/healthz"),
    "readiness": Example("get", "/readyz"),
    "metrics": Example("get", "/metrics"),
    # Calls
    "unknown call": Example("get", "/api/nothing/", status=404),
    "description": Example("get", "/api/schema/"),
    "documentation": Example("get", "/api/docs/"),
    "appointments": Example("get", "/api/calendar/?start=2026-03-10&end=2026-03-11"),
    "counts": Example("get", "/api/calendar/counts/?start=2026-03-10&end=2026-03-11"),
    "today": Example("get", "/api/calendar/today/?kind=opd"),
    "working hours": Example("get", "/api/working-hours/?start=2026-03-10&end=2026-03-11&doctor={d}"),
    "appointment": Example("get", "/api/appointments/{a}/"),
    "opd appointment": Example("get", "/api/opd-appointments/{v}/"),
    "doctors": Example("get", "/api/doctors/"),
    "availability": Example("get", "/api/doctors/{d}/availability/?date=2026-03-10"),
    "free days": Example("get", "/api/doctors/{d}/free-days/?date=2026-03-10"),
    "earliest": Example("get", "/api/earliest/?department={g}"),
    "patient": Example("get", "/api/patients/{p}/"),
    "search": Example("get", "/api/patients/?q=elena"),
    "search by post": Example("post", "/api/patients/search/", {"q": "elena"}),
    "patient's": Example("get", "/api/patients/{p}/appointments/"),
    "book": Example(
        "post", "/api/appointments/", {"patient": "{p}", "doctor": "{d}", "start": THREE, "complaint": "Cough"}, 201
    ),
    "reschedule": Example("patch", "/api/appointments/{a}/", {"start": THREE, "version": 1}),
    "check in": Example(
        "post", "/api/appointments/{a}/status/", {"status": "CHECKED_IN", "version": 1}, right="check_in_appointment"
    ),
    "start": Example(
        "post", "/api/appointments/{a}/status/", {"status": "IN_PROGRESS", "version": 1}, right="start_appointment"
    ),
    "cancel": Example(
        "post", "/api/appointments/{a}/status/", {"status": "CANCELLED", "version": 1}, right="cancel_appointment"
    ),
    "walk in": Example(
        "post", "/api/opd-appointments/", {"patient": "{p}", "department": "{g}", "complaint": "Fever"}, 201
    ),
    "correct walk-in": Example("patch", "/api/opd-appointments/{v}/", {"priority": "elderly", "version": 1}),
    "start walk-in": Example("post", "/api/opd-appointments/{v}/status/", {"status": "IN_PROGRESS", "version": 1}),
    "cancel walk-in": Example(
        "post",
        "/api/opd-appointments/{v}/status/",
        {"status": "CANCELLED", "version": 1},
        right="cancel_opdappointment",
    ),
    "queues": Example("get", "/api/queues/"),
    "queue": Example("get", "/api/queues/cardiology/"),
    "call next": Example("post", "/api/queues/cardiology/call-next/"),
    "close a queue": Example("post", "/api/queues/cardiology/close/", {"date": "2026-03-09"}),
    "call": Example("post", "/api/opd-appointments/{v}/token/", {"action": "call", "version": 1}),
    "call without a token": Example("post", "/api/appointments/{a}/token/", {"action": "call", "version": 1}, 409),
    "open an unknown room": Example("post", "/api/rooms/999999/session/", {"doctor": "{d}"}, 404),
    "close an unknown room": Example("delete", "/api/rooms/999999/session/", status=404),
    "register a walk-in": Example(
        "post", "/api/opd-appointments/patients/", {"name": "Third Person", "phone": "12345"}, 201
    ),
    "register": Example("post", "/api/patients/", {"name": "Third Person", "phone": "12345"}, 201),
    "correct": Example("patch", "/api/patients/{p}/", {"name": "Elena Rao"}),
    "merge into an unknown record": Example(
        "post", "/api/patients/{p}/merge/", {"into": 999999, "reason": "Same person"}, 400
    ),
    "separate what is not merged": Example("post", "/api/patients/{p}/unmerge/", status=400),
    "hold": Example("post", "/api/holds/", {"doctor": "{d}", "start": THREE, "end": QUARTER_PAST}, 201),
    "release another's hold": Example("delete", "/api/holds/1/", status=404),  # the own ones: test_holds
    "board links": Example("get", "/api/boards/"),
    "what a board shows": Example("get", "/api/boards/cardiology/"),
    "make a board link": Example("post", "/api/boards/", {"department": "{g}"}, 201),
    "revoke an unknown board link": Example("delete", "/api/boards/999999/", status=404),
    "ping": Example("post", "/api/realtime/ping/", {"message": "Hello"}, 202),
    # Channels, each read and signed for
    **{
        f"{verb} {channel}": example
        for channel in (
            "appointments",
            "opd-appointments",
            "patients",
            "doctor-schedule.{d}",
            "department.cardiology",
            "opd-board.cardiology",
            "realtime-test",
        )
        for verb, example in (
            ("read", Example("get", f"/api/channels/{channel}/events/?after=0", channel=channel)),
            (
                "sign",
                Example(
                    "post",
                    "/broadcasting/auth",
                    {"socket_id": "1.1", "channel_name": f"private-{channel}"},
                    channel=channel,
                ),
            ),
        )
    },
}
ROUTES = {view: address for address, view in routes()}
TABLE = {(row.name, row.method): row for row in route_rows()}


def row_of(example: Example) -> Row:
    """The table's row of this request."""
    path = example.address.format(a=1, v=1, d=1, p=1, g=1, u=1).partition("?")[0]
    address = ROUTES[resolve(path).func]
    return TABLE.get((address, example.method.upper())) or TABLE[address, ""]


def channel_rule(name: str) -> channels.Rule:
    [rule] = [rule for rule in channels.rules() if rule.pattern.fullmatch(name.format(d=1))]
    return rule


def prepared(
    user: Any, example: Example, booked: Appointment, visit: OpdAppointment, client: Any = None
) -> Callable[[], Any]:
    """The request with the ids of these rows, to be sent by this user: a call as a program, a page with a session.

    Or by this client, which sends JSON.
    """
    ids = {"a": booked.pk, "v": visit.pk, "d": booked.doctor_id, "p": booked.patient_id, "g": visit.department_id}
    ids["u"] = booked.doctor.user_id
    ids["r"] = rights_of(booked.doctor.user).fingerprint
    known = {f"{{{name}}}": pk for name, pk in ids.items()}
    address = example.address.format(**ids)
    body = {name: known.get(value, value) for name, value in example.body.items()}
    if "channel_name" in body:
        body["channel_name"] = body["channel_name"].format(**ids)
    extra = {"format": "json"} if body and (client or row_of(example).is_call) else {}
    client = client or (api_of(user) if row_of(example).is_call else browser_of(user))
    return lambda: getattr(client, example.method)(address, body or None, **extra)
