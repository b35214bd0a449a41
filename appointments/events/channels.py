"""The domain's channels: their events and who may listen."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from appointments.events.board import BoardUpdated, board_channel
from appointments.events.events import (
    APPOINTMENTS,
    OPD_APPOINTMENTS,
    PATIENTS,
    AppointmentUpdated,
    OpdAppointmentUpdated,
    PatientMerged,
    RoomsUpdated,
    ScheduleUpdated,
    department_channel,
    schedule_channel,
)
from appointments.models import Department, Doctor
from appointments.models.visibility import scope_of
from appointments.rights import SEES
from realtime import channels

# Users who are limited to departments hear the channels of these instead.
SEES_ALL = replace(SEES, only=lambda user: scope_of(user) is None, note="not for users who are limited to departments")


def sees_doctor(user: Any, doctor: str) -> bool:
    return Doctor.objects.visible_to(user).filter(pk=int(doctor)).exists()


def sees_department(user: Any, department: str) -> bool:
    return Department.objects.visible_to(user).filter(slug=department).exists()


def schedules(user: Any) -> list[tuple[str, str]]:
    doctors = Doctor.objects.visible_to(user).filter(is_active=True).values_list("pk", "name")
    return [(schedule_channel(pk), name) for pk, name in doctors]


def departments(user: Any) -> list[tuple[str, str]]:
    found = Department.objects.visible_to(user).values_list("slug", "name")
    return [(department_channel(slug), name) for slug, name in found]


def boards(user: Any) -> list[tuple[str, str]]:
    found = Department.objects.visible_to(user).values_list("slug", "name")
    return [(board_channel(slug), _("wall board of %(department)s") % {"department": name}) for slug, name in found]


def register() -> None:
    channels.register(
        APPOINTMENTS,
        events=[AppointmentUpdated],
        access=SEES_ALL,
        listed=lambda user: [(APPOINTMENTS, _("every appointment"))],
    )
    channels.register(
        OPD_APPOINTMENTS,
        events=[OpdAppointmentUpdated],
        access=SEES_ALL,
        listed=lambda user: [(OPD_APPOINTMENTS, _("every OPD visit"))],
    )
    channels.register(
        PATIENTS,
        events=[PatientMerged],
        access=SEES,
        listed=lambda user: [(PATIENTS, _("merged records"))],
    )
    channels.register(
        r"doctor-schedule\.(?P<doctor>[1-9][0-9]{0,17})",
        events=[AppointmentUpdated, OpdAppointmentUpdated, ScheduleUpdated],
        access=replace(SEES, note="within the user's departments"),
        exists=sees_doctor,
        listed=schedules,
    )
    channels.register(
        r"department\.(?P<department>[-a-zA-Z0-9_]{1,50})",
        events=[AppointmentUpdated, OpdAppointmentUpdated, RoomsUpdated],
        access=replace(SEES, note="within the user's departments"),
        exists=sees_department,
        listed=departments,
    )
    channels.register(
        r"opd-board\.(?P<department>[-a-zA-Z0-9_]{1,50})",
        events=[BoardUpdated],
        access=replace(
            SEES, note="within the user's departments", guests="the department's wall boards, and its patients' pages"
        ),
        exists=sees_department,
        listed=boards,
    )
