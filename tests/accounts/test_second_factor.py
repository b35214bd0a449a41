"""Signing in with a code after the password, and setting up the second factor that a role needs."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from accounts import second_factor
from accounts.middleware import SignInMiddleware
from common.refused_sign_in import SecondFactorNeeded
from realtime import handshake
from tests.support.second_factor import (
    AUTHENTICATE,
    SIGN_IN,
    code,
    set_up_app,
    signed_in_as,
    type_password,
    wrong_code,
)

pytestmark = pytest.mark.django_db
# A factor that was set up is announced when its transaction has ended.
committed = pytest.mark.django_db(transaction=True)


def test_the_password_alone_does_not_sign_in_a_user_with_an_app(client, receptionist):
    set_up_app(receptionist)
    answer = type_password(client, receptionist)
    assert (answer.status_code, answer["Location"]) == (302, AUTHENTICATE)
    assert signed_in_as(client) is None
    assert client.get("/appointments/calendar")["Location"].startswith(SIGN_IN)


def test_the_code_signs_in_and_leads_to_the_page_that_was_asked_for(client, receptionist):
    set_up_app(receptionist)
    type_password(client, receptionist, next="/appointments/patients")
    answer = client.post(AUTHENTICATE, {"code": code()})
    assert (answer.status_code, answer["Location"]) == (302, "/appointments/patients")
    assert signed_in_as(client) == receptionist.pk


def test_a_wrong_code_is_refused_in_one_sentence(client, receptionist):
    set_up_app(receptionist)
    type_password(client, receptionist)
    page = client.post(AUTHENTICATE, {"code": wrong_code()})
    assert page.context["form"].errors == {"code": ["Wrong code."]}
    assert signed_in_as(client) is None


def test_a_code_signs_in_once(receptionist):
    set_up_app(receptionist)
    shown = code()
    first, second = Client(), Client()
    for client in (first, second):
        type_password(client, receptionist)
        client.post(AUTHENTICATE, {"code": shown})
    assert [signed_in_as(client) for client in (first, second)] == [receptionist.pk, None]


def test_a_recovery_code_signs_in_once(receptionist):
    recovery = set_up_app(receptionist)[0]
    first, second = Client(), Client()
    for client in (first, second):
        type_password(client, receptionist)
        client.post(AUTHENTICATE, {"code": recovery})
    assert [signed_in_as(client) for client in (first, second)] == [receptionist.pk, None]


def test_after_ten_wrong_codes_the_right_one_is_refused_too(client, receptionist):
    set_up_app(receptionist)
    type_password(client, receptionist)
    for _ in range(10):
        client.post(AUTHENTICATE, {"code": wrong_code()})
    page = client.post(AUTHENTICATE, {"code": code()})
    [sentence] = page.context["form"].errors["code"]
    assert sentence == "Too many wrong codes. Try again in 15 minutes, or ask a manager to unlock your account."
    assert signed_in_as(client) is None


def test_without_the_password_there_is_no_page_for_the_code(client):
    assert client.get(AUTHENTICATE)["Location"] == SIGN_IN
    assert client.post(AUTHENTICATE, {"code": "123456"})["Location"] == SIGN_IN


def test_a_user_who_was_deactivated_before_the_code_is_not_signed_in(client, receptionist):
    set_up_app(receptionist)
    type_password(client, receptionist)
    receptionist.is_active = False
    receptionist.save()
    client.post(AUTHENTICATE, {"code": code()})
    assert client.get("/appointments/calendar")["Location"].startswith(SIGN_IN)


def test_the_booking_form_signs_in_nobody_who_has_a_factor(client, receptionist, manager, settings):
    """It asks for the password alone if a session has ended; what was typed is kept."""
    set_up_app(receptionist)
    settings.MFA_REQUIRED_ROLES = ["manager"]
    for user in (receptionist, manager):
        typed = {"username": user.username, "password": "demo", "complaint": "Chest pain, left"}
        page = client.post("/appointments/create", typed)
        assert page.status_code == 403
        assert "Your account needs a second factor. Sign in on the sign-in page." in page.content.decode()
        assert "Chest pain, left" in page.content.decode()
        assert "Retry-After" not in page.headers
        assert signed_in_as(client) is None


def test_a_door_without_a_second_factor_says_so_and_not_to_wait(receptionist, rf):
    """The page where the view does not catch it, as the booking form does."""
    answer = SignInMiddleware(lambda request: HttpResponse()).process_exception(rf.get("/"), SecondFactorNeeded("Why."))
    page = answer.content.decode()
    assert (answer.status_code, "Retry-After" in answer.headers) == (403, False)
    assert "<h1>Second factor needed</h1>" in page
    assert "Please wait" not in page


# Required by the role


@pytest.mark.usefixtures("required")
def test_a_manager_without_a_factor_can_do_nothing_but_set_one_up(client, manager):
    type_password(client, manager)
    for page in ("/", "/appointments/calendar", "/admin/", "/accounts/sessions/"):
        assert client.get(page)["Location"] == "/accounts/2fa/"
    for call in ("/api/doctors/", "/api/nowhere/", "/broadcasting/auth"):
        answer = client.get(call)
        assert (answer.status_code, answer.json()["detail"]) == (403, "Set up a second factor first.")
    page = client.get("/accounts/2fa/").text
    assert "Your role needs a second factor." in page
    assert client.post("/accounts/logout/").status_code == 302


@committed
@pytest.mark.usefixtures("required")
def test_the_socket_of_such_a_session_belongs_to_no_user(client, manager):
    type_password(client, manager)
    key = client.session.session_key
    assert handshake.users_of([key]) == {}
    set_up(client)
    assert handshake.users_of([client.session.session_key]) == {client.session.session_key: manager}


@pytest.mark.usefixtures("required")
def test_a_superuser_counts_as_admin(client, django_user_model):
    root = django_user_model.objects.create_superuser("root", password="demo")
    type_password(client, root)
    assert client.get("/admin/")["Location"] == "/accounts/2fa/"


@pytest.mark.usefixtures("required")
def test_roles_that_are_not_listed_need_no_factor(client, receptionist):
    type_password(client, receptionist)
    assert client.get("/appointments/calendar").status_code == 200


def set_up(client: Client) -> str:
    """Sets up an app on the pages; returns its key. The password was typed a moment ago."""
    page = client.get("/accounts/2fa/app/add/")
    secret: str = page.context["form"].secret
    answer = client.post("/accounts/2fa/app/add/", {"code": code(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/", answer.content
    return secret


@committed
@pytest.mark.usefixtures("required")
def test_setting_up_an_app_opens_the_calendar(client, manager):
    type_password(client, manager)
    secret = set_up(client)
    shown = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(set(shown)) == 10
    assert client.get("/appointments/calendar").status_code == 200

    other = Client()
    type_password(other, manager)
    other.post(AUTHENTICATE, {"code": code(secret, periods=1)})
    assert signed_in_as(other) == manager.pk
    assert other.get("/appointments/calendar").status_code == 200


def test_the_code_that_set_up_the_app_does_not_sign_in(client, receptionist):
    type_password(client, receptionist)
    secret = set_up(client)
    other = Client()
    type_password(other, receptionist)
    other.post(AUTHENTICATE, {"code": code(secret)})
    assert signed_in_as(other) is None


def test_recovery_codes_are_shown_once(client, receptionist):
    type_password(client, receptionist)
    set_up(client)
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    again = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert not [text for text in codes if text in again]


@committed
def test_setting_up_a_factor_ends_the_other_sessions(client, receptionist):
    other = Client()
    for each in (client, other):
        type_password(each, receptionist)
    set_up(client)
    assert client.get("/appointments/calendar").status_code == 200
    assert other.get("/appointments/calendar")["Location"].startswith(SIGN_IN)


@committed
@pytest.mark.usefixtures("required")
def test_who_removes_the_only_factor_must_set_one_up_again(client, manager):
    type_password(client, manager)
    set_up(client)
    client.post("/accounts/2fa/app/remove/")
    assert client.get("/appointments/calendar")["Location"] == "/accounts/2fa/"
    assert handshake.users_of([client.session.session_key]) == {}


@pytest.mark.usefixtures("required")
def test_a_role_that_needs_a_factor_ends_the_sessions_of_a_user_without_one(client, receptionist):
    type_password(client, receptionist)
    receptionist.groups.add(Group.objects.get(name="manager"))
    assert client.get("/appointments/calendar")["Location"].startswith(SIGN_IN)
    type_password(client, receptionist)
    Group.objects.get(name="admin").user_set.add(receptionist)
    assert client.get("/appointments/calendar")["Location"].startswith(SIGN_IN)


# Changes need the password again


@pytest.mark.parametrize("change", ["app/remove/", "passkeys/add/", "recovery-codes/new/"])
def test_changing_a_factor_needs_a_recent_password(client, receptionist, settings, change):
    set_up_app(receptionist)
    type_password(client, receptionist)
    client.post(AUTHENTICATE, {"code": code()})
    assert client.get(f"/accounts/2fa/{change}").status_code == 200

    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0  # seconds
    before = list(Authenticator.objects.values("type", "data"))
    for answer in (client.get(f"/accounts/2fa/{change}"), client.post(f"/accounts/2fa/{change}")):
        assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    assert list(Authenticator.objects.values("type", "data")) == before


def test_the_password_is_asked_again_and_the_change_goes_on(client, receptionist):
    client.force_login(receptionist)
    asked = client.get("/accounts/2fa/app/add/")["Location"]
    page = client.post(asked, {"password": "wrong"})
    assert page.context["form"].errors == {"password": ["Wrong password."]}
    assert client.post(asked, {"password": "demo"})["Location"] == "/accounts/2fa/app/add/"
    assert client.get("/accounts/2fa/app/add/").status_code == 200


def test_another_users_passkey_cannot_be_removed(client, receptionist, manager):
    theirs = Authenticator.objects.create(user=manager, type="webauthn", data={"name": "Key", "credential": {}})
    type_password(client, receptionist)
    assert client.post(f"/accounts/2fa/passkeys/{theirs.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


# At rest, and when it is lost


def test_keys_are_encrypted_in_the_database(receptionist):
    recovery = set_up_app(receptionist)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert "JBSWY3DP" not in stored
    assert not [text for text in recovery if text in stored]


def test_a_lost_factor_is_reset_by_a_command(client, receptionist):
    set_up_app(receptionist)
    type_password(client, receptionist)
    client.post(AUTHENTICATE, {"code": code()})
    call_command("reset_second_factor", "reception")
    assert not second_factor.is_set_up(receptionist)
    assert client.get("/appointments/calendar")["Location"].startswith(SIGN_IN)
    type_password(client, receptionist)
    assert signed_in_as(client) == receptionist.pk
    with pytest.raises(CommandError, match="There is no user nobody"):
        call_command("reset_second_factor", "nobody")


# Closed doors


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "password/reset/", "2fa/trust/", "2fa/passkeys/login/", "oidc/login/", "oidc/callback/"],
)
def test_what_the_hospital_does_not_use_is_closed(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_the_admin_has_no_door_of_its_own(client):
    answer = client.get("/admin/login/?next=/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=%2Fadmin%2F")
    answer = client.post("/admin/login/?next=/admin/", {"username": "admin", "password": "demo"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=%2Fadmin%2F")
