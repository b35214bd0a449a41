"""`/appointments/time-off`: a manager enters a doctor's time off and chooses what to do with each booked patient."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from appointments.exceptions import Refusal, Unanswered
from appointments.hospital_time import iso, parse_moment
from appointments.models import Appointment, Doctor, TimeOff
from appointments.rights import SEE
from appointments.services import time_off
from appointments.web.forms import TimeOffForm
from appointments.web.parse_id import parse_id
from appointments.web.views.staff import StaffPage
from common.access import Access

KEEP = "keep"
ANSWERED = "time_off_answered"  # session key: the last time off, and its patients' former times


class TimeOffPage(StaffPage, View):
    """First the doctor and the time; then, if patients are booked there, a choice for each."""

    access = Access((SEE, time_off.PERMISSION))  # it lists who is booked

    def get(self, request: HttpRequest) -> HttpResponse:
        seen = TimeOff.objects.filter(doctor__in=Doctor.objects.visible_to(request.user)).select_related("doctor")
        entered = seen.filter(pk=parse_id(request.GET.get("entered"))).first()
        answered = _answered(request, entered)
        context = {"form": TimeOffForm(asker=request.user), "entered": entered, "answered": answered}
        return render(request, "appointments/time_off.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TimeOffForm(request.POST, asker=request.user)
        if not form.is_valid():
            return render(request, "appointments/time_off.html", {"form": form})
        when = {name: form.cleaned_data[name] for name in ("doctor", "start", "end")}
        try:
            choices = _choices(request.POST)
            starts = {str(hit.pk): iso(hit.start) for hit in time_off.hits(**when)}
            entered = time_off.enter(by=request.user, **when, reason=form.cleaned_data["reason"], choices=choices)
        except Refusal as refusal:
            planned = [_with_chosen(hit, request.POST) for hit in time_off.plan(**when)]
            # The first list needs no error: nothing could be chosen before it.
            first_look = isinstance(refusal, Unanswered) and "listed" not in request.POST
            context = {"form": form, "hits": planned, "refusal": None if first_look else refusal}
            return render(request, "appointments/time_off.html", context)
        last = request.session.get(ANSWERED, {})
        if last.get("time_off") == entered.pk:  # sent twice: the first one moved them
            starts |= last["starts"]
        request.session[ANSWERED] = {"time_off": entered.pk, "starts": starts}
        messages.success(request, _("Time off saved."))
        return redirect(f"{reverse('appointments:time-off')}?entered={entered.pk}")


def _choices(posted: Any) -> dict[int, time_off.Choice]:
    """The choices made. One that cannot be read counts as none, and is asked for again."""
    choices = {}
    for name, value in posted.items():
        _, _, pk = name.partition("choice-")
        version = posted.get(f"version-{pk}", "")
        if parse_id(pk) and parse_id(version) and value:
            try:
                start = None if value == KEEP else parse_moment(value)
            except ValueError:
                continue
            choices[int(pk)] = time_off.Choice(int(version), start)
    return choices


def _with_chosen(hit: time_off.Hit, posted: Any) -> dict[str, Any]:
    """A hit for the template, with the choice that was made before."""
    offers = [{"value": iso(start), "start": start, "end": end} for start, end in hit.offers]
    return {
        "appointment": hit.appointment,
        "offers": offers,
        "chosen": posted.get(f"choice-{hit.appointment.pk}", ""),
    }


def _answered(request: HttpRequest, entered: TimeOff | None) -> list[dict[str, Any]]:
    """The patients to call: those booked in the time off that was just entered, with their former times.

    `[{"appointment", "before", "moved"}]`
    """
    last = request.session.get(ANSWERED, {})
    if entered is None or last.get("time_off") != entered.pk:
        return []
    before = {int(pk): parse_moment(start) for pk, start in last["starts"].items()}
    rows = Appointment.objects.visible_to(request.user).filter(pk__in=before).with_people()
    return [
        {"appointment": row, "before": before[row.pk], "moved": row.start != before[row.pk]}
        for row in sorted(rows, key=lambda row: before[row.pk])
    ]
