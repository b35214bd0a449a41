"""With PASSWORDS=off no door takes a password, and what is tried there leaves nothing behind."""

from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client

from accounts.models import FailedSignIn
from accounts.password_links import links
from audit.models import Record
from tests.conftest import browser_of

pytestmark = pytest.mark.django_db

LOGIN, CREATE, ACCOUNT = "/accounts/login/", "/appointments/create", "/accounts/"
REAUTHENTICATE = "/accounts/reauthenticate/"
SENTENCE = "Sign in with the hospital&#x27;s account."
TYPED = {"username": "reception", "password": "demo"}


@pytest.fixture(autouse=True)
def _off(settings: Any) -> None:
    settings.PASSWORDS = False
    settings.OIDC_ISSUER = "https://login.hospital.example"


@pytest.fixture
def desk(receptionist: Any) -> Client:
    return browser_of(receptionist)


def traces() -> tuple[int, int, list[tuple[Any, ...]]]:
    return Record.objects.count(), FailedSignIn.objects.count(), list(User.objects.values_list("username", "password"))


@pytest.mark.parametrize("password", ["demo", "wrong"])
@pytest.mark.parametrize("door", [LOGIN, CREATE])
def test_a_password_at_a_door_is_refused_and_not_recorded(receptionist: Any, door: str, password: str) -> None:
    before, client = traces(), Client()

    answer = client.post(door, TYPED | {"password": password, "complaint": "Chest pain, left"})

    assert answer.status_code == 404
    assert SENTENCE in answer.content.decode()
    assert 'name="password"' not in answer.content.decode()
    assert "Retry-After" not in answer.headers
    assert ("Chest pain, left" in answer.content.decode()) is (door == CREATE)
    assert "_auth_user_id" not in client.session
    assert traces() == before


def test_the_dialog_over_a_page_is_told_so(receptionist: Any) -> None:
    before = traces()

    answer = Client().post(LOGIN, TYPED, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert traces() == before


@pytest.mark.parametrize("address", [LOGIN, CREATE, ACCOUNT])
def test_no_page_asks_for_a_password(receptionist: Any, address: str) -> None:
    client = Client() if address == LOGIN else browser_of(receptionist)
    answer = client.get(address)

    assert answer.status_code == 200
    assert 'type="password"' not in answer.content.decode()
    assert "/accounts/oidc/login/" in answer.content.decode()


def test_the_dialog_offers_the_hospital_s_account_in_a_new_tab(desk: Client) -> None:
    page = desk.get("/appointments/calendar").content.decode()

    assert "Sign in with the hospital's account in a new tab, then come back. Your entries are kept." in page
    assert 'href="/accounts/oidc/login/" id="session-elsewhere" target="_blank"' in " ".join(page.split())


def test_the_own_password_stays(desk: Client) -> None:
    before = traces()
    new = {"old_password": "demo", "new_password1": "correct horse 1", "new_password2": "correct horse 1"}

    assert [desk.post(ACCOUNT, typed).status_code for typed in (new, new | {"old_password": "wrong"})] == [404, 404]
    assert traces() == before


@pytest.mark.parametrize("methods", [["mfa"], ["password", "mfa"]])
def test_no_password_confirms_a_change(desk: Client, settings: Any, methods: list[str]) -> None:
    settings.ACCOUNT_REAUTHENTICATION_METHODS = methods
    before = traces()

    assert desk.get(REAUTHENTICATE).status_code == 404
    assert desk.post(REAUTHENTICATE, {"password": "wrong"}).status_code == 404
    assert traces() == before


def test_no_link_for_a_new_password_is_made_or_works(manager: Any, receptionist: Any) -> None:
    client = browser_of(manager)
    person = f"/accounts/staff/{receptionist.pk}"
    user, token = links.address_of(receptionist)
    before = traces()

    assert "Make a link for a new password" not in client.get(person).content.decode()
    assert client.post(f"{person}/password").status_code == 404
    assert Client().get(f"/accounts/password/{user}/{token}/", follow=True).status_code == 404
    assert traces() == before


def test_a_new_account_is_not_promised_a_link(manager: Any) -> None:
    page = (
        browser_of(manager)
        .post("/accounts/staff/new", {"username": "nora", "sees": "all"}, follow=True)
        .content.decode()
    )

    assert "Account created." in page
    assert "link" not in page.partition("Account created.")[2].partition("<")[0]


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_change/"])
def test_the_admin_has_no_form_of_its_own(receptionist: Any, address: str) -> None:
    before = traces()

    answer = Client().post(address, TYPED, follow=True)

    assert 'type="password"' not in answer.content.decode()
    assert traces() == before


def test_programs_cannot_use_passwords() -> None:
    doors = " ".join(configured.REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"])

    assert "Basic" not in doors
