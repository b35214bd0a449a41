"""Managers and the accounts that they may manage or not."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from appointments.models import Department
from appointments.services.department_scope import set_scope
from tests.conftest import USERS, user_with_role


@pytest.fixture
def admin(db: None) -> Any:
    return user_with_role("admin", "admin")


@pytest.fixture
def other_department(db: None) -> Department:
    return Department.objects.create(name="Eyes", slug="eyes", code="E")


@pytest.fixture
def people(department: Department, other_department: Department) -> dict[str, Any]:
    """Managers, and one account of every kind, by name."""
    people = {
        role: user_with_role(role, role) for role in ("reception", "doctor", "opd", "manager", "admin", "developer")
    }
    people["nobody"] = user_with_role("nobody")
    people["other manager"] = user_with_role("manager2", "manager")
    people["other admin"] = user_with_role("admin2", "admin")
    people["root"] = USERS.objects.create_superuser("root")
    people["inactive admin"] = user_with_role("admin3", "admin", is_active=False)
    people["own right"] = user_with_role("own right", "reception")
    people["own right"].user_permissions.add(Permission.objects.get(codename="change_appointment"))
    people["own group"] = user_with_role("own group", "reception")
    group = Group.objects.create(name="night shift")
    group.permissions.add(Permission.objects.get(codename="change_appointment"))
    people["own group"].groups.add(group)
    people["eyes manager"] = user_with_role("eyes manager", "manager")
    people["eyes"] = user_with_role("eyes", "reception")
    people["heart and eyes"] = user_with_role("heart and eyes", "reception")
    for name in ("eyes manager", "eyes"):
        set_scope(by=None, user=people[name], departments=[other_department])
    set_scope(by=None, user=people["heart and eyes"], departments=[department, other_department])
    return people
