"""Each role may open, call and hear what docs/permissions.md says, and nothing else.

What each role may is read from the table; what it can is found out with the requests below. A route, call or channel
without a request here fails.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import HttpResponse
from django.test import Client
from django.views import View
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from appointments.models import Doctor
from appointments.rights import ROLES as PERMISSIONS
from common.access import Access
from common.pages import Guarded
from hospital import permissions
from hospital.permissions import Row, channel_rows, route_rows
from tests.appointments.described_calls import described_calls
from tests.appointments.example_requests import EXAMPLES, TABLE, Example, channel_rule, prepared, row_of
from tests.conftest import api_of, secret_of

pytestmark = pytest.mark.django_db

ROLES = [*PERMISSIONS, "stranger", "anonymous"]
FIXTURES = {"reception": "receptionist", "opd": "opd_clerk", "admin": "admin_user", "doctor": "doctor_user"}
SECRETS = ("Elena", "Farid", "Haddad", "Chest pain", "0000 024", "000001")
HIDES_THE_REASON = {"/broadcasting/auth"}  # 403 also without a sign-in


def rule_of(row: Row) -> Access:
    assert row.access is not None
    return row.access


def may(example: Example, role: str) -> bool:
    """What the table says."""
    access, held = rule_of(row_of(example)), PERMISSIONS.get(role, set())
    rules = [access, channel_rule(example.channel).access] if example.channel else [access]
    if access.public:
        return True
    right = not example.right or f"appointments.{example.right}" in held
    return role != "anonymous" and right and all(rule.granted_by(held.__contains__) for rule in rules)


# The table


def test_every_route_has_a_rule() -> None:
    assert [f"{row.method} {row.name}" for row in route_rows() if row.access is None] == []


def test_no_route_is_listed_twice() -> None:
    rows = [f"{row.method} {row.name}" for row in route_rows()]
    assert sorted(rows) == sorted(set(rows))


def test_a_view_without_a_rule_stops_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "route_rows", lambda: [Row("/new-page", None, "GET")])

    with pytest.raises(CommandError, match="GET /new-page has no rule"):
        call_command("permissions", check=True)


def test_docs_permissions_is_up_to_date() -> None:
    call_command("permissions", check=True)


def test_every_described_call_is_in_the_table() -> None:
    calls = {f"{row.method} {row.name}" for row in route_rows() if row.is_call}
    described = {
        f"{method.upper()} /{permissions.readable(route)}"
        for method, _, route in (call.partition(" ") for call in described_calls())
    }

    assert described <= calls


def test_every_route_and_channel_has_a_request() -> None:
    rows = [row_of(example) for example in EXAMPLES.values()]
    heard = {channel_rule(example.channel).name for example in EXAMPLES.values() if example.channel}

    assert {(row.name, row.method) for row in rows} == set(TABLE)
    assert heard == {row.name for row in channel_rows()}


# Each role


@pytest.fixture
def user_of(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    def user_of(role: str) -> Any:
        return None if role == "anonymous" else request.getfixturevalue(FIXTURES.get(role, role))

    return user_of


def secrets_in(answer: Any, role: str) -> list[str]:
    """What of the patients and their doctor stands in an answer; every page shows a doctor the own name."""
    text = answer.content.decode()
    return [secret for secret in SECRETS if secret in text and (secret, role) != ("Haddad", "doctor")]


def succeeds(example: Example, answer: Any, role: str) -> bool:
    """Whether it has its status. Without a session `active` says 401, and with one the login sends users on; the start
    page is none for users without a role.
    """
    other = {("/accounts/login/", 302), ("/accounts/active/", 401), ("/", 403 if role == "stranger" else 302)}
    return answer.status_code == example.status or (example.address, answer.status_code) in other


def is_refused(example: Example, answer: Any, role: str) -> bool:
    """Whether this is the refusal of its kind: of a call a code, of a page 403 or the way to the login."""
    if role == "anonymous" and (example.method, example.address) == ("post", "/appointments/create"):
        return bool(answer.context["signed_out"])  # it keeps what was typed, and asks for the password
    if not row_of(example).is_call:
        to_login = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=")
        return to_login if role == "anonymous" else answer.status_code == 403
    unknown = role == "anonymous" and example.address not in HIDES_THE_REASON
    status, code = (401, "unauthenticated") if unknown else (403, "forbidden")
    return (answer.status_code, answer.json()["code"], set(answer.json())) == (status, code, {"code", "detail"})


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(role, user_of, booked, visit, nothing_written, cell):
    user = user_of(role)
    for name, example in EXAMPLES.items():
        with cell(name=name):
            send = prepared(user, example, booked, visit)
            before = nothing_written()

            answer = send()

            if may(example, role):
                assert succeeds(example, answer, role), (answer.status_code, answer.content)
            else:
                assert is_refused(example, answer, role), (answer.status_code, answer.content)
                assert secrets_in(answer, role) == []
                assert nothing_written() == before


@pytest.mark.parametrize("role", ["developer", "stranger"])
@pytest.mark.parametrize(
    "address",
    [
        "/api/appointments/999999/",
        "/api/doctors/999999/availability/",
        "/api/patients/999999/appointments/",
        "/api/channels/doctor-schedule.999999/events/?after=0",
        "/api/channels/department.nowhere/events/?after=0",
    ],
)
def test_without_the_right_to_see_an_existing_id_looks_like_a_missing_one(role, address, user_of):
    assert api_of(user_of(role)).get(address).status_code == 403


def test_a_deactivated_user_is_unauthenticated(receptionist, booked, visit, cell):
    client = APIClient(HTTP_AUTHORIZATION=f"Token {secret_of(receptionist)}")
    receptionist.is_active = False
    receptionist.save()
    for name, example in EXAMPLES.items():
        if not example.address.startswith("/api/") or rule_of(row_of(example)).public:
            continue
        with cell(name=name):
            answer = prepared(None, example, booked, visit, client=client)()
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
            assert answer["WWW-Authenticate"] == "Token"


# The admin, whose site checks each of its own pages


@pytest.mark.parametrize("role", ROLES)
def test_the_admin_opens_for_staff_with_the_permission_on_the_table(role, user_of, booked):
    client, user = Client(), user_of(role)
    if user is not None:
        client.force_login(user)
    for model in ("appointment", "opdappointment", "patient", "doctor", "department", "holiday", "visittype"):
        answer = client.get(f"/admin/appointments/{model}/")
        permitted = user is not None and user.is_staff and user.has_perm(f"appointments.view_{model}")
        assert answer.status_code == (200 if permitted else 403 if user is not None and user.is_staff else 302), model
        assert permitted or secrets_in(answer, role) == []


def test_a_doctor_of_the_table_is_the_booked_one(doctor_user, booked):
    assert Doctor.objects.get(user=doctor_user) == booked.doctor


# A view that was forgotten


class ForgottenPage(Guarded, View):
    def get(self, request: Any) -> HttpResponse:
        return HttpResponse("open")


class ForgottenCall(APIView):
    def get(self, request: Any) -> Response:
        return Response("open")


@pytest.mark.parametrize("view", [ForgottenPage, ForgottenCall])
def test_a_view_without_a_rule_is_open_to_no_user(view, admin_user):
    admin_user.is_superuser = True
    request = APIRequestFactory().get("/forgotten")
    request.user = admin_user
    force_authenticate(request, admin_user)
    try:
        status = view.as_view()(request).status_code
    except PermissionDenied:
        status = 403
    assert status == 403
