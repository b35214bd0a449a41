"""What managers and users do with accounts is in the audit; what is refused is not."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Scope
from accounts.services import program_tokens, staff
from appointments.exceptions import Forbidden
from appointments.services.department_scope import set_scope
from audit.models import Action, Record
from common.actor import acting_as
from tests.conftest import remove_audit
from tests.support.second_factor import AUTHENTICATE, set_up_app, type_password, wrong_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(receptionist: Any, manager: Any) -> Any:
    remove_audit()
    return receptionist


def recorded() -> list[tuple[str, str, str]]:
    return list(Record.objects.order_by("id").values_list("action", "actor_name", "detail"))


def test_what_a_manager_does_with_an_account(clerk: Any, manager: Any, department: Any) -> None:
    end = timezone.now() + timedelta(days=1)
    token, _ = program_tokens.create(by=manager, name="Import", user=clerk, scopes=[Scope.READ], expires_at=end)
    for _ in range(2):
        program_tokens.revoke(by=manager, token=token)
    staff.password_link(by=manager, user=clerk)
    staff.unlock(by=manager, user=clerk)
    set_scope(by=manager, user=clerk, departments=[department])
    set_scope(by=manager, user=clerk, departments=[])
    set_scope(by=manager, user=clerk, departments=None)
    assert recorded() == [
        (Action.TOKEN_CREATED, "manager", "reception: read"),
        (Action.TOKEN_REVOKED, "manager", "reception"),
        (Action.PASSWORD_LINK, "manager", "reception"),
        (Action.UNLOCKED, "manager", "reception"),
        (Action.SCOPE_CHANGED, "manager", f"reception: {department.pk}"),
        (Action.SCOPE_CHANGED, "manager", "reception: none"),
        (Action.SCOPE_CHANGED, "manager", "reception: all"),
    ]


def test_a_second_factor_set_up_and_reset(clerk: Any) -> None:
    with acting_as(clerk):
        set_up_app(clerk)
    call_command("reset_second_factor", "reception", verbosity=0)
    added, removed = recorded()[:2], recorded()[2:]
    assert added == [
        (Action.FACTOR_ADDED, "reception", "reception: totp"),
        (Action.FACTOR_ADDED, "reception", "reception: recovery_codes"),
    ]
    assert sorted(removed) == [
        (Action.FACTOR_REMOVED, "", "reception: recovery_codes"),
        (Action.FACTOR_REMOVED, "", "reception: totp"),
    ]


def test_a_wrong_second_factor_names_the_account(client: Any, clerk: Any) -> None:
    set_up_app(clerk)
    remove_audit()
    type_password(client, clerk)
    client.post(AUTHENTICATE, {"code": wrong_code()})
    assert recorded() == [(Action.FACTOR_FAILED, "reception", "")]
    assert Record.objects.get().subject == f"user-{clerk.pk}"


def test_tokens_that_end_with_other_rights_are_recorded(clerk: Any, admin: Any) -> None:
    end = timezone.now() + timedelta(days=1)
    program_tokens.create(by=admin, name="Import", user=clerk, scopes=[Scope.READ], expires_at=end)
    remove_audit()
    with acting_as(admin):
        clerk.groups.add(Group.objects.get(name="doctor"))
    assert sorted(recorded()) == [
        (Action.RIGHTS_CHANGED, "admin", "reception: + doctor"),
        (Action.TOKEN_REVOKED, "admin", "reception"),
    ]


def test_a_second_factor_removed_by_a_manager(clerk: Any, manager: Any) -> None:
    set_up_app(clerk)
    remove_audit()
    staff.remove_second_factor(by=manager, user=clerk)
    assert sorted(recorded()) == [
        (Action.FACTOR_REMOVED, "manager", "reception: recovery_codes"),
        (Action.FACTOR_REMOVED, "manager", "reception: totp"),
    ]


def test_what_is_refused_is_not_recorded(clerk: Any, manager: Any, admin: Any) -> None:
    set_up_app(admin)
    remove_audit()
    for verb in (staff.password_link, staff.unlock, staff.remove_second_factor):
        with pytest.raises(Forbidden):
            verb(by=manager, user=admin)
    assert recorded() == []
