"""The roles: which Django group holds which permissions. Written into the database after every `migrate`."""

import logging
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate

logger = logging.getLogger("appointments")

SEES = ["appointments.view_appointment"]
RECEPTION = [
    *SEES,
    "appointments.any_doctor_appointment",
    "appointments.book_appointment",
    "appointments.reschedule_appointment",
    "appointments.check_in_appointment",
    "appointments.cancel_appointment",
    "appointments.mark_no_show_appointment",
    "appointments.register_patient",
]
DOCTOR = [
    *SEES,
    "appointments.start_appointment",
    "appointments.complete_appointment",
    "appointments.mark_left_appointment",
    "appointments.start_opdappointment",
    "appointments.complete_opdappointment",
    "appointments.mark_left_opdappointment",
]
OPD = [
    *SEES,
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


APPS = {"auth": "Group", "appointments": "Appointment", "realtime": "StreamEvent"}  # whose permissions roles hold


def connect(app: AppConfig) -> None:
    """Writes the roles after every `migrate`; `app` is the one of all whose signal they wait for."""
    post_migrate.connect(write_roles, app)


def write_roles(*, using: str = DEFAULT_DB_ALIAS, apps: Any = installed, **kwargs: Any) -> None:
    """Makes the groups of the roles, each with exactly its permissions; writes only what differs.

    A permission that was added to such a group by hand is removed again, with a warning: otherwise no release could
    take a permission away. Other groups stay as they are: what a hospital grants in addition belongs in one of its own.

    Does nothing while an app has no tables, as after `migrate auth`. Raises LookupError for a permission that no model
    declares.
    """
    if not all(_has_model(apps, label, model) for label, model in APPS.items()):
        return
    for label in APPS:  # for the later apps Django makes them only after this call
        create_permissions(installed.get_app_config(label), verbosity=0, using=using)
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for name, codenames in ROLES.items():
        if missing := set(codenames) - set(permissions):
            raise LookupError(f"role {name}: no such permission: {', '.join(sorted(missing))}")
        group, _ = Group.objects.using(using).get_or_create(name=name)
        wanted = {permissions[codename] for codename in codenames}
        if surplus := set(group.permissions.all()) - wanted:
            logger.warning(
                "The role %s does not include %s: removed. Grant it by a group of your own.",
                name,
                ", ".join(sorted(permission.codename for permission in surplus)),
            )
        group.permissions.set(wanted)


def _has_model(apps: Any, label: str, model: str) -> bool:
    try:
        return bool(apps.get_model(label, model))
    except LookupError:
        return False


def make_roles(apps: Any, schema_editor: Any) -> None:
    """For the migrations of the first releases, which wrote the roles; `write_roles` does that now."""
