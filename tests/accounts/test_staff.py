"""Who may do what with whose account: no user gets rights raised above those of the manager."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts import throttle
from accounts.models import FailedSignIn
from accounts.password_links import links
from accounts.services import staff
from accounts.services.managing import may_manage, roles_given_by
from appointments.exceptions import Forbidden, Invalid
from appointments.models import Department, Doctor
from appointments.models.visibility import scope_of
from appointments.rights import ROLES
from appointments.services.department_scope import set_scope
from tests.conftest import USERS, Cell, user_with_role

pytestmark = pytest.mark.django_db

BELOW_MANAGERS = {"reception", "doctor", "opd", "developer", "nobody", "eyes", "heart and eyes", "no department"}
MANAGERS = {"manager", "other manager", "eyes manager"}
ADMINS = {"admin", "other admin", "inactive admin"}
ALL = {*BELOW_MANAGERS, *MANAGERS, *ADMINS, "root", "own right", "own group"}
# Whose accounts each may manage.
MANAGED: dict[str, set[str]] = {
    "reception": set(),
    "doctor": set(),
    "opd": set(),
    "developer": set(),
    "nobody": set(),
    "manager": BELOW_MANAGERS | MANAGERS,
    "eyes manager": {"eyes", "eyes manager", "no department"},
    # A role holds no `change_appointment` but the admin's.
    "admin": ALL - {"root"},
    "root": ALL,
    "inactive admin": set(),
}
GIVEN: dict[str, set[str]] = {
    "manager": {"reception", "doctor", "opd", "manager", "developer"},
    "eyes manager": {"reception", "doctor", "opd", "manager", "developer"},
    "admin": {*ROLES, "night shift"},
    "root": {*ROLES, "night shift"},
}
VERBS: dict[str, Callable[..., object]] = {
    "change": lambda by, user: staff.change(by=by, user=user, **stored(user) | {"last_name": "Changed"}),
    "deactivate": lambda by, user: staff.deactivate(by=by, user=user),
    "activate": lambda by, user: staff.activate(by=by, user=user),
    "password_link": lambda by, user: staff.password_link(by=by, user=user),
    "unlock": lambda by, user: staff.unlock(by=by, user=user),
    "remove_second_factor": lambda by, user: staff.remove_second_factor(by=by, user=user),
}
NOT_ON_OWN = {"deactivate", "password_link", "remove_second_factor"}


def stored(user: Any) -> dict[str, Any]:
    return {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "roles": list(user.groups.all()),
        "departments": None if scope_of(user) is None else list(Department.objects.visible_to(user)),
        "doctor": Doctor.objects.filter(user=user).first(),
    }


def fresh(user: Any) -> Any:
    return USERS.objects.get(pk=user.pk)


def accounts() -> list[tuple[Any, ...]]:
    return sorted(USERS.objects.values_list("pk", "last_name", "is_active", "is_staff", "password", "groups"), key=str)


@pytest.mark.parametrize("by", list(MANAGED))
def test_each_verb_manages_exactly_the_accounts_of_the_table(people: dict[str, Any], by: str, cell: Cell) -> None:
    assert set(people) == ALL
    for verb, call in VERBS.items():
        with cell(verb=verb):
            manager, may = fresh(people[by]), set()
            before = accounts()
            for name, user in people.items():
                try:
                    call(manager, fresh(user))
                except Forbidden:
                    assert accounts() == before, name
                else:
                    may.add(name)
                    before = accounts()
            assert may == MANAGED[by] - ({by} if verb in NOT_ON_OWN else set())


def test_roles_are_given_only_by_those_who_hold_all_their_rights(people: dict[str, Any], cell: Cell) -> None:
    eyes = Department.objects.get(slug="eyes")
    for by in MANAGED:
        with cell(by=by):
            given = set()
            for number, group in enumerate(Group.objects.all()):
                try:
                    staff.create(by=fresh(people[by]), username=f"new{number}", roles=[group], departments=[eyes])
                except Forbidden:
                    assert not USERS.objects.filter(username=f"new{number}").exists()
                else:
                    given.add(group.name)
            assert given == GIVEN.get(by, set())


def test_a_manager_cannot_promote_anyone_to_admin(manager: Any, receptionist: Any) -> None:
    admins = Group.objects.get(name="admin")
    with pytest.raises(Forbidden):
        staff.change(by=manager, user=receptionist, **stored(receptionist) | {"roles": [admins]})

    assert not receptionist.groups.filter(name="admin").exists()
    assert admins not in roles_given_by(manager)


def test_own_roles_and_departments_stay(manager: Any, department: Department) -> None:
    for changes in ({"roles": []}, {"departments": [department]}, {"departments": []}):
        with pytest.raises(Forbidden):
            staff.change(by=manager, user=manager, **stored(manager) | changes)

    staff.change(by=manager, user=manager, **stored(manager) | {"first_name": "Mara"})
    assert (fresh(manager).first_name, scope_of(fresh(manager))) == ("Mara", None)
    assert list(manager.groups.values_list("name", flat=True)) == ["manager"]


def test_a_manager_of_one_department_gives_access_to_no_other(
    manager: Any, department: Department, other_department: Department, doctor: Doctor
) -> None:
    set_scope(by=None, user=manager, departments=[other_department])
    manager = fresh(manager)
    for changes in ({"departments": None}, {"departments": [department]}, {"doctor": doctor}):
        with pytest.raises(Forbidden):
            staff.create(by=manager, username="new", **{"departments": [other_department]} | changes)
    assert not USERS.objects.filter(username="new").exists()

    new = staff.create(by=manager, username="new", departments=[other_department])

    assert scope_of(new) == {other_department.pk}


# The last admin


def change_of_role(by: Any, user: Any) -> None:
    staff.change(by=by, user=user, **stored(user) | {"roles": []})


@pytest.mark.parametrize("way", [change_of_role, VERBS["deactivate"]], ids=["demoted", "deactivated"])
def test_the_last_active_admin_stays(admin: Any, way: Callable[..., object]) -> None:
    """None is the system, which may manage every account."""
    other = user_with_role("admin2", "admin")
    way(admin, other)
    for by in (None, admin):
        with pytest.raises(Forbidden):
            way(by, fresh(admin))

    assert fresh(admin).is_active
    assert fresh(admin).groups.filter(name="admin").exists()


def test_a_deactivated_admin_does_not_count_as_one(admin: Any) -> None:
    user_with_role("admin3", "admin", is_active=False)

    with pytest.raises(Forbidden):
        staff.deactivate(by=None, user=admin)


# Accounts


def test_an_account_is_made_without_a_password(manager: Any, doctor: Doctor) -> None:
    other = Doctor.objects.create(name="Dr. Tomas Novak", department=doctor.department)
    roles = list(Group.objects.filter(name__in=["doctor", "opd"]))
    made = staff.create(by=manager, username="tomas", first_name="Tomas", last_name="Novak", roles=roles, doctor=other)

    assert not made.has_usable_password()
    assert set(made.groups.all()) == set(roles)
    assert Doctor.objects.get(user=made) == other
    assert (made.is_staff, made.is_superuser, made.is_active) == (False, False, True)


@pytest.mark.parametrize(("role", "opens"), [("manager", True), ("admin", True), ("reception", False)])
def test_roles_that_edit_in_the_admin_open_it(admin: Any, role: str, opens: bool) -> None:
    made = staff.create(by=admin, username="new", roles=[Group.objects.get(name=role)])
    assert made.is_staff == opens

    staff.change(by=admin, user=made, **stored(made) | {"roles": []})
    assert not fresh(made).is_staff


@pytest.mark.parametrize("username", ["reception", "RECEPTION", "", "two words", "x" * 151, "a\x00b", "<script>"])
def test_user_names_that_no_account_can_have(manager: Any, receptionist: Any, username: str) -> None:
    before = USERS.objects.count()
    with pytest.raises(Invalid) as refused:
        staff.create(by=manager, username=username)

    assert list(refused.value.fields) == ["username"]
    assert USERS.objects.count() == before


def test_a_doctor_has_one_account(manager: Any, receptionist: Any, doctor: Doctor) -> None:
    with pytest.raises(Invalid) as refused:
        staff.change(by=manager, user=receptionist, **stored(receptionist) | {"doctor": doctor})
    assert list(refused.value.fields) == ["doctor"]

    staff.change(by=manager, user=doctor.user, **stored(doctor.user) | {"doctor": None})
    staff.change(by=manager, user=receptionist, **stored(receptionist) | {"doctor": Doctor.objects.get(pk=doctor.pk)})

    assert Doctor.objects.get().user == receptionist


def test_unlocking_forgets_the_wrong_passwords_of_one_account(manager: Any, receptionist: Any, opd_clerk: Any) -> None:
    for user in (receptionist, opd_clerk):
        for _ in range(10):
            Client().post("/accounts/login/", {"username": user.username, "password": "wrong"})
    assert throttle.locked(["reception", "opd"]) == {"reception", "opd"}

    staff.unlock(by=manager, user=receptionist)

    assert throttle.locked(["reception", "opd"]) == {"opd"}
    assert FailedSignIn.objects.count() == 10


# Links for a new password


def test_a_link_works_until_the_password_is_new(manager: Any, receptionist: Any) -> None:
    _user, token = staff.password_link(by=manager, user=receptionist)
    assert links.check_token(receptionist, token)

    receptionist.set_password("another one")
    receptionist.save()

    assert not links.check_token(fresh(receptionist), token)


@pytest.mark.parametrize(
    "change",
    [
        lambda user: user.groups.add(Group.objects.get(name="admin")),
        lambda user: USERS.objects.filter(pk=user.pk).update(is_superuser=True),
        lambda user: USERS.objects.filter(pk=user.pk).update(is_active=False),
        lambda user: set_scope(by=None, user=user, departments=[Department.objects.create(name="E", slug="e")]),
        lambda user: set_scope(by=None, user=user, departments=[]),
    ],
    ids=["admin", "superuser", "inactive", "departments", "no department"],
)
def test_a_link_ends_with_other_rights(manager: Any, receptionist: Any, change: Callable[[Any], object]) -> None:
    """A manager who kept the link of an account would otherwise get the rights that it is given later."""
    _user, token = staff.password_link(by=manager, user=receptionist)

    change(receptionist)

    assert not links.check_token(fresh(receptionist), token)


def test_of_an_inactive_user_all_permissions_count(manager: Any) -> None:
    """Django names none for an inactive user."""
    retired = user_with_role("retired", "admin", is_active=False)

    assert retired.get_all_permissions() == set()
    assert not may_manage(manager, retired)
