"""A deactivated account has lost its sessions and program tokens: activating it again does not bring them back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import ProgramToken, Scope
from accounts.services import program_tokens, staff
from audit.models import Action, Record
from common.actor import acting_as
from tests.conftest import USERS, secret_of

pytestmark = pytest.mark.django_db

CALL = "/api/doctors/"


def by_saving(user: Any, manager: Any, **options: Any) -> None:
    user.is_active = False
    with acting_as(manager):
        user.save(**options)


def in_djangos_admin(user: Any, manager: Any) -> None:
    manager.is_superuser = manager.is_staff = True
    manager.save()
    address = f"/admin/auth/user/{user.pk}/change/"
    client = signed_in(manager)
    form = client.get(address).context["adminform"].form
    typed = {name: form[name].value() for name in ("username", "first_name", "last_name", "email")}
    joined = timezone.localtime(user.date_joined)
    typed |= {"date_joined_0": f"{joined:%Y-%m-%d}", "date_joined_1": f"{joined:%H:%M:%S}"}
    answer = client.post(address, typed | {"groups": form["groups"].value()})
    assert answer.status_code == 302, answer.context["errors"]


WAYS: dict[str, Callable[[Any, Any], None]] = {
    "on the page": lambda user, manager: staff.deactivate(by=manager, user=user),
    "in Django's admin": in_djangos_admin,
    "by save()": by_saving,
    "by save() of the column": lambda user, manager: by_saving(user, manager, update_fields=["is_active"]),
}


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def program(user: Any, name: str) -> APIClient:
    return APIClient(HTTP_AUTHORIZATION=f"Token {secret_of(user, name=name)}")


def statuses(*clients: Client) -> list[int]:
    return [client.get(CALL).status_code for client in clients]


def revocations() -> list[tuple[str, str, str]]:
    records = Record.objects.filter(action=Action.TOKEN_REVOKED).order_by("id")
    return list(records.values_list("actor_name", "subject", "detail"))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_opened_before_works_after_an_activation(
    receptionist: Any, manager: Any, opd_clerk: Any, way: Callable[[Any, Any], None]
) -> None:
    theirs = signed_in(receptionist), signed_in(receptionist), program(receptionist, "theirs")
    others = signed_in(opd_clerk), program(opd_clerk, "others")
    assert statuses(*theirs, *others) == [200] * 5

    way(USERS.objects.get(pk=receptionist.pk), manager)
    assert not USERS.objects.get(pk=receptionist.pk).is_active
    assert statuses(*theirs, *others) == [401, 401, 401, 200, 200]

    staff.activate(by=None, user=USERS.objects.get(pk=receptionist.pk))
    assert statuses(*theirs, *others) == [401, 401, 401, 200, 200]
    assert statuses(signed_in(receptionist), program(receptionist, "new")) == [200, 200]


def test_each_token_that_a_deactivation_ends_is_recorded_once(receptionist: Any, manager: Any) -> None:
    end = timezone.now() + timedelta(days=1)
    asked = {"by": None, "user": receptionist, "scopes": [Scope.READ], "expires_at": end}
    one, two, revoked, expired = (program_tokens.create(name=name, **asked)[0] for name in ("1", "2", "3", "4"))
    program_tokens.revoke(by=None, token=revoked)
    ProgramToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now())

    by_saving(receptionist, manager)
    by_saving(receptionist, manager)

    assert revocations() == [
        ("", f"programtoken-{revoked.pk}", "reception"),
        ("manager", f"programtoken-{one.pk}", "reception"),
        ("manager", f"programtoken-{two.pk}", "reception"),
    ]


def test_other_changes_of_an_account_end_nothing(receptionist: Any) -> None:
    theirs = signed_in(receptionist), program(receptionist, "theirs")
    receptionist.first_name = "Olga"
    receptionist.save()

    assert statuses(*theirs) == [200, 200]
    assert revocations() == []
