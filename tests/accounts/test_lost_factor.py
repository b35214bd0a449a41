"""A manager removes the second factor of a user who has lost it, on the page of the account."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts import second_factor
from audit.models import Action, Record
from tests.support.second_factor import AUTHENTICATE, SIGN_IN, code, set_up_app, signed_in_as, type_password

# A factor that is removed ends sessions when its transaction has ended.
pytestmark = pytest.mark.django_db(transaction=True)

REMOVE = "Remove second factor"


@pytest.fixture
def desk(manager: Any) -> Client:
    """Of a manager who has typed the password a moment ago."""
    client = Client()
    type_password(client, manager)
    return client


def of(user: Any) -> str:
    return f"/accounts/staff/{user.pk}"


def test_who_has_lost_the_factor_signs_in_with_the_password_alone(
    desk: Client, manager: Any, receptionist: Any
) -> None:
    set_up_app(receptionist)
    lost = Client()
    type_password(lost, receptionist)
    lost.post(AUTHENTICATE, {"code": code()})
    assert signed_in_as(lost) == receptionist.pk
    assert REMOVE in desk.get(of(receptionist)).content.decode()

    page = desk.get(f"{of(receptionist)}/second-factor")
    assert (page.status_code, page.context["account"]) == (200, receptionist)
    assert second_factor.is_set_up(receptionist)
    done = desk.post(f"{of(receptionist)}/second-factor", follow=True).content.decode()

    assert "Second factor removed." in done
    assert REMOVE not in done
    assert not Authenticator.objects.exists()
    assert lost.get("/appointments/calendar")["Location"].startswith(SIGN_IN)
    type_password(lost, receptionist)
    assert signed_in_as(lost) == receptionist.pk
    removed = Record.objects.filter(action=Action.FACTOR_REMOVED)
    assert set(removed.values_list("actor_id", "subject")) == {(manager.pk, f"user-{receptionist.pk}")}


def test_it_is_offered_only_where_there_is_one_and_for_accounts_one_may_manage(
    desk: Client, manager: Any, receptionist: Any, admin: Any
) -> None:
    assert REMOVE not in desk.get(of(receptionist)).content.decode()
    for user in (manager, admin):
        set_up_app(user)
        assert REMOVE not in desk.get(of(user)).content.decode()
        for send in (desk.get, desk.post):
            assert send(f"{of(user)}/second-factor")["Location"] == of(user)
        assert second_factor.is_set_up(user)


def test_a_manager_without_password_and_factor_has_no_way_to_confirm_it(manager: Any, receptionist: Any) -> None:
    """Who signs in with the hospital's account alone."""
    set_up_app(receptionist)
    manager.set_unusable_password()
    manager.save()
    desk = Client()
    desk.force_login(manager)
    assert REMOVE not in desk.get(of(receptionist)).content.decode()
    for send in (desk.get, desk.post):
        assert send(f"{of(receptionist)}/second-factor").status_code == 403
    assert second_factor.is_set_up(receptionist)


def test_it_needs_a_fresh_password(desk: Client, receptionist: Any, settings: Any) -> None:
    set_up_app(receptionist)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0  # seconds
    address = f"{of(receptionist)}/second-factor"
    for send in (desk.get, desk.post):
        assert send(address)["Location"].startswith("/accounts/reauthenticate/?next=")
    assert second_factor.is_set_up(receptionist)

    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    answer = desk.post(f"/accounts/reauthenticate/?next={address}", {"password": "demo"})
    assert "Second factor removed." in (desk.get(answer["Location"]).content.decode())
