"""The admin: master data, and appointments for whoever must look behind the pages."""

from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from simple_history.admin import SimpleHistoryAdmin

from appointments.models import (
    Appointment,
    Department,
    Doctor,
    OpdAppointment,
    Patient,
    TimeOff,
    VisitType,
    WorkingHours,
)
from realtime import broadcasting

admin.site.site_header = admin.site.site_title = "Hospital calendar"


class AnnouncingAdmin(admin.ModelAdmin):
    """Everything that a form changes is one transaction, numbered at its end. A race that loses is said, not shown."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with broadcasting.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            messages.error(request, "Nothing was saved: somebody else took that time or that name just now.")
            return redirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with broadcasting.atomic():
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with broadcasting.atomic():
            super().delete_queryset(request, queryset)


@admin.register(Department)
class DepartmentAdmin(AnnouncingAdmin):
    list_display = ["name", "code", "slug"]
    prepopulated_fields = {"slug": ["name"]}


class WorkingHoursInline(admin.TabularInline):
    model = WorkingHours
    extra = 0


class TimeOffInline(admin.TabularInline):
    model = TimeOff
    extra = 0


@admin.register(Doctor)
class DoctorAdmin(AnnouncingAdmin):
    list_display = ["name", "department", "user", "is_active"]
    list_filter = ["department", "is_active"]
    list_select_related = ["department", "user"]
    search_fields = ["name"]
    autocomplete_fields = ["user"]
    inlines = [WorkingHoursInline, TimeOffInline]


@admin.register(VisitType)
class VisitTypeAdmin(AnnouncingAdmin):
    list_display = ["name", "minutes"]


@admin.register(Patient)
class PatientAdmin(SimpleHistoryAdmin, AnnouncingAdmin):
    list_display = ["mrn", "name", "phone", "birth_date"]
    search_fields = ["=mrn", "name_key__startswith", "phone_digits__startswith"]


class TrackedAdmin(SimpleHistoryAdmin, AnnouncingAdmin):
    """Appointments are cancelled, never deleted."""

    autocomplete_fields = ["patient", "doctor"]
    list_select_related = ["patient", "doctor"]
    readonly_fields = ["version", "created_at"]
    date_hierarchy = "start"
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Appointment)
class AppointmentAdmin(TrackedAdmin):
    list_display = ["start", "patient", "doctor", "status", "complaint"]
    list_filter = ["status", "doctor"]


@admin.register(OpdAppointment)
class OpdAppointmentAdmin(TrackedAdmin):
    list_display = ["token", "token_day", "patient", "department", "status"]
    list_filter = ["status", "department"]
