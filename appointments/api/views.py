"""The calls of the JSON API: parse, call one service, answer."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from appointments.api import serializers as shapes
from appointments.api.idempotency import idempotent
from appointments.events.calendar_event import calendar_event, department_card, patient_card, phone_links
from appointments.events.events import schedule_channel
from appointments.hospital_time import iso
from appointments.models import Appointment, Doctor, Hold, OpdAppointment, Patient
from appointments.models.phone import is_odd
from appointments.models.status import TRANSITIONS
from appointments.models.visibility import scope_of
from appointments.rights import SEES, doing
from appointments.services.booking import booking, holds, transitions
from appointments.services.booking.validation import visit_length
from appointments.services.patients import registration, visits
from appointments.services.patients.found import Found, found_patients
from appointments.services.queries import calendar, calendar_snapshot, history
from appointments.services.queue import walk_ins
from appointments.services.schedule import availability, working_hours
from audit.models import Action
from audit.recording import saw, subject_of
from common.access import Access
from common.actor import person
from realtime import streams


class StaffView(APIView):
    """A call for users who may see appointments. `changes` narrows the methods that change something."""

    access = SEES
    changes: Access | None = None

    def read(self, shape: type[serializers.Serializer[Any]], data: Any, **kwargs: Any) -> dict[str, Any]:
        """The request's data, validated by the serializer. Raises ValidationError."""
        reader = shape(data=data, **kwargs)
        reader.is_valid(raise_exception=True)
        return reader.validated_data


class CalendarView(StaffView):
    def query(self, request: Request) -> calendar.CalendarQuery:
        """What is asked for. One patient's calendar is recorded, unless the user has opened the patient already."""
        asked = self.read(shapes.CalendarRequest, request.query_params)
        if "patient" in asked:
            saw(Action.SAW_PATIENT, request, patient=asked["patient"], again=True)
        return calendar.CalendarQuery(**asked, scope=scope_of(request.user))

    @extend_schema(parameters=[shapes.CalendarRequest], responses=shapes.CalendarAnswer)
    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(calendar_snapshot.as_json(self.query(request)), content_type="application/json")


class CountsView(CalendarView):
    @extend_schema(parameters=[shapes.CalendarRequest], responses=shapes.CountAnswer(many=True))
    def get(self, request: Request) -> Response:
        return Response(calendar.counts(self.query(request)))


class TodayView(StaffView):
    @extend_schema(parameters=[shapes.CalendarFilters], responses=shapes.TodayAnswer)
    def get(self, request: Request) -> Response:
        asked = self.read(shapes.CalendarFilters, request.query_params)
        return Response(calendar.todays_counts(calendar.Filters(**asked, scope=scope_of(request.user))))


class WorkingHoursView(StaffView):
    @extend_schema(parameters=[shapes.HoursRequest], responses=shapes.HoursAnswer(many=True))
    def get(self, request: Request) -> Response:
        asked = self.read(shapes.HoursRequest, request.query_params)
        found = working_hours.hours(asked["doctor"], asked["start"], asked["end"], scope=scope_of(request.user))
        return Response(list(map(hours_card, found)))


class AppointmentsView(StaffView):
    changes = doing("book")

    @extend_schema(request=shapes.BookRequest, responses={201: shapes.CalendarEventAnswer})
    @idempotent
    def post(self, request: Request) -> Response:
        asked = self.read(shapes.BookRequest, request.data)
        booked = booking.book(by=request.user, **asked)
        return Response(calendar_event(booked), status=status.HTTP_201_CREATED)


class AppointmentView(StaffView):
    changes = doing("reschedule")

    @extend_schema(responses=shapes.CalendarEventAnswer)
    def get(self, request: Request, pk: int) -> Response:
        found = Appointment.objects.visible_to(request.user).with_people()
        return opened(request, get_object_or_404(found, pk=pk))

    @extend_schema(request=shapes.RescheduleRequest, responses=shapes.CalendarEventAnswer)
    @idempotent
    def patch(self, request: Request, pk: int) -> Response:
        appointment = get_object_or_404(Appointment.objects.visible_to(request.user), pk=pk)
        asked = self.read(shapes.RescheduleRequest, request.data)
        moved = booking.reschedule(by=request.user, appointment=appointment, **asked)
        return Response(calendar_event(moved))


class AppointmentStatusView(StaffView):
    changes = doing(*TRANSITIONS, model="appointment")
    model: type[Appointment] | type[OpdAppointment] = Appointment

    @extend_schema(request=shapes.StatusRequest, responses=shapes.CalendarEventAnswer)
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        appointment: Any = get_object_or_404(self.model.objects.visible_to(request.user), pk=pk)
        asked = self.read(shapes.StatusRequest, request.data)
        return Response(calendar_event(transitions.change_status(by=request.user, appointment=appointment, **asked)))


class OpdAppointmentsView(StaffView):
    changes = doing("walk_in")

    @extend_schema(request=shapes.WalkInRequest, responses={201: shapes.CalendarEventAnswer})
    @idempotent
    def post(self, request: Request) -> Response:
        visit = walk_ins.walk_in(by=request.user, **self.read(shapes.WalkInRequest, request.data))
        return Response(calendar_event(visit), status=status.HTTP_201_CREATED)


class WalkInPatientsView(StaffView):
    """Registers a patient who walks in: half of those never came before, and the desk that gives tokens meets them."""

    changes = doing("walk_in")

    @extend_schema(request=shapes.PatientRequest, responses={201: shapes.SavedPatientAnswer})
    @idempotent
    def post(self, request: Request) -> Response:
        asked = self.read(shapes.PatientRequest, request.data)
        patient = registration.register_patient(by=request.user, walks_in=True, **asked)
        return Response(saved_card(patient), status=status.HTTP_201_CREATED)


class OpdAppointmentView(StaffView):
    changes = doing("walk_in")

    @extend_schema(responses=shapes.CalendarEventAnswer)
    def get(self, request: Request, pk: int) -> Response:
        found = OpdAppointment.objects.visible_to(request.user).with_people()
        return opened(request, get_object_or_404(found, pk=pk))

    @extend_schema(request=shapes.WalkInCorrection, responses=shapes.CalendarEventAnswer)
    @idempotent
    def patch(self, request: Request, pk: int) -> Response:
        visit = get_object_or_404(OpdAppointment.objects.visible_to(request.user), pk=pk)
        asked = self.read(shapes.WalkInCorrection, request.data)
        return Response(calendar_event(walk_ins.correct(by=request.user, visit=visit, **asked)))


class OpdStatusView(AppointmentStatusView):
    changes = doing(*TRANSITIONS, model="opdappointment")
    model = OpdAppointment


class DoctorsView(StaffView):
    @extend_schema(parameters=[shapes.DepartmentFilter], responses=shapes.DoctorAnswer(many=True))
    def get(self, request: Request) -> Response:
        asked = self.read(shapes.DepartmentFilter, request.query_params)
        doctors = Doctor.objects.visible_to(request.user).filter(is_active=True, **asked).select_related("department")
        return Response(
            [
                {"id": doctor.pk, "name": doctor.name, "department": department_card(doctor.department)}
                for doctor in doctors
            ]
        )


class AvailabilityView(StaffView):
    @extend_schema(parameters=[shapes.AvailabilityRequest], responses=shapes.AvailabilityAnswer)
    def get(self, request: Request, pk: int) -> Response:
        doctor = get_object_or_404(Doctor.objects.visible_to(request.user), pk=pk)
        asked = self.read(shapes.AvailabilityRequest, request.query_params)
        heads = streams.heads([schedule_channel(doctor.pk)])
        length = visit_length(asked.get("visit_type"))
        day = availability.day_of(doctor, asked["date"], length, asker=request.user)
        return Response(
            {
                "heads": heads.seqs,
                "epoch": heads.epoch,
                "slots": list(map(slot_card, day.slots)),
                "slot_minutes": day.slot_minutes,
                "holiday": day.holiday,
            }
        )


class FreeDaysView(StaffView):
    @extend_schema(parameters=[shapes.AvailabilityRequest], responses=shapes.FreeDayAnswer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        doctor = get_object_or_404(Doctor.objects.visible_to(request.user), pk=pk)
        asked = self.read(shapes.AvailabilityRequest, request.query_params)
        length = visit_length(asked.get("visit_type"))
        days = availability.free_days(doctor, length, asked["date"], asker=request.user)
        return Response([{"date": day.isoformat(), "free": free} for day, free in days])


class HoldsView(StaffView):
    changes = doing("book")

    @extend_schema(request=shapes.HoldRequest, responses={201: shapes.HoldAnswer})
    @idempotent
    def post(self, request: Request) -> Response:
        held = holds.hold(by=request.user, **self.read(shapes.HoldRequest, request.data))
        return Response({"id": held.pk, "until": iso(held.until)}, status=status.HTTP_201_CREATED)


class HoldView(StaffView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        try:
            holds.release(by=request.user, pk=pk)
        except Hold.DoesNotExist:
            raise Http404 from None
        return Response(status=status.HTTP_204_NO_CONTENT)


class PatientsView(StaffView):
    changes = doing("register_patient")

    def get_throttles(self) -> list[BaseThrottle]:
        """Only the search has the tighter limit."""
        self.throttle_scope = "search" if self.request.method == "GET" else ""
        return super().get_throttles()

    @extend_schema(parameters=[shapes.PatientSearch], responses=shapes.FoundPatientAnswer(many=True))
    def get(self, request: Request) -> Response:
        asked = self.read(shapes.PatientSearch, request.query_params)
        return Response(list(map(found_card, found_patients(asked["q"], asker=request.user))))

    @extend_schema(request=shapes.PatientRequest, responses={201: shapes.SavedPatientAnswer})
    @idempotent
    def post(self, request: Request) -> Response:
        patient = registration.register_patient(by=request.user, **self.read(shapes.PatientRequest, request.data))
        return Response(saved_card(patient), status=status.HTTP_201_CREATED)


class PatientSearchView(StaffView):
    """The search of the pages: names and phones stay out of addresses, which every proxy writes to its log."""

    throttle_scope = "search"

    @extend_schema(request=shapes.PatientSearchRequest, responses=shapes.FoundPatientAnswer(many=True))
    def post(self, request: Request) -> Response:
        asked = self.read(shapes.PatientSearchRequest, request.data)
        return Response(list(map(found_card, found_patients(asked["q"], asker=request.user))))


class PatientView(StaffView):
    changes = doing("register_patient")

    @extend_schema(responses=shapes.PatientDetailAnswer)
    def get(self, request: Request, pk: int) -> Response:
        patient = get_object_or_404(Patient, pk=pk)
        saw(Action.SAW_PATIENT, request, patient=pk)
        seen = visits.last_seen(patient, scope=scope_of(request.user))
        last = {"at": iso(seen.start), "department": seen.department} if seen else None
        missed = visits.no_shows(patient, scope=scope_of(request.user))
        merged = {"merged_into": patient.merged_into_id} if patient.merged_into_id else {}
        return Response(patient_card(patient) | {"last_seen": last, "no_shows": missed} | merged)

    @extend_schema(request=shapes.PatientCorrection(partial=True), responses=shapes.SavedPatientAnswer)
    @idempotent
    def patch(self, request: Request, pk: int) -> Response:
        patient = get_object_or_404(Patient, pk=pk)
        asked = self.read(shapes.PatientCorrection, request.data, partial=True)
        return Response(saved_card(registration.correct_patient(by=request.user, patient=patient, **asked)))


class PatientAppointmentsView(StaffView):
    @extend_schema(responses=shapes.CalendarEventAnswer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        patient = get_object_or_404(Patient, pk=pk)
        saw(Action.SAW_PATIENT, request, patient=pk)
        found = visits.rows_of(patient, scope_of(request.user))
        rows = sorted((row for kind in found for row in kind.with_people()), key=lambda row: row.start)
        return Response(list(map(calendar_event, rows)))


def saved_card(patient: Patient) -> dict[str, Any]:
    """A patient who was just registered or corrected; `odd_phone` asks to check a number that no phone can have."""
    return patient_card(patient) | {"odd_phone": is_odd(patient.phone) or is_odd(patient.second_phone)}


def slot_card(slot: availability.Slot) -> dict[str, Any]:
    """A slot as the API shows it; a held one with the holder and the end of the hold."""
    card: dict[str, Any] = {"start": iso(slot.start), "end": iso(slot.end), "state": slot.state}
    if slot.hold:
        card |= {"held_by": person(slot.hold.user), "held_until": iso(slot.hold.until)}
    return card


def found_card(found: Found) -> dict[str, Any]:
    """The patient, which parts of the fields match, and where there are, the next visit of today and the former MRN."""
    card = {**patient_card(found.patient), "marks": found.marks}
    if found.today:
        card["today"] = calendar_event(found.today)
    if found.former_mrn:
        card["former_mrn"] = found.former_mrn
    return card


def hours_card(found: working_hours.Hours) -> dict[str, Any]:
    """A doctor's shifts and absences, in the hospital's zone."""
    return {
        "doctor": found.doctor,
        "spans": [{"start": iso(start), "end": iso(end)} for start, end in found.spans],
        "away": [{"start": iso(each.start), "end": iso(each.end), "reason": each.reason} for each in found.away],
    }


def opened(request: Request, appointment: Appointment | OpdAppointment) -> Response:
    """The CalendarEvent with its history and the statuses that the asker may set; recorded in the audit."""
    saw(Action.SAW_APPOINTMENT, request, patient=appointment.patient_id, subject=subject_of(appointment))
    return Response(
        {
            **calendar_event(appointment),
            **phone_links(appointment.patient),
            "history": history.history_of(appointment),
            "allowed": transitions.allowed(request.user, appointment),
        }
    )
