"""Whether a department sees patients on a day."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from appointments.models import DateHours, Department, Holiday, WorkingHours
from appointments.services.schedule.availability import shifts_on


def why_closed(department: Department, day: date) -> str | None:
    """Why it is closed on that day, as a sentence: a holiday, or none of its doctors works. None if it is open.

    A department for whose doctors no hours were entered is open.
    """
    if holiday := Holiday.objects.filter(date=day).first():
        return _("Closed: %(holiday)s.") % {"holiday": holiday.name}
    doctors: dict[str, Any] = {"doctor__department": department, "doctor__is_active": True}
    weekly: list[Any] = list(WorkingHours.objects.filter(**doctors))
    dated: list[Any] = list(DateHours.objects.filter(**doctors, date=day))
    theirs = {hours.doctor_id for hours in (*weekly, *dated)}
    works = any(
        any(shifts_on(day, [each for each in weekly if each.doctor_id == doctor], own))
        for doctor in theirs
        for own in [[each for each in dated if each.doctor_id == doctor]]
    )
    if theirs and not works:
        return _("%(department)s is closed today.") % {"department": department.name}
    return None
