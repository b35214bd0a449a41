"""Managers and the accounts that they may manage or not; roles that need a second factor."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache

from appointments.models import Department
from appointments.services.department_scope import set_scope
from tests.conftest import USERS, user_with_role


@pytest.fixture
def required(settings: Any) -> None:
    """Managers and admins need a second factor, as in a hospital."""
    settings.MFA_REQUIRED_ROLES = ["manager", "admin"]


@pytest.fixture(autouse=True)
def _no_used_codes(request: pytest.FixtureRequest) -> None:
    """The cache's table is no model's, so a transactional test does not empty it."""
    if "transactional_db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


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
    people["no department"] = user_with_role("no department", "reception")
    set_scope(by=None, user=people["no department"], departments=[])
    set_scope(by=None, user=people["heart and eyes"], departments=[department, other_department])
    return people
