"""Limiting a user to departments, and lifting the limit."""

from typing import Any

import pytest
from django.utils.functional import SimpleLazyObject

from appointments.exceptions import Forbidden
from appointments.models import Appointment, Department, DepartmentScope, Doctor, OpdAppointment
from appointments.models.visibility import scope_of
from appointments.services.department_scope import set_scope
from realtime.models import StreamEvent
from realtime.revocation import CHANNEL
from tests.conftest import api_of

pytestmark = pytest.mark.django_db


def scope_in_database(user: Any) -> set[int | None]:
    return set(DepartmentScope.objects.filter(user=user).values_list("department_id", flat=True))


def test_a_user_without_a_scope_sees_all_departments(receptionist, booked):
    assert scope_of(receptionist) is None
    assert list(Appointment.objects.visible_to(receptionist)) == [booked]


def test_the_system_sees_all_and_an_anonymous_user_nothing(booked, anonymous):
    assert list(Appointment.objects.visible_to(None)) == [booked]
    assert list(Appointment.objects.visible_to(anonymous)) == []


def test_a_scope_is_set_changed_and_lifted(receptionist, department, other_department):
    for departments in ([department], [department, other_department], [other_department]):
        set_scope(by=None, user=receptionist, departments=departments)
        wanted = {each.pk for each in departments}
        assert (scope_in_database(receptionist), scope_of(receptionist)) == (wanted, wanted)
    set_scope(by=None, user=receptionist, departments=None)
    assert (scope_in_database(receptionist), scope_of(receptionist)) == (set(), None)


@pytest.mark.parametrize("before", ["all", "some"])
def test_a_user_limited_to_no_department_sees_none(receptionist, booked, visit, department, before):
    set_scope(by=None, user=receptionist, departments=None if before == "all" else [department])
    for _ in range(2):
        set_scope(by=None, user=receptionist, departments=[])
        assert (scope_in_database(receptionist), scope_of(receptionist)) == ({None}, frozenset())
    for model in (Appointment, OpdAppointment, Doctor, Department):
        assert list(model.objects.visible_to(receptionist)) == [], model

    calendar = api_of(receptionist).get("/api/calendar/", {"start": "2026-03-10", "end": "2026-03-11"})
    assert (calendar.status_code, calendar.json()["events"], calendar.json()["heads"]) == (200, [], {})


def test_from_none_to_all_and_to_some(receptionist, department):
    for departments, scope in (([department], {department.pk}), (None, None)):
        set_scope(by=None, user=receptionist, departments=[])
        set_scope(by=None, user=receptionist, departments=departments)
        assert scope_of(receptionist) == scope


def test_to_be_limited_to_no_department_ends_rights(receptionist):
    set_scope(by=None, user=receptionist, departments=[])
    assert StreamEvent.objects.filter(channel=CHANNEL).count() == 1


def test_a_limit_holds_for_a_superuser_and_for_the_user_of_a_request(admin_user, booked, other_department):
    admin_user.is_superuser = True
    user = SimpleLazyObject(lambda: admin_user)  # as `request.user` is one
    assert list(Appointment.objects.visible_to(user)) == [booked]
    set_scope(by=None, user=user, departments=[other_department])
    assert list(Appointment.objects.visible_to(user)) == []


def test_only_a_change_ends_rights(receptionist, department):
    set_scope(by=None, user=receptionist, departments=[department])
    told = StreamEvent.objects.filter(channel=CHANNEL).count()
    set_scope(by=None, user=receptionist, departments=[department])
    assert (told, StreamEvent.objects.filter(channel=CHANNEL).count()) == (1, 1)


@pytest.mark.parametrize(
    ("wanted", "allowed"),
    [("own", True), ("", True), ("other", False), ("own other", False), ("all", False), ("third", False)],
)
def test_a_limited_manager_gives_access_to_own_departments_only(
    manager, receptionist, department, other_department, wanted, allowed
):
    known: dict[str, Department] = {
        "own": department,
        "other": other_department,
        "third": Department.objects.create(name="Skin", slug="skin", code="S"),
    }
    set_scope(by=None, user=manager, departments=[department])
    departments = None if wanted == "all" else [known[name] for name in wanted.split()]
    if allowed:
        set_scope(by=manager, user=receptionist, departments=departments)
        assert scope_of(receptionist) == {each.pk for each in departments or ()}
    else:
        with pytest.raises(Forbidden):
            set_scope(by=manager, user=receptionist, departments=departments)
        assert scope_in_database(receptionist) == set()


def test_a_department_that_limits_a_user_is_not_deleted(receptionist, other_department):
    set_scope(by=None, user=receptionist, departments=[other_department])
    with pytest.raises(Exception, match="protected"):
        other_department.delete()
    assert scope_in_database(receptionist) == {other_department.pk}


def test_doctors_of_other_departments_are_not_seen(receptionist, doctor, other_department):
    eyes = Doctor.objects.create(name="Dr. Eyes", department=other_department)
    set_scope(by=None, user=receptionist, departments=[other_department])
    assert list(Doctor.objects.visible_to(receptionist)) == [eyes]
    assert list(Department.objects.visible_to(receptionist)) == [other_department]
