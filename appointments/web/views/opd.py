"""`/appointments/opd?department=&date=`: the desk of the queues."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from appointments.hospital_time import parse_day
from appointments.models import Department, Doctor, Priority
from appointments.services.permissions import may
from appointments.web.forms import PatientForm
from appointments.web.views.staff import StaffPage

ACTIVE_DOCTORS = Prefetch("doctors", Doctor.objects.filter(is_active=True).order_by("name"), "active_doctors")


class OpdPage(StaffPage, TemplateView):
    """404 for a department that the user does not see, or a date that is none. The script reads the queue."""

    template_name = "appointments/opd.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked = self.request.user, self.request.GET
        departments = list(Department.objects.visible_to(user).prefetch_related(ACTIVE_DOCTORS))
        departments.sort(key=lambda each: all(doctor.user_id != user.pk for doctor in each.active_doctors))
        if asked.get("department") and all(each.slug != asked["department"] for each in departments):
            raise Http404
        try:
            parse_day(asked["date"]) if asked.get("date") else None
        except ValueError as error:
            raise Http404 from error
        return super().get_context_data(
            departments=departments,
            choices=[department_choice(each) for each in departments],
            chosen=asked.get("department", ""),
            priorities=Priority.choices,
            may_give=may(user, "walk_in"),
            may_register=may(user, "walk_in"),
            registration_address=reverse("appointments:api-walk-in-patients"),
            registration=PatientForm(prefix="new"),
            **kwargs,
        )


def department_choice(department: Any) -> dict[str, Any]:
    """A department with its doctors, for the page's script."""
    return {
        "id": department.pk,
        "slug": department.slug,
        "name": department.name,
        "doctors": [{"id": doctor.pk, "name": doctor.name} for doctor in department.active_doctors],
    }
