"""A manager unlocks an account, whichever limit holds it: on the staff pages, and with no shell."""

from typing import Any

import pytest
from django.test import Client

from accounts import throttle
from accounts.services import staff
from audit.models import Action, Record
from tests.support.second_factor import AUTHENTICATE, SIGN_IN, code, set_up_app, signed_in_as, type_password, wrong_code

pytestmark = pytest.mark.django_db

REAUTHENTICATE = "/accounts/reauthenticate/?next=/accounts/2fa/"


@pytest.fixture
def managers_desk(manager: Any) -> Client:
    client = Client()
    client.force_login(manager)
    return client


def is_locked(managers_desk: Client, user: Any) -> bool:
    """Whether the list, the account's page and its button say so."""
    listed = managers_desk.get("/accounts/staff").content.decode()
    page = managers_desk.get(f"/accounts/staff/{user.pk}").content.decode()
    said = {">Locked<" in listed, ">Locked<" in page, "Unlock account" in page}
    assert len(said) == 1, said
    return said.pop()


def unlock(managers_desk: Client, user: Any) -> None:
    page = managers_desk.post(f"/accounts/staff/{user.pk}/unlock", follow=True).content.decode()
    assert "Account unlocked." in page
    assert not is_locked(managers_desk, user)


@pytest.fixture
def usual_desk(receptionist: Any) -> Client:
    """A browser in which the receptionist has signed in before."""
    client = Client()
    type_password(client, receptionist)
    client.post("/accounts/logout/")
    return client


def test_who_is_locked_at_the_usual_desk_is_unlocked(
    managers_desk: Client, usual_desk: Client, receptionist: Any
) -> None:
    for number in range(throttle.MAX_OF_DEVICE):
        assert not is_locked(managers_desk, receptionist), number
        usual_desk.post(SIGN_IN, {"username": "reception", "password": "wrong"})
    answer = type_password(usual_desk, receptionist)
    assert answer.status_code == 429
    assert "ask a manager to unlock your account" in answer.content.decode()
    assert is_locked(managers_desk, receptionist)

    unlock(managers_desk, receptionist)

    type_password(usual_desk, receptionist)
    assert signed_in_as(usual_desk) == receptionist.pk


def test_wrong_passwords_in_two_browsers_do_not_add_up(usual_desk: Client, receptionist: Any) -> None:
    """The desk has its own ten, and so has each address."""
    for client in (usual_desk, Client()):
        for _ in range(throttle.MAX_OF_DEVICE - 1):
            client.post(SIGN_IN, {"username": "reception", "password": "wrong"})

    assert throttle.locked(["reception"]) == set()


def test_who_typed_too_many_wrong_codes_is_unlocked(managers_desk: Client, receptionist: Any) -> None:
    set_up_app(receptionist)
    client = Client()
    type_password(client, receptionist)
    for number in range(10):
        assert not is_locked(managers_desk, receptionist), number
        client.post(AUTHENTICATE, {"code": wrong_code()})
    page = client.post(AUTHENTICATE, {"code": code()})
    assert "ask a manager to unlock your account" in page.content.decode()
    assert is_locked(managers_desk, receptionist)

    unlock(managers_desk, receptionist)

    client.post(AUTHENTICATE, {"code": code()})
    assert signed_in_as(client) == receptionist.pk
    assert Record.objects.filter(action=Action.UNLOCKED).count() == 1


def test_unlocking_one_leaves_the_codes_of_another(manager: Any, receptionist: Any, opd_clerk: Any) -> None:
    for user in (receptionist, opd_clerk):
        set_up_app(user)
        client = Client()
        type_password(client, user)
        for _ in range(10):
            client.post(AUTHENTICATE, {"code": wrong_code()})
    users = [receptionist, opd_clerk, manager]
    assert staff.locked(users) == {"reception", "opd"}

    staff.unlock(by=manager, user=receptionist)

    assert staff.locked(users) == {"opd"}


def test_who_typed_too_many_wrong_passwords_to_confirm_a_change_is_unlocked(
    managers_desk: Client, usual_desk: Client, receptionist: Any
) -> None:
    """django-allauth counts these too: unlocking must not leave its count."""
    type_password(usual_desk, receptionist)
    for _ in range(throttle.MAX_OF_DEVICE):
        usual_desk.post(REAUTHENTICATE, {"password": "wrong"})
    assert usual_desk.post(REAUTHENTICATE, {"password": "demo"}).status_code == 429

    unlock(managers_desk, receptionist)

    assert usual_desk.post(REAUTHENTICATE, {"password": "demo"})["Location"] == "/accounts/2fa/"
