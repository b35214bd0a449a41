"""`/appointments/create`: the booking page. One form and one address; every button keeps the input."""

import json
import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from appointments.exceptions import Closed, LikelyDuplicate, Match, Merged, Refusal, SlotTaken
from appointments.hospital_time import local, today
from appointments.models import Appointment
from appointments.models.phone import is_odd
from appointments.models.visibility import scope_of
from appointments.services.booking import booking
from appointments.services.booking.validation import visit_of_length
from appointments.services.idempotency import NOT_KEPT, Answer, once
from appointments.services.patients.found import Found, found_patients
from appointments.services.patients.registration import register_patient
from appointments.services.patients.visits import last_seen, no_shows
from appointments.services.permissions import may, sees
from appointments.web.forms import AppointmentForm, PatientForm, WishesForm
from appointments.web.parse_id import parse_id
from appointments.web.views.doctors_day import conflict, doctors_day, proposal
from appointments.web.views.earliest import earliest_times, taken
from audit.models import Action
from audit.recording import saw, subject_of
from common.access import Access
from common.actor import acting_as
from common.refused_sign_in import SignInRefused

SHOWN_PATIENTS = 10
PREFILLED = ("patient", "department", "doctor", "visit_type", "date", "start", "complaint")


class CreatePage(View):
    """GET shows the form, prefilled from `?doctor=&date=&start=&end=`; POST finds, registers or books."""

    access = Access(("appointments.book_appointment",))
    show_only = False  # POST changes nothing and shows what was typed: the form's CSRF token was of another session

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        self._check_role(request)
        asked = {name: request.GET[name] for name in PREFILLED if request.GET.get(name)}
        if "start" in asked:
            asked["start"] = asked["start"].replace(" ", "+")
            asked |= _visit_until(request, asked)
        booked = None
        if may(request.user, "view"):
            seen = Appointment.objects.visible_to(request.user).with_people()
            booked = seen.filter(pk=parse_id(request.GET.get("booked"))).first()
        if booked:
            asked = {"doctor": str(booked.doctor_id), "date": local(booked.start).date().isoformat()}
        form = AppointmentForm(initial=asked, asker=request.user)
        if form.chosen("date") is None:
            start = form.chosen("start")
            day = local(start).date() if start else today()
            form = AppointmentForm(initial=asked | {"date": day.isoformat()}, asker=request.user)
        return self._show(request, form, booked=booked)

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.show_only:
            return self._once_more(request)
        if not request.user.is_authenticated:
            try:
                if not self._sign_in(request):
                    return self._signed_out(request, _("Wrong user name or password."))
            except SignInRefused as refusal:
                page = self._signed_out(request, str(refusal))
                refusal.mark(page)
                return page
        self._check_role(request)
        form = AppointmentForm(request.POST, asker=request.user)
        actions = {"find": self._find, "slots": self._show, "earliest": self._show, "register": self._register}
        action = actions.get(request.POST.get("action", "book"), self._book)
        for button, press in {"go_to": self._go_to, "take": self._take}.items():
            action = press if button in request.POST else action
        with acting_as(request.user):
            return action(request, form)

    def _once_more(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self._signed_out(request)
        self._check_role(request)
        form = AppointmentForm(request.POST, asker=request.user)
        messages.warning(request, _("You signed in again after opening this form. Check it and send it again."))
        return self._show(request, _unchecked(form), registration=PatientForm(request.POST, prefix="new"))

    def _check_role(self, request: HttpRequest) -> None:
        if not self.access.allows(request.user):
            raise PermissionDenied

    def _sign_in(self, request: HttpRequest) -> bool:
        """Signs in with the password asked for by a form whose session has ended. Raises SignInRefused."""
        username, password = request.POST.get("username", ""), request.POST.get("password", "")
        user = authenticate(request, username=username, password=password) if username else None
        if user is None:
            return False
        login(request, user)
        return True

    def _signed_out(self, request: HttpRequest, problem: str = "") -> HttpResponse:
        """Asks for the password; keeps the input, and shows nothing that only staff may see.

        `problem`: why the last password did not sign in; not shown if none was sent.
        """
        context = {
            "form": AppointmentForm(request.POST, asker=request.user),
            "registration": PatientForm(request.POST, prefix="new"),
            "signed_out": True,
            "problem": problem if request.POST.get("username") else "",
            "action": request.POST.get("action", "book"),
            "query": request.POST.get("q", ""),
            "idempotency_key": uuid.uuid4(),
        }
        return render(request, "appointments/create.html", context)

    def _find(self, request: HttpRequest, form: AppointmentForm) -> HttpResponse:
        found = found_patients(request.POST.get("q", ""), SHOWN_PATIENTS, asker=request.user)
        return self._show(request, _unchecked(form), found=found)

    def _go_to(self, request: HttpRequest, form: AppointmentForm) -> HttpResponse:
        """Shows the day that the button names."""
        return self._show(request, _unchecked(form, date=request.POST["go_to"], start=""))

    def _take(self, request: HttpRequest, form: AppointmentForm) -> HttpResponse:
        """Chooses the doctor, date and time that the button names."""
        return self._show(request, _unchecked(form, **taken(request.POST["take"])))

    def _register(self, request: HttpRequest, form: AppointmentForm) -> HttpResponse:
        registration = PatientForm(request.POST, prefix="new")
        if not registration.is_valid():
            return self._show(request, _unchecked(form), registration=registration)
        try:
            patient = register_patient(by=request.user, **registration.cleaned_data)
        except LikelyDuplicate as refusal:
            return self._show(request, _unchecked(form), registration=registration, matches=refusal.matches)
        except Refusal as refusal:
            registration.add_errors(refusal.fields or {"": [refusal.detail]})
            return self._show(request, _unchecked(form), registration=registration)
        if is_odd(patient.phone) or is_odd(patient.second_phone):
            messages.warning(request, _("Registered. The phone number is unusual: check it."))
        return self._show(request, _unchecked(form, patient=patient.pk), registration=PatientForm(prefix="new"))

    def _book(self, request: HttpRequest, form: AppointmentForm) -> HttpResponse:
        if not form.is_valid():
            return self._show(request, form)
        answer = book_once(request, form)
        told = json.loads(answer.body)
        if answer.status != HTTPStatus.CREATED:
            form.add_errors(told["fields"])
            return self._show(request, form, refused=told["context"])
        messages.success(request, _("Booked."))
        return redirect(f"{reverse('appointments:create')}?booked={told['id']}")

    def _show(
        self,
        request: HttpRequest,
        form: AppointmentForm,
        *,
        found: list[Found] | None = None,
        registration: PatientForm | None = None,
        matches: list[Match] | None = None,
        refused: dict[str, Any] | None = None,
        booked: Appointment | None = None,
    ) -> HttpResponse:
        form = (
            form if refused or not form.is_bound or request.POST.get("action", "book") == "book" else _unchecked(form)
        )
        patient = form.chosen("patient")
        if patient and patient.merged_into:
            messages.warning(request, Merged(patient, patient.merged_into).detail)
            patient = patient.merged_into
            form = _unchecked(form, patient=patient.pk)
        if patient:
            saw(Action.SAW_PATIENT, request, patient=patient.pk, again=request.method == "POST")
        if booked:
            saw(
                Action.SAW_APPOINTMENT,
                request,
                patient=booked.patient_id,
                subject=subject_of(booked),
                again=True,
            )
        wishes, asks_earliest = (
            WishesForm(request.POST or None, prefix="wish"),
            request.POST.get("action") == "earliest",
        )
        seen = {}
        if patient and may(request.user, "view"):
            scope = scope_of(request.user)
            seen = {"last_seen": last_seen(patient, scope=scope), "no_shows": no_shows(patient, scope=scope)}
        context = {
            "form": form,
            "patient": patient,
            **seen,
            "query": request.POST.get("q", ""),
            "found": found,
            "registration": registration or _unchecked_patient(request),
            "matches": matches,
            "conflicts": [],
            "booked": booked,
            "wishes": wishes,
            "earliest": earliest_times(form, wishes, asker=request.user) if asks_earliest else None,
            "idempotency_key": uuid.uuid4(),
            "may_register": may(request.user, "register_patient"),
            "may_override": may(request.user, "override_hours"),
            **doctors_day(form, asker=request.user),
            **(refused or {}),
        }
        if slot_minutes := context.get("slot_minutes"):
            form.name_standard(slot_minutes)
        return render(request, "appointments/create.html", context)


def book_once(request: HttpRequest, form: AppointmentForm) -> Answer:
    """201 with `{"id"}`, or 409 with `{"fields", "context"}`: what the form and the template show of a refusal.

    The same form sent twice, by a double click or by going back, books once and gets the same answer. A page with a
    refusal contains a new form.
    """

    def book() -> Answer:
        try:
            booked = booking.book(by=request.user, **form.booking())
        except NOT_KEPT:
            raise
        except Refusal as refusal:
            return _refused(refusal, request.user)
        return Answer(HTTPStatus.CREATED, json.dumps({"id": booked.pk}))

    try:
        key = _key(request, form)
        return once(by=request.user, key=key, fingerprint=key, run=book) if key else book()
    except Refusal as refusal:
        return _refused(refusal, request.user)


def _refused(refusal: Refusal, asker: Any) -> Answer:
    """A refusal without fields of its own is about the time."""
    context: dict[str, Any] = {}
    if isinstance(refusal, SlotTaken) and may(asker, "view"):
        context["conflicts"] = [conflict(row) for row in refusal.conflicts if sees(asker, row)]
    if isinstance(refusal, SlotTaken | Closed):
        context["next_free"] = list(map(proposal, refusal.next_free))
    fields = refusal.fields or {"start": [refusal.detail]}
    return Answer(HTTPStatus.CONFLICT, json.dumps({"fields": fields, "context": context}))


def _key(request: HttpRequest, form: AppointmentForm) -> str | None:
    """Identifies the rendered form and its input: a form that was changed after going back is another booking.

    None where the form was not sent by our page.
    """
    try:
        rendered = uuid.UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return None
    return str(uuid.uuid5(rendered, repr([(name, form[name].value()) for name in form.fields])))


def _unchecked(form: AppointmentForm, **changes: Any) -> AppointmentForm:
    """The same values in an unbound form, which shows no errors: the user is still filling it in."""
    values = {name: form[name].value() for name in form.fields}
    return AppointmentForm(initial=values | changes, asker=form.asker)


def _visit_until(request: HttpRequest, asked: dict[str, str]) -> dict[str, str]:
    """The visit type that fills the time up to `?end=`, which was dragged over in the calendar."""
    times = AppointmentForm(initial={"start": asked["start"]})
    ends = AppointmentForm(initial={"start": request.GET.get("end", "").replace(" ", "+")})
    start, end = times.chosen("start"), ends.chosen("start")
    if not start or not end or "visit_type" in asked:
        return {}
    visit = visit_of_length(end - start)
    return {"visit_type": str(visit.pk)} if visit else {}


def _unchecked_patient(request: HttpRequest) -> PatientForm:
    typed = {name.removeprefix("new-"): value for name, value in request.POST.items() if name.startswith("new-")}
    return PatientForm(initial=typed, prefix="new")
