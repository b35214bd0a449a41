"""The roles: which Django group holds which permissions. Written into the database after every `migrate`."""

import logging
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate

from appointments.rights import ROLES

logger = logging.getLogger("appointments")

APPS = {  # whose permissions roles hold
    "auth": "Group",
    "accounts": "ProgramToken",
    "appointments": "Appointment",
    "realtime": "StreamEvent",
}


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
