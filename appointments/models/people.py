"""Departments, doctors and patients."""

import re
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from appointments.models.guarded import AppendOnly, GuardedQuerySet, HistoryQuerySet
from appointments.models.lengths import check_lengths
from appointments.models.patient_names import rewrite_names
from appointments.models.tracked import history_user
from realtime import broadcasting

PHONE = RegexValidator(r"^[0-9 +\-()]{3,20}\Z", _("A phone number is 3 to 20 digits, spaces and + - ( )."))

MRN_DIGITS = 6
LOCAL_DIGITS = 10  # of a phone number; what stands before them is the country's code or a trunk zero
INTERNATIONAL = re.compile(r"[ (]*(\+|00(?=[ (]*[1-9]))")  # no country's code begins with a zero
# ITU-T E.164: which codes have one or two digits; all others have three.
COUNTRY_CODE = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}")


def local_digits(phone: str) -> str:
    """A number's digits without the country's code, as far as `+` or `00` marks one, and without a trunk zero."""
    digits = re.sub(r"\D", "", phone)
    if INTERNATIONAL.match(phone):
        digits = COUNTRY_CODE.sub("", digits.removeprefix("00"), count=1)
    return digits.removeprefix("0")[-LOCAL_DIGITS:]


class ShownPerson(models.Model):
    """A person whom appointments show. `shown_changed` tells whether the last save changed any of `shown()`.

    Every field is shown unless NOT_SHOWN lists it: a new one is announced, and the CalendarEvent must give it a place.
    """

    NOT_SHOWN: tuple[str, ...] = ("id",)

    name = models.CharField(max_length=100)

    shown_changed = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        shown = self.shown()
        with broadcasting.atomic(savepoint=False):
            # `no_key`: a new row's foreign key is looked up when it commits, after it has taken the counters.
            rows = type(self)._base_manager.select_for_update(no_key=True).filter(pk=self.pk).values(*shown)
            before = rows.first() if self.pk else None
            self.shown_changed = before is not None and before != {name: getattr(self, name) for name in shown}
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """With a doctor go hours and time off, which announce themselves."""
        with broadcasting.atomic():
            return super().delete(*args, **kwargs)

    @classmethod
    def shown(cls) -> tuple[str, ...]:
        """The columns that appointments show, a relation as its id."""
        return tuple(field.attname for field in cls._meta.concrete_fields if field.name not in cls.NOT_SHOWN)


class Department(models.Model):
    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=50, unique=True)
    code = models.CharField(
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{1,4}\Z", _("One to four capital letters."))],
        help_text=_("Stands in OPD tokens: OP-A-024."),
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Doctor(ShownPerson):
    NOT_SHOWN = ("id", "user", "color", "is_active", "overbook_cap")

    department = models.ForeignKey(Department, models.PROTECT, related_name="doctors")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    color = models.CharField(
        max_length=7, default="#4338ca", validators=[RegexValidator(r"^#[0-9a-f]{6}\Z", _("As in #4338ca."))]
    )
    is_active = models.BooleanField(default=True)
    overbook_cap = models.PositiveSmallIntegerField(
        default=2, help_text=_("How many second patients one session (a shift of one day) may hold at most.")
    )

    objects = GuardedQuerySet.as_manager()
    verbs = "save()"

    class Meta:
        ordering = ["department__name", "name"]

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """Numbers that never repeat: MRNs, and OPD tokens per department and day. Raised by `common.counters`."""

    key = models.CharField(max_length=100, primary_key=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class Patient(ShownPerson):
    class Sex(models.TextChoices):
        """HL7 administrative gender."""

        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Other")
        UNKNOWN = "unknown", _("Unknown")

    SEARCH_KEYS = {"name_key": "name", "phone_digits": "phone", "phone_local": "phone"}  # and what each is written from
    NOT_SHOWN = ("id", *SEARCH_KEYS)

    mrn = models.CharField("MRN", max_length=20, unique=True, help_text=_("Medical record number, given once."))
    phone = models.CharField(max_length=20, validators=[PHONE])
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=7, choices=Sex, default=Sex.UNKNOWN)
    name_key = models.CharField(max_length=100, editable=False, db_index=True)
    phone_digits = models.CharField(max_length=20, editable=False, db_index=True)
    phone_local = models.CharField(max_length=LOCAL_DIGITS, editable=False, db_index=True, default="")

    objects = GuardedQuerySet.as_manager()
    verbs = "a verb of appointments.services.patients.registration: register_patient(), correct_patient()"
    history = HistoricalRecords(
        bases=[AppendOnly],
        historical_queryset=HistoryQuerySet,
        get_user=history_user,
        excluded_fields=list(SEARCH_KEYS),
    )

    class Meta:
        ordering = ["name", "mrn"]
        permissions = [("register_patient", "May register and correct patients")]

    def __str__(self) -> str:
        return f"{self.name} · {self.mrn}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.write_search_keys()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *self.SEARCH_KEYS}
        with broadcasting.atomic(savepoint=False):
            super().save(*args, **kwargs)
            rewrite_names(self)

    def clean(self) -> None:
        super().clean()
        self.write_search_keys()

    @property
    def age(self) -> int | None:
        """Whole years on the hospital's day, where the birth date is known."""
        if self.birth_date is None:
            return None
        day = timezone.localdate(timezone=timezone.get_default_timezone())
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))

    def write_search_keys(self) -> None:
        """The name in lower case with single blanks, and the phone's digits: what searches compare.

        Raises ValidationError where anything of the patient is longer than its column.
        """
        self.name_key = " ".join(self.name.lower().split())
        self.phone_digits = re.sub(r"\D", "", self.phone)
        self.phone_local = local_digits(self.phone)
        check_lengths(self, self.SEARCH_KEYS)
