"""Patients."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from appointments.models.lengths import check_lengths
from appointments.models.phone import check_phone
from appointments.models.search_key import rewrite_keys
from appointments.models.shown_person import ShownPerson
from appointments.models.versioned import history_user
from appointments.models.write_rules import AppendOnly, HistoryQuerySet, NoBulkWrites
from appointments.rights import permissions_on
from realtime import broadcasting

MRN_DIGITS = 6
# The usual part of BCP 47: a language, perhaps with a script and a region, as in zh-Hant-TW.
LANGUAGE_TAG = RegexValidator(
    r"\A[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z", _("Enter the tag of a language, such as ta or zh-Hant.")
)


class Patient(ShownPerson):
    class Sex(models.TextChoices):
        """HL7 administrative gender."""

        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Other")
        UNKNOWN = "unknown", _("Unknown")

    NOT_SHOWN = (
        "id",
        "version",
        "merged_into",
        "family_name",
        "given_name",
        "second_phone",
        "second_phone_of",
    )

    mrn = models.CharField("MRN", max_length=20, unique=True, help_text=_("Unique medical record number."))
    # The parts of the name, where the hospital wants them for letters; `language` is the tag of the name's language.
    family_name = models.CharField(max_length=100, blank=True, default="", db_default="")
    given_name = models.CharField(max_length=100, blank=True, default="", db_default="")
    language = models.CharField(max_length=35, blank=True, default="", db_default="", validators=[LANGUAGE_TAG])
    phone = models.CharField(max_length=40, validators=[check_phone], null=True, blank=True)
    second_phone = models.CharField(max_length=40, validators=[check_phone], blank=True, default="", db_default="")
    second_phone_of = models.CharField(max_length=60, blank=True, default="", db_default="")
    # A warning that appointments show, as in "needs a wheelchair".
    note = models.CharField(max_length=200, blank=True, default="", db_default="")
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=7, choices=Sex, default=Sex.UNKNOWN)
    # The record that stays, where this one turned out to be of the same person.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = NoBulkWrites.as_manager()
    verbs = "a verb of appointments.services.patients.registration: register_patient(), correct_patient()"
    merging = False  # whether the save is part of a merge or separation, which the audit records as such
    history = HistoricalRecords(
        bases=[AppendOnly],
        historical_queryset=HistoryQuerySet,
        get_user=history_user,
    )

    class Meta:
        ordering = ["name", "mrn"]
        indexes = [models.Index(fields=["birth_date", "id"])]
        permissions = permissions_on("patient")

    def __str__(self) -> str:
        return f"{self.name} · {self.mrn}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `version` by one. Raises ValidationError where a text is longer than its column."""
        check_lengths(self)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        with broadcasting.atomic(savepoint=False):
            rows = type(self)._base_manager.select_for_update(no_key=True).filter(pk=self.pk)
            self.version = (rows.values_list("version", flat=True).first() or 0) + 1 if self.pk else 1
            super().save(*args, **kwargs)
            rewrite_keys(self)

    @property
    def age(self) -> int | None:
        """Whole years today in the hospital's zone; None without a birth date."""
        if self.birth_date is None:
            return None
        day = timezone.localdate(timezone=timezone.get_default_timezone())
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))
