"""The earliest free times of a department's doctors, on the booking page without scripts."""

from typing import Any

from appointments.hospital_time import day_bounds, iso, local
from appointments.models import Doctor
from appointments.services.booking.validation import visit_length
from appointments.services.schedule.earliest import Wishes, earliest
from appointments.web.forms import AppointmentForm, WishesForm
from appointments.web.parse_id import parse_id

SHOWN_TIMES = 10


def earliest_times(form: AppointmentForm, wishes: WishesForm, *, asker: Any) -> list[dict[str, Any]]:
    """The times as `{"value", "start", "doctor"}`, of all doctors if no department is chosen.

    None for wishes that are not valid.
    """
    if not wishes.is_valid():
        return []
    department, since = form.chosen("department"), wishes.cleaned_data["since"]
    doctors = Doctor.objects.visible_to(asker).filter(is_active=True).order_by("name", "pk")
    offers = earliest(
        list(doctors.filter(department=department) if department else doctors),
        visit_length(form.chosen("visit_type")),
        Wishes(day_bounds(since)[0] if since else None, wishes.cleaned_data["weekday"], *wishes.hours),
        count=SHOWN_TIMES,
        patient=form.chosen("patient"),
        asker=asker,
    )
    return [
        {"value": f"{offer.doctor.pk} {iso(offer.start)}", "start": offer.start, "doctor": offer.doctor.name}
        for offer in offers
    ]


def taken(value: str) -> dict[str, Any]:
    """The form's values for the time of a pressed button; none for a value that no button has."""
    doctor, _blank, start = value.partition(" ")
    moment = AppointmentForm(initial={"start": start}).chosen("start")
    if moment is None:
        return {}
    return {"doctor": parse_id(doctor), "date": local(moment).date().isoformat(), "start": iso(moment)}
