"""Program tokens: what they may do, when they end, and what is kept of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from rest_framework.test import APIClient
from rest_framework.views import APIView

from accounts import token_scopes
from accounts.models import ProgramToken, Scope
from accounts.services import program_tokens
from appointments.exceptions import Forbidden, Invalid
from appointments.models import Appointment, Doctor, Patient
from realtime.models import Signature
from tests.conftest import secret_of, user_with_role

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
CALLS: dict[str, tuple[Scope, str, str, dict[str, Any] | None]] = {
    "calendar": (Scope.READ, "get", "/api/calendar/?start=2026-03-10&end=2026-03-11", None),
    "patients": (Scope.READ, "get", "/api/patients/?q=Elena", None),
    "options": (Scope.READ, "options", "/api/patients/", None),
    "register": (Scope.BOOK, "post", "/api/patients/", {"name": "Yann Abel", "phone": "+91 22 5550 1234"}),
    "catch-up": (Scope.LISTEN, "get", "/api/channels/appointments/events/?after=0", None),
    "sign": (
        Scope.LISTEN,
        "post",
        "/broadcasting/auth",
        {"socket_id": "1234.1234", "channel_name": "private-appointments"},
    ),
}


def program(secret: str) -> APIClient:
    return APIClient(HTTP_AUTHORIZATION=f"Token {secret}")


def call(client: APIClient, name: str) -> Any:
    _scope, method, address, body = CALLS[name]
    return getattr(client, method)(address, body, format="json") if body else getattr(client, method)(address)


def create(user: Any, **changes: Any) -> tuple[ProgramToken, str]:
    asked = {
        "by": None,
        "name": "Import",
        "user": user,
        "scopes": [Scope.READ],
        "expires_at": timezone.now() + A_DAY,
    }
    return program_tokens.create(**asked | changes)


# Scopes


@pytest.mark.parametrize("name", list(CALLS))
@pytest.mark.parametrize("scope", list(Scope))
def test_a_call_needs_its_scope_and_the_refusal_names_it(
    receptionist: Any, patient: Patient, name: str, scope: Scope
) -> None:
    needed = CALLS[name][0]
    answer = call(program(secret_of(receptionist, scope)), name)

    if scope == needed:
        assert answer.status_code in {200, 201}, answer.content
    else:
        assert answer.status_code == 403
        assert answer.json() == {"code": "forbidden", "detail": f"This token lacks the scope “{needed.value}”."}
        assert not Signature.objects.exists()
        assert Patient.objects.count() == 1


def test_a_scope_gives_no_right_that_the_user_lacks(developer: Any, patient: Patient) -> None:
    answer = call(program(secret_of(developer)), "calendar")

    assert (answer.status_code, answer.json()["detail"]) == (403, "You don't have access to patient data.")


def test_a_call_without_a_row_in_the_table_is_refused_to_programs(
    receptionist: Any, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_scopes, "CALENDAR", token_scopes.CALENDAR - {"appointments:api-patients"})

    answer = call(program(secret_of(receptionist)), "patients")

    assert (answer.status_code, answer.json()["detail"]) == (403, "Programs cannot make this call.")


def test_the_table_has_every_call_and_no_other() -> None:
    def names(resolver: URLResolver, space: str = "") -> set[str]:
        found: set[str] = set()
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                found |= names(each, f"{space}{each.namespace}:" if each.namespace else space)
            elif isinstance(each, URLPattern) and issubclass(getattr(each.callback, "cls", object), APIView):
                found.add(f"{space}{each.name}")
        return found

    known = token_scopes.CALENDAR | token_scopes.CHANNELS | token_scopes.PUBLIC | {token_scopes.SEARCH}
    assert names(get_resolver()) == known


def test_the_description_of_the_api_needs_no_scope(receptionist: Any) -> None:
    assert program(secret_of(receptionist, Scope.LISTEN)).get("/api/schema/").status_code == 200


# Ends


@pytest.mark.parametrize(
    "end",
    [
        lambda token: program_tokens.revoke(by=None, token=token),
        lambda token: token.delete(),
        lambda token: ProgramToken.objects.update(expires_at=timezone.now()),
        lambda token: type(token.user).objects.update(is_active=False),
    ],
    ids=["revoked", "deleted", "expired", "user deactivated"],
)
def test_an_ended_token_is_unauthenticated(receptionist: Any, patient: Patient, end: Any) -> None:
    token, secret = create(receptionist)
    assert call(program(secret), "calendar").status_code == 200

    end(token)

    answer = call(program(secret), "calendar")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer["WWW-Authenticate"] == "Token"


def test_ended_tokens_are_told_from_valid_ones(receptionist: Any) -> None:
    valid, revoked, expired = (create(receptionist, name=name)[0] for name in ("one", "two", "three"))
    program_tokens.revoke(by=None, token=revoked)
    ProgramToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now())

    assert program_tokens.ended([valid.pk, revoked.pk, expired.pk, 999_999]) == {revoked.pk, expired.pk, 999_999}


def test_a_revoked_token_keeps_the_time_of_its_end(receptionist: Any) -> None:
    token, _secret = create(receptionist)
    program_tokens.revoke(by=None, token=token)
    ended = ProgramToken.objects.get().revoked_at

    program_tokens.revoke(by=None, token=token)

    assert ended
    assert ProgramToken.objects.get().revoked_at == ended


# What is kept


def test_the_secret_is_not_stored(receptionist: Any) -> None:
    _token, secret = create(receptionist)
    row = ProgramToken.objects.values().get()

    assert len(secret) == 43  # 32 bytes in base64
    assert not [value for value in row.values() if secret in str(value)]
    assert (row["prefix"], len(row["digest"])) == (secret[:6], 64)


def test_the_last_use_is_written_once_a_minute(
    receptionist: Any, patient: Patient, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _token, secret = create(receptionist)
    with django_assert_num_queries(2):
        program_tokens.use(secret)
    first = ProgramToken.objects.get().last_used_at

    with django_assert_num_queries(1):
        program_tokens.use(secret)
    later = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with django_assert_num_queries(2):
        program_tokens.use(secret)

    assert first
    assert ProgramToken.objects.get().last_used_at == later


def test_a_change_by_a_program_is_its_users(receptionist: Any, patient: Patient, doctor: Doctor) -> None:
    client = program(secret_of(receptionist))
    asked = {"patient": patient.pk, "doctor": doctor.pk, "start": "2099-03-10T10:00:00Z", "complaint": "Cough"}

    assert client.post("/api/appointments/", asked, "json").status_code == 201
    assert Appointment.history.get().history_user == receptionist


# Making


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"expires_at": timezone.now() - A_DAY}, "valid_until"),
        ({"expires_at": timezone.now() + 400 * A_DAY}, "valid_until"),
    ],
)
def test_what_no_token_can_be(receptionist: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        create(receptionist, **changes)

    assert list(refused.value.fields) == [field]
    assert not ProgramToken.objects.exists()


def test_two_tokens_in_use_have_two_names(receptionist: Any) -> None:
    token, _secret = create(receptionist)
    with pytest.raises(Invalid) as refused:
        create(receptionist)
    assert list(refused.value.fields) == ["name"]

    program_tokens.revoke(by=None, token=token)
    create(receptionist)

    assert ProgramToken.objects.count() == 2


def test_a_deactivated_account_gets_no_token(receptionist: Any) -> None:
    receptionist.is_active = False
    receptionist.save()

    with pytest.raises(Invalid):
        create(receptionist)


def test_no_token_has_more_rights_than_its_maker(manager: Any, receptionist: Any) -> None:
    admin = user_with_role("admin", "admin")
    token, _secret = create(admin)

    create(receptionist, by=manager, name="Reception")
    for refused in (
        lambda: create(admin, by=manager, name="Admin"),
        lambda: create(receptionist, by=receptionist, name="Own"),
        lambda: program_tokens.revoke(by=manager, token=token),
    ):
        with pytest.raises(Forbidden):
            refused()

    assert set(ProgramToken.objects.values_list("name", "revoked_at")) == {("Import", None), ("Reception", None)}
