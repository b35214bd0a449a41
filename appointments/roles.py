"""The roles: which Django group has which permissions."""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions

SEE = "appointments.view_appointment"

RECEPTION = [
    SEE,
    "appointments.any_doctor_appointment",
    "appointments.book_appointment",
    "appointments.reschedule_appointment",
    "appointments.check_in_appointment",
    "appointments.cancel_appointment",
    "appointments.mark_no_show_appointment",
    "appointments.register_patient",
]
DOCTOR = [
    SEE,
    "appointments.start_appointment",
    "appointments.complete_appointment",
    "appointments.mark_left_appointment",
    "appointments.start_opdappointment",
    "appointments.complete_opdappointment",
    "appointments.mark_left_opdappointment",
]
OPD = [
    SEE,
    "appointments.any_doctor_appointment",
    "appointments.walk_in_opdappointment",
    "appointments.check_in_opdappointment",
    "appointments.start_opdappointment",
    "appointments.complete_opdappointment",
    "appointments.cancel_opdappointment",
    "appointments.mark_no_show_opdappointment",
    "appointments.mark_left_opdappointment",
]
MASTER_DATA = ["department", "doctor", "visittype", "workinghours", "datehours", "timeoff", "holiday"]
MANAGER = [
    *RECEPTION,
    *DOCTOR,
    *OPD,
    "appointments.overbook_appointment",
    "appointments.override_hours_appointment",
    "realtime.send_ping",
    *(f"appointments.{verb}_{model}" for model in MASTER_DATA for verb in ("view", "add", "change")),
    *(f"appointments.delete_{model}" for model in ("workinghours", "datehours", "timeoff", "holiday")),
]
ADMIN_MODELS = [*MASTER_DATA, "patient", "appointment", "opdappointment"]
ADMIN = [
    *MANAGER,
    *(f"appointments.{verb}_{model}" for model in ADMIN_MODELS for verb in ("view", "add", "change")),
    *(f"auth.{verb}_{model}" for model in ("user", "group") for verb in ("view", "add", "change")),
]
ROLES = {
    "reception": RECEPTION,
    "doctor": DOCTOR,
    "opd": OPD,
    "manager": MANAGER,
    "admin": ADMIN,
    "developer": ["realtime.send_ping"],
}


def make_roles(apps: Any, schema_editor: Any) -> None:
    """For migrations: writes the roles as defined here."""
    # Django creates permissions only after all migrations; the groups need them now.
    for label in ("auth", "appointments", "realtime"):
        create_permissions(installed.get_app_config(label), verbosity=0)
    write_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


def write_roles(group_model: Any, permission_model: Any) -> None:
    """Creates the groups, each with exactly its permissions. Raises LookupError for an unknown permission."""
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permission_model.objects.select_related("content_type")
    }
    for name, codenames in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=name)
        missing = set(codenames) - set(permissions)
        if missing:
            raise LookupError(f"role {name}: no such permission: {', '.join(sorted(missing))}")
        group.permissions.set([permissions[codename] for codename in set(codenames)])
