"""Who may manage whose account. The first rule of all: no user gets rights raised above those of the manager."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models.program_token import MANAGE_STAFF
from appointments.exceptions import Forbidden
from appointments.models import DepartmentScope
from appointments.models.visibility import scope_of
from common.access import Access

ADMIN = "admin"  # the role
ACCESS = Access((MANAGE_STAFF,), refusal=gettext_lazy("You don't have permission to manage accounts."))


def managed_by(by: Any) -> QuerySet[Any]:
    """The accounts that see and may no more than `by`: what a manager may change, also while they are inactive.

    None is the system, which may manage every account.
    """
    users = get_user_model().objects.order_by("username")
    if by is None or by.is_superuser:
        return users
    if not ACCESS.allows(by):
        return users.none()
    missing = _lacked_by(by)
    users = users.filter(is_superuser=False)
    users = users.exclude(groups__permissions__in=missing).exclude(user_permissions__in=missing)
    own = scope_of(by)
    if own is None:
        return users
    beyond = DepartmentScope.objects.exclude(department=None).exclude(department__in=own)
    return users.filter(pk__in=DepartmentScope.objects.values("user")).exclude(pk__in=beyond.values("user"))


def may_manage(by: Any, user: Any) -> bool:
    return managed_by(by).filter(pk=user.pk).exists()


def roles_given_by(by: Any) -> QuerySet[Group]:
    """The groups of which `by` holds all permissions: roles, and the hospital's own groups."""
    groups = Group.objects.order_by("name")
    return groups if by is None else groups.exclude(permissions__in=_lacked_by(by))


def require_manager(by: Any) -> None:
    """Raises Forbidden without the right to manage accounts."""
    if by is not None and not ACCESS.allows(by):
        raise Forbidden(str(ACCESS.refusal))


def require_manages(by: Any, user: Any) -> None:
    """Raises Forbidden where `by` may not manage this account."""
    require_manager(by)
    if not may_manage(by, user):
        raise Forbidden(_("This account has rights or departments that you don't have."))


def require_gives(by: Any, roles: set[Group]) -> None:
    """Raises Forbidden where a role holds permissions that `by` lacks."""
    if not roles <= set(roles_given_by(by)):
        raise Forbidden(_("You cannot give a role with rights that you don't have."))


def lock_admins() -> set[int]:
    """The ids of the active admins. Their rows stay locked until the transaction ends.

    So two admins who deactivate each other at the same moment are handled one after the other.
    """
    admins = get_user_model().objects.filter(Q(is_superuser=True) | Q(groups__name=ADMIN), is_active=True)
    rows = get_user_model().objects.filter(pk__in=admins.values("pk")).order_by("pk").select_for_update(no_key=True)
    return {user.pk for user in rows if user.is_active}


def _lacked_by(by: Any) -> list[int]:
    """The ids of the permissions that this user does not have."""
    held = by.get_all_permissions()
    rows = Permission.objects.values_list("pk", "content_type__app_label", "codename")
    return [pk for pk, app, codename in rows if f"{app}.{codename}" not in held]
