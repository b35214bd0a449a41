"""The admin: master data, and a closer look at appointments than the pages give."""

from http import HTTPStatus
from typing import Any

from csp.decorators import csp_update
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from appointments.exceptions import Invalid
from appointments.hospital_time import whole_minute
from appointments.models import (
    Appointment,
    DateHours,
    Department,
    Doctor,
    Holiday,
    OpdAppointment,
    Patient,
    Room,
    TimeOff,
    VisitType,
    WorkingHours,
)
from appointments.models.visibility import ByDepartment
from appointments.services import time_off
from appointments.services.patients import mrns
from appointments.services.patients.search import find_patients
from audit.models import Action
from audit.recording import saw, subject_of
from realtime import broadcasting

STATE = ["status", "status_reason", "version", "created_at"]

admin.site.site_header = admin.site.site_title = gettext_lazy("Hospital calendar")


class WithinScope(admin.ModelAdmin):
    """Lists, opens and offers the rows that the user sees: those of the departments to which he or she is limited."""

    def get_queryset(self, request: HttpRequest) -> Any:
        return visible(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        rows = kwargs.get("queryset", db_field.remote_field.model._default_manager.all())
        return super().formfield_for_foreignkey(db_field, request, **kwargs | {"queryset": visible(rows, request.user)})


def visible(rows: Any, user: Any) -> Any:
    return rows.visible_to(user) if isinstance(rows, ByDepartment) else rows


class BroadcastingAdmin(WithinScope):
    """Saves a form in one transaction, numbered at its end. A lost race is a message instead of an error page."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with broadcasting.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            messages.error(request, _("Not saved: someone else has just taken that time or name."))
            return redirect(request.get_full_path())

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """One by one, so that each is broadcast."""
        with broadcasting.atomic():
            for row in queryset:
                row.delete()


@admin.register(Department)
class DepartmentAdmin(BroadcastingAdmin):
    list_display = ["name", "code", "slug"]
    prepopulated_fields = {"slug": ["name"]}


class WholeMinutesForm(forms.ModelForm):
    """Refuses a new start or end with seconds."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in {"start", "end"}.intersection(self.changed_data):
            try:
                if cleaned.get(name):
                    whole_minute(cleaned[name])
            except ValueError as error:
                self.add_error(name, str(error))
        return cleaned


class WorkingHoursInline(admin.TabularInline):
    model = WorkingHours
    form = WholeMinutesForm
    extra = 0


class DateHoursInline(admin.TabularInline):
    model = DateHours
    form = WholeMinutesForm
    extra = 0


class TimeOffForm(WholeMinutesForm):
    """Refuses time off over booked patients: the page for time off asks what to do with each.

    Cleaned inside the transaction that saves it, which keeps the doctor's lock until then.
    """

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end, doctor = cleaned.get("start"), cleaned.get("end"), cleaned.get("doctor") or self.instance.doctor
        if self._time_changed() and start and end and end > start and doctor.pk:
            booked = len(time_off.locked_hits(doctor, start, end))
            if booked:
                raise forms.ValidationError(
                    _(
                        "Patients are booked during this time off (%(number)s). "
                        "Enter it at %(page)s to move or keep each."
                    )
                    % {"number": booked, "page": reverse("appointments:time-off")}
                )
        return cleaned

    def _time_changed(self) -> bool:
        """Whether anything but the reason changes; a new reason does not ask about kept patients again."""
        return not {"doctor", "start", "end"}.isdisjoint(self.changed_data)


class TimeOffInline(admin.TabularInline):
    model = TimeOff
    form = TimeOffForm
    extra = 0


@admin.register(Holiday)
class HolidayAdmin(BroadcastingAdmin):
    list_display = ["date", "name"]


@admin.register(Doctor)
class DoctorAdmin(BroadcastingAdmin):
    list_display = ["name", "department", "user", "is_active"]
    list_filter = [("department", admin.RelatedOnlyFieldListFilter), "is_active"]
    list_select_related = ["department", "user"]
    search_fields = ["name"]
    autocomplete_fields = ["user"]
    inlines = [WorkingHoursInline, DateHoursInline, TimeOffInline]


@admin.register(Room)
class RoomAdmin(BroadcastingAdmin):
    list_display = ["name", "department", "is_active"]
    list_filter = [("department", admin.RelatedOnlyFieldListFilter), "is_active"]
    list_select_related = ["department"]


@admin.register(VisitType)
class VisitTypeAdmin(BroadcastingAdmin):
    list_display = ["name", "minutes"]


class HistoryAdmin(SimpleHistoryAdmin):
    """Patients and their appointments: the audit records who opens one, its history, or one of its earlier versions."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return self._recorded(request, object_id, super().changeform_view(request, object_id, *args, **kwargs))

    # django-simple-history writes style attributes there.
    @method_decorator(csp_update({"style-src": ["'self'", "'unsafe-inline'"]}))
    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_seen(request, object_id)
        return self._recorded(request, object_id, super().history_view(request, object_id, *args, **kwargs))

    def history_form_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check_seen(request, object_id)
        return self._recorded(request, object_id, super().history_form_view(request, object_id, *args, **kwargs))

    def check_seen(self, request: HttpRequest, object_id: str) -> None:
        """Raises Http404 where the user does not see the row; django-simple-history would show its former versions."""
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404

    def _recorded(self, request: HttpRequest, object_id: str | None, answer: HttpResponse) -> HttpResponse:
        if request.method != "GET" or answer.status_code != HTTPStatus.OK or object_id is None:
            return answer
        row = self.model._base_manager.get(pk=object_id)
        if isinstance(row, Patient):
            saw(Action.SAW_PATIENT, request, patient=row.pk)
        else:
            saw(Action.SAW_APPOINTMENT, request, patient=row.patient_id, subject=subject_of(row))
        return answer


class PatientForm(forms.ModelForm):
    """Cleaned inside the transaction that saves it, which keeps the counter's lock until then."""

    def clean_mrn(self) -> str:
        mrn: str = self.cleaned_data["mrn"]
        mrns.take_turn()
        try:
            mrns.check_unlike_others(Patient(pk=self.instance.pk, mrn=mrn))
        except Invalid as refusal:
            raise forms.ValidationError(refusal.detail) from None
        return mrn


@admin.register(Patient)
class PatientAdmin(HistoryAdmin, BroadcastingAdmin):
    form = PatientForm
    list_display = ["mrn", "name", "phone", "birth_date"]
    search_fields = ["mrn"]  # shows the search box

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """As at the front desk."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=[each.pk for each in find_patients(search_term)]), False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A merged record is only looked at."""
        return super().has_change_permission(request, obj) and (obj is None or obj.merged_into_id is None)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """An earlier version that is restored neither merges nor separates."""
        if change and Patient.objects.select_for_update(no_key=True).get(pk=obj.pk).merged_into_id is not None:
            raise PermissionDenied
        obj.merged_into = None
        super().save_model(request, obj, form, change)


class VersionedAdmin(HistoryAdmin, BroadcastingAdmin):
    """Corrects texts only. Patient, time and status are changed by the services, which check the rules and the version;
    so rows are not added, deleted or reverted here either.
    """

    list_select_related = ["patient", "doctor"]
    date_hierarchy = "start"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Writes only the corrected fields, so that a change of status made meanwhile stays."""
        obj.save(update_fields=form.changed_data)

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_form_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read-only. django-simple-history hides the button and would still accept the form."""
        if request.method == "POST":
            raise PermissionDenied
        self.check_seen(request, object_id)
        return super().history_form_view(request, object_id, *args, **kwargs)


@admin.register(Appointment)
class AppointmentAdmin(VersionedAdmin):
    list_display = ["start", "patient", "doctor", "status", "complaint"]
    list_filter = ["status", ("doctor", admin.RelatedOnlyFieldListFilter)]
    readonly_fields = ["patient", "doctor", "visit_type", "start", "end", "overbooked", "token", "priority", *STATE]


@admin.register(OpdAppointment)
class OpdAppointmentAdmin(VersionedAdmin):
    list_display = ["token", "token_day", "patient", "department", "status"]
    list_filter = ["status", ("department", admin.RelatedOnlyFieldListFilter)]
    autocomplete_fields = ["doctor"]
    readonly_fields = ["patient", "department", "start", "end", "token", "token_day", "token_state", *STATE]
