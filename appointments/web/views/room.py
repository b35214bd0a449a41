"""`/appointments/room?doctor=`: the doctor's room, on a phone."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from appointments.models import Department, Doctor
from appointments.rights import doing
from appointments.services.permissions import serves_every_doctor
from appointments.services.queue.rooms import own_doctor
from appointments.web.parse_id import parse_id
from appointments.web.views.opd import ACTIVE_DOCTORS, department_choice
from common.pages import Guarded


class RoomPage(Guarded, TemplateView):
    """A doctor's account opens the own room. Users who act for every doctor choose one: 404 for an unknown one."""

    access = doing("call")
    template_name = "appointments/room.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked = self.request.user, self.request.GET.get("doctor", "")
        departments = list(Department.objects.visible_to(user).prefetch_related(ACTIVE_DOCTORS))
        chooses = serves_every_doctor(user)
        doctor = _named(departments, asked) if chooses else own_doctor(user)
        shown = [each for each in departments if doctor and each.pk == doctor.department_id]
        return super().get_context_data(
            doctor=doctor,
            department=shown[0] if shown else None,
            chooses=chooses,
            departments=departments,
            setting={
                "doctor": {"id": doctor.pk, "name": doctor.name},
                "department": department_choice(shown[0]),
                "departments": [department_choice(each) for each in departments],
            }
            if doctor and shown
            else None,
            **kwargs,
        )


def _named(departments: Iterable[Any], asked: str) -> Doctor | None:
    """The doctor of the address; None where it names none."""
    if not asked:
        return None
    pk = parse_id(asked)
    doctors: list[Doctor] = [doctor for each in departments for doctor in each.active_doctors]
    found = next((doctor for doctor in doctors if doctor.pk == pk), None)
    if found is None:
        raise Http404
    return found
