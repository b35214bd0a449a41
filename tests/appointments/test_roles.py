"""The roles reach every database: a new one, and that of a hospital that upgrades."""

import logging
from typing import Any

import pytest
from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments import roles
from appointments.roles import ROLES, write_roles
from hospital.management.commands.serve import Command

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


def permissions_of(role: str) -> set[str]:
    rows = Permission.objects.filter(group__name=role).values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def test_each_role_has_exactly_its_permissions() -> None:
    assert {role: permissions_of(role) for role in ROLES} == {role: set(names) for role, names in ROLES.items()}


def test_an_upgraded_database_gets_a_new_right_by_migrate() -> None:
    Permission.objects.get(codename="overbook_appointment").delete()  # as in a release that did not know it
    Group.objects.get(name="opd").delete()
    assert "appointments.overbook_appointment" not in permissions_of("manager")

    migrate()

    assert {role: permissions_of(role) for role in ROLES} == {role: set(names) for role, names in ROLES.items()}


@pytest.mark.django_db(transaction=True)
def test_make_run_writes_changed_roles_also_without_a_migration() -> None:
    Group.objects.get(name="reception").permissions.clear()

    Command().prepare("192.168.0.7")  # an address at which no demo clinic is loaded

    assert permissions_of("reception") == set(ROLES["reception"])


def test_a_permission_added_to_a_role_by_hand_is_removed_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    right = Permission.objects.get(codename="overbook_appointment")
    Group.objects.get(name="reception").permissions.add(right)

    with caplog.at_level(logging.WARNING, "appointments"):
        migrate()

    assert permissions_of("reception") == set(ROLES["reception"])
    assert [record.getMessage() for record in caplog.records] == [
        "The role reception does not include overbook_appointment: removed. Grant it by a group of your own."
    ]


def test_other_groups_and_the_users_of_a_role_stay_as_they_are(receptionist: Any) -> None:
    own = Group.objects.create(name="night shift")
    own.permissions.add(Permission.objects.get(codename="overbook_appointment"))
    receptionist.groups.add(own)

    migrate()

    assert permissions_of("night shift") == {"appointments.overbook_appointment"}
    assert set(receptionist.groups.values_list("name", flat=True)) == {"reception", "night shift"}


def test_roles_that_are_there_already_are_not_written_again() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        write_roles()

    assert [each["sql"] for each in queries if not each["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []


def test_nothing_is_written_while_an_app_has_no_tables() -> None:
    Group.objects.all().delete()

    write_roles(apps=Apps())

    assert not Group.objects.exists()


def test_a_misspelt_permission_stops_the_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "ROLES", {"reception": ["appointments.boook_appointment"]})

    with pytest.raises(LookupError, match=r"role reception: no such permission: appointments\.boook_appointment"):
        migrate()
