"""Doctors."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models.department import Department
from appointments.models.shown_person import ShownPerson
from appointments.models.visibility import ByDepartment
from appointments.models.write_rules import NoBulkWrites


class DoctorQuerySet(ByDepartment, NoBulkWrites):
    departments = ("department",)


class Doctor(ShownPerson):
    NOT_SHOWN = ("id", "user", "color", "is_active", "overbook_cap")

    department = models.ForeignKey(Department, models.PROTECT, related_name="doctors")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    color = models.CharField(
        max_length=7,
        default="#4338ca",
        validators=[RegexValidator(r"^#[0-9a-f]{6}\Z", _("Enter a colour such as #4338ca."))],
    )
    is_active = models.BooleanField(default=True)
    overbook_cap = models.PositiveSmallIntegerField(default=2, help_text=_("Maximum overbooked patients per session."))

    objects = DoctorQuerySet.as_manager()
    verbs = "save()"

    class Meta:
        ordering = ["department__name", "name"]

    def __str__(self) -> str:
        return self.name
