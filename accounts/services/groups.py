"""An account's groups, and whether it opens the admin site: one rule for the staff page and single sign-on."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

ADMIN_SITE = ("add_", "change_", "delete_")  # how permissions begin that need the admin site


def set_groups(user: Any, groups: Iterable[Group]) -> None:
    """Makes these the account's only groups. Writes only what differs."""
    wanted = set(groups)
    user.groups.set(wanted)
    edits = Q()
    for verb in ADMIN_SITE:
        edits |= Q(codename__startswith=verb)
    edits_there = user.is_superuser or Permission.objects.filter(edits, group__in=wanted).exists()
    if user.is_staff != edits_there:
        user.is_staff = edits_there
        user.save(update_fields=["is_staff"])
