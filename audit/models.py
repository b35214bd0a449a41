"""The audit: who did or saw what, when, to whom, and from where. Never what was written or shown."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What is recorded. A new action is a new line; the column has no choices, so it needs no migration."""

    SAW_PATIENT = "patient.seen", _("Opened a patient's record")
    REGISTERED = "patient.registered", _("Registered a patient")
    CORRECTED = "patient.changed", _("Changed a patient's details")
    MERGED = "patient.merged", _("Merged a patient's records")
    SEPARATED = "patient.separated", _("Separated merged records")
    DELETED = "patient.deleted", _("Deleted a patient")
    IMPORTED = "file.imported", _("Imported a file")
    EXPORTED_FILE = "file.exported", _("Exported a file")
    SAW_APPOINTMENT = "appointment.seen", _("Opened an appointment")
    BOOKED = "appointment.booked", _("Booked an appointment")
    CHANGED = "appointment.changed", _("Changed an appointment")
    STATUS_CHANGED = "appointment.status", _("Changed an appointment's status")
    CANCELLED = "appointment.cancelled", _("Cancelled an appointment")
    SAW_DAY_SHEET = "day-sheet.seen", _("Opened a day sheet")
    SIGNED_IN = "sign-in.done", _("Signed in")
    SIGN_IN_FAILED = "sign-in.failed", _("Failed to sign in")
    FACTOR_FAILED = "sign-in.factor-failed", _("Entered a wrong second factor")
    SIGNED_OUT = "sign-out.done", _("Signed out")
    ACCOUNT_CREATED = "account.created", _("Created an account")
    ACCOUNT_CHANGED = "account.changed", _("Changed an account")
    ACCOUNT_DELETED = "account.deleted", _("Deleted an account")
    PASSWORD_CHANGED = "account.password", _("Changed a password")
    PASSWORD_LINK = "account.password-link", _("Made a link for a new password")
    UNLOCKED = "account.unlocked", _("Unlocked an account")
    RIGHTS_CHANGED = "account.rights", _("Changed rights")
    SCOPE_CHANGED = "account.departments", _("Changed an account's departments")
    FACTOR_ADDED = "account.factor-added", _("Set up a second factor")
    FACTOR_REMOVED = "account.factor-removed", _("Removed a second factor")
    TOKEN_CREATED = "token.created", _("Made a program token")
    TOKEN_REVOKED = "token.revoked", _("Revoked a program token")
    BOARD_OPENED = "board.created", _("Made a board link")
    BOARD_REVOKED = "board.revoked", _("Revoked a board link")
    EXPORTED = "audit.exported", _("Exported the audit log")
    REMOVED = "audit.removed", _("Removed old audit records")


class Record(models.Model):
    """One action. Rows are added; the database refuses to change or remove them (`audit.append_only`).

    It has no foreign keys, because a record outlives the account and the patient that it names. `number` and `hash`
    are empty until the record is chained, about a second after its commit (`audit.chain`).
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    action = models.CharField(max_length=30)
    actor_id = models.BigIntegerField(null=True, help_text="The user's id; null is the system, or an unknown user.")
    actor_name = models.CharField(max_length=150, blank=True, help_text="The user name, if there is such an account.")
    patient_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=60, blank=True, help_text="As in appointment-12, user-5, day-2026-03-10.")
    detail = models.CharField(max_length=200, blank=True, help_text="A status, a number, a right: no patient data.")
    address = models.CharField(max_length=45, blank=True, help_text="The client's IP address.")
    agent = models.CharField(
        max_length=60, blank=True, help_text="As in Firefox 140, Linux; for a program, token 12, curl/8.5.0."
    )
    number = models.BigIntegerField(null=True, unique=True, editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        default_permissions = ()
        permissions = [("see_audit", "May read and export the audit log")]
        indexes = [
            models.Index(fields=["patient_id", "id"], name="audit_of_patient"),
            models.Index(fields=["actor_name", "id"], name="audit_of_person"),
            models.Index(fields=["subject"], condition=models.Q(action="day-sheet.seen"), name="audit_of_day_sheet"),
            models.Index(fields=["id"], condition=models.Q(number=None), name="audit_not_chained"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action}"


class Removal(models.Model):
    """A row here, never committed, permits its own transaction to remove records (`audit.retention`)."""

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "removal of old records"
