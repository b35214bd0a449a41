"""A program's token ends when its account's rights grow, and with nothing else."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import ProgramToken, Scope
from accounts.services import program_tokens, staff
from appointments.exceptions import Forbidden
from appointments.models import Department, DepartmentScope
from appointments.services.department_scope import set_scope
from tests.conftest import USERS, secret_of, user_with_role

pytestmark = pytest.mark.django_db

ALL_DEPARTMENTS = "/api/channels/appointments/events/?after=0"


@pytest.fixture
def skin(db: None) -> Department:
    return Department.objects.create(name="Skin", slug="skin", code="S")


@pytest.fixture
def clerk(receptionist: Any, skin: Department) -> Any:
    """Limited to Skin; in a group of the hospital's own."""
    set_scope(by=None, user=receptionist, departments=[skin])
    receptionist.groups.add(Group.objects.create(name="night shift"))
    return receptionist


def status(secret: str) -> int:
    client = APIClient(HTTP_AUTHORIZATION=f"Token {secret}")
    return client.get("/api/calendar/?start=2026-03-10&end=2026-03-11").status_code


def right() -> Permission:
    return Permission.objects.get(codename="overbook_appointment")


def make_superuser(user: Any) -> None:
    user.is_superuser = True
    user.save()


def save_names(user: Any) -> None:
    user.first_name = "Other"
    user.save()


def set_departments(user: Any, *slugs: str) -> None:
    set_scope(by=None, user=user, departments=Department.objects.filter(slug__in=slugs))


GROWS: dict[str, Callable[[Any], object]] = {
    "role": lambda user: user.groups.add(Group.objects.get(name="manager")),
    "role, from the group's side": lambda user: Group.objects.get(name="manager").user_set.add(user.pk),
    "permission": lambda user: user.user_permissions.add(right()),
    "permission, from its side": lambda user: right().user_set.add(user.pk),
    "own group's permission": lambda user: Group.objects.get(name="night shift").permissions.add(right()),
    "own group's permission, from its side": lambda user: right().group_set.add(Group.objects.get(name="night shift")),
    "superuser": make_superuser,
    "no limit": set_departments,
    "limit deleted": lambda user: DepartmentScope.objects.filter(user=user).delete(),
    "one more department": lambda user: set_departments(user, "skin", "cardiology"),
    "another department": lambda user: set_departments(user, "cardiology"),
}
STAYS: dict[str, Callable[[Any], object]] = {
    "name": save_names,
    "same role again": lambda user: user.groups.add(Group.objects.get(name="reception")),
    "lost group": lambda user: user.groups.remove(Group.objects.get(name="night shift")),
    "same departments again": lambda user: set_departments(user, "skin"),
    "a role's permission, as in an upgrade": lambda user: Group.objects.get(name="reception").permissions.add(right()),
}


@pytest.mark.parametrize("way", GROWS)
def test_a_token_ends_when_its_accounts_rights_grow(clerk: Any, developer: Any, department: Any, way: str) -> None:
    secret, other = secret_of(clerk), secret_of(user_with_role("other", "reception"), name="Other")
    assert (status(secret), status(other)) == (200, 200)

    GROWS[way](clerk)

    assert (status(secret), status(other)) == (401, 200)


@pytest.mark.parametrize("way", STAYS)
def test_a_token_outlives_what_gives_no_right(clerk: Any, way: str) -> None:
    secret = secret_of(clerk)

    STAYS[way](clerk)

    assert status(secret) == 200


def test_a_limit_that_is_set_or_narrowed_ends_no_token(receptionist: Any, skin: Department, department: Any) -> None:
    limited = user_with_role("limited", "reception")
    set_departments(limited, "skin", "cardiology")
    secrets = [secret_of(user, name=user.username) for user in (receptionist, limited)]

    for user in (receptionist, limited):
        set_departments(user, "skin")

    assert [status(secret) for secret in secrets] == [200, 200]


def test_a_superuser_who_is_saved_again_keeps_the_token(db: None) -> None:
    root = USERS.objects.create_superuser("root")
    secret = secret_of(root)
    save_names(root)
    assert status(secret) == 200


def test_the_token_of_a_deactivated_account_does_not_come_back_with_more_rights(clerk: Any) -> None:
    secret = secret_of(clerk)
    staff.deactivate(by=None, user=clerk)
    clerk.groups.add(Group.objects.get(name="manager"))
    staff.activate(by=None, user=clerk)
    assert status(secret) == 401


def test_its_maker_does_not_gain_what_an_admin_gives_the_account(
    clerk: Any, manager: Any, skin: Department, admin: Any
) -> None:
    """A manager of Skin makes a token for a receptionist of Skin; then an admin lifts the receptionist's limit."""
    set_scope(by=None, user=manager, departments=[skin])
    secret = secret_of(clerk)
    client = APIClient(HTTP_AUTHORIZATION=f"Token {secret}")
    assert client.get(ALL_DEPARTMENTS).status_code == 403
    fields = {"first_name": "", "last_name": "", "roles": list(clerk.groups.all()), "doctor": None}

    staff.change(by=admin, user=clerk, departments=[], **fields)

    assert client.get(ALL_DEPARTMENTS).status_code == 401
    assert ProgramToken.objects.get().is_revoked


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_no_token_is_made_while_its_accounts_rights_grow(clerk: Any, manager: Any) -> None:
    """The manager's transaction cannot see the role that the admin's gives, so it waits."""
    outcomes: list[type[BaseException] | None] = []

    def make() -> None:
        try:
            end = timezone.now() + timedelta(days=1)
            program_tokens.create(by=manager, name="Import", user=clerk, scopes=[Scope.READ], expires_at=end)
            outcomes.append(None)
        except Forbidden as refused:
            outcomes.append(type(refused))
        finally:
            connection.close()

    maker = threading.Thread(target=make)
    with transaction.atomic():
        clerk.groups.add(Group.objects.get(name="admin"))
        maker.start()
        maker.join(timeout=0.5)
        assert outcomes == []
    maker.join()

    assert outcomes == [Forbidden]
    assert not ProgramToken.objects.exists()
