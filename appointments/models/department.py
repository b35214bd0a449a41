"""Departments of the hospital."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models.visibility import ByDepartment


class DepartmentQuerySet(ByDepartment, models.QuerySet["Department"]):
    departments = ("pk",)


class Department(models.Model):
    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=50, unique=True)
    code = models.CharField(
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{1,4}\Z", _("Enter one to four capital letters."))],
        help_text=_("Used in OPD tokens: OP-A-024."),
    )

    tokens_for_booked = models.BooleanField(
        _("booked patients get a token"),
        default=False,
        db_default=False,
        help_text=_("When they are checked in, so that all who wait are in one queue."),
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
