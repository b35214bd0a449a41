"""Signing in and out, and every change of accounts, passwords and rights."""

from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client

from audit.models import Action, Record
from tests.conftest import remove_audit

pytestmark = pytest.mark.django_db

USERS = get_user_model()


def recorded(*fields: str) -> list[tuple[Any, ...]]:
    return list(Record.objects.order_by("id").values_list(*fields))


@pytest.fixture
def clerk(receptionist: Any) -> Any:
    remove_audit()
    return receptionist


@pytest.mark.parametrize("door", ["/accounts/login/", "/appointments/create"])
def test_signing_in_and_failing_to_are_recorded_at_every_door(clerk, door):
    clerk.is_staff = True
    clerk.set_password("right")  # the demo's password is refused from another machine
    clerk.save()
    remove_audit()
    client = Client(REMOTE_ADDR="10.1.2.3")
    client.post(door, {"username": "reception", "password": "wrong"})
    client.post(door, {"username": "nobody-here", "password": "right"})
    client.post(door, {"username": "reception", "password": "right"})
    assert recorded("action", "actor_id", "actor_name", "address") == [
        (Action.SIGN_IN_FAILED, None, "reception", "10.1.2.3"),
        (Action.SIGN_IN_FAILED, None, "", "10.1.2.3"),
        (Action.SIGNED_IN, clerk.pk, "reception", "10.1.2.3"),
    ]


def test_signing_out_is_recorded_once(clerk):
    client = Client(REMOTE_ADDR="10.1.2.3")
    client.force_login(clerk)
    client.post("/accounts/logout/")
    client.post("/accounts/logout/")
    assert recorded("action", "actor_id", "address")[1:] == [(Action.SIGNED_OUT, clerk.pk, "10.1.2.3")]


@pytest.mark.parametrize("typed", ["Saffron-Lane-41", "x" * 5_000, "\0", "recep\0tion", ""])
def test_what_is_no_accounts_name_is_not_kept(clerk, typed):
    """People type passwords into the field of the user name."""
    assert authenticate(username=typed, password="demo") is None
    assert recorded("action", "actor_name") == [(Action.SIGN_IN_FAILED, "")]


def test_a_name_typed_in_other_letters_is_kept_as_the_account_has_it(clerk):
    assert authenticate(username="RECEPTION", password="demo") is None
    assert recorded("action", "actor_name") == [(Action.SIGN_IN_FAILED, "reception")]


def test_accounts_are_recorded_when_they_are_made_changed_and_deleted(clerk):
    user = USERS.objects.create_user("new", password="secret")
    user.is_active = False
    user.save()
    user.set_password("other")
    user.save()
    subject = f"user-{user.pk}"
    user.delete()
    assert recorded("action", "subject", "detail") == [
        (Action.ACCOUNT_CREATED, subject, "new"),
        (Action.ACCOUNT_CHANGED, subject, "new"),
        (Action.PASSWORD_CHANGED, subject, "new"),
        (Action.ACCOUNT_DELETED, subject, "new"),
    ]


def test_rights_are_recorded_from_both_sides(clerk):
    manager, reception = (Group.objects.get(name=name) for name in ("manager", "reception"))
    right = Permission.objects.get(codename="overbook_appointment")
    clerk.groups.add(manager)
    manager.user_set.remove(clerk)
    clerk.user_permissions.add(right)
    clerk.user_permissions.add(right)  # has it already
    clerk.groups.clear()
    reception.permissions.add(right)
    right.group_set.remove(reception)
    assert recorded("action", "subject", "detail") == [
        (Action.RIGHTS_CHANGED, subject, detail)
        for subject, detail in (
            (f"user-{clerk.pk}", "reception: + manager"),
            (f"group-{manager.pk}", f"manager: - {clerk.pk}"),
            (f"user-{clerk.pk}", "reception: + overbook_appointment"),
            (f"user-{clerk.pk}", "reception: - all"),
            (f"group-{reception.pk}", "reception: + overbook_appointment"),
            (f"permission-{right.pk}", "overbook_appointment: - reception"),
        )
    ]


def test_a_change_in_the_admin_names_the_administrator(clerk):
    admin = USERS.objects.create_superuser("root", password="demo")
    client = Client()
    client.force_login(admin)
    remove_audit()
    answer = client.post(
        f"/admin/auth/user/{clerk.pk}/password/",
        {"password1": "Saffron-Lane-41", "password2": "Saffron-Lane-41", "usable_password": "true"},
    )
    assert answer.status_code == 302
    assert recorded("action", "actor_name", "subject") == [(Action.PASSWORD_CHANGED, "root", f"user-{clerk.pk}")]


def test_neither_passwords_nor_hashes_are_recorded(clerk):
    clerk.set_password("Saffron-Lane-41")
    clerk.save()
    Client().post("/accounts/login/", {"username": "reception", "password": "Saffron-Lane-42"})
    rows = str(list(Record.objects.values()))
    assert "Saffron" not in rows
    assert clerk.password not in rows
