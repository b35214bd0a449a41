"""Ends the program tokens of an account whose rights grow.

The maker of a token may manage its account (`accounts/services/program_tokens.py`), so it gives no right that the maker
lacks. With a secret that outlived the account's promotion the maker would hold more.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from accounts.services import program_tokens
from appointments.models import DepartmentScope
from appointments.rights import ROLES


def groups_or_permissions_added(instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """`user.groups.add(…)` gives the user as `instance`, `group.user_set.add(…)` the ids of users."""
    if action == "post_add" and pk_set:
        program_tokens.revoke_all_of(pk_set if reverse else [instance.pk])


def group_widened(instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """A group of the hospital's own. What a release adds to a role (`appointments/roles.py`) must stop no program."""
    if action == "post_add" and pk_set:
        groups = Group.objects.filter(pk__in=pk_set if reverse else [instance.pk]).exclude(name__in=ROLES)
        _revoke(get_user_model().objects.filter(groups__in=groups).values_list("pk", flat=True))


def superuser_made(instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """On pre_save, because the database still has the former value."""
    if raw or not instance.is_superuser or (update_fields is not None and "is_superuser" not in update_fields):
        return
    _revoke(get_user_model().objects.filter(pk=instance.pk, is_superuser=False).values_list("pk", flat=True))


def department_added(instance: DepartmentScope, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """The first department limits the account; each further one shows it more."""
    others = DepartmentScope.objects.filter(user=instance.user_id).exclude(pk=instance.pk)
    if created and not raw and instance.department_id is not None and others.exists():
        program_tokens.revoke_all_of([instance.user_id])


def limit_lifted(instance: DepartmentScope, **kwargs: Any) -> None:
    """Without its last department the account sees all."""
    if not DepartmentScope.objects.filter(user=instance.user_id).exists():
        program_tokens.revoke_all_of([instance.user_id])


def _revoke(users: Iterable[int]) -> None:
    if found := list(users):
        program_tokens.revoke_all_of(found)


def connect() -> None:
    user = get_user_model()
    for through in (user.groups.through, user.user_permissions.through):
        m2m_changed.connect(groups_or_permissions_added, through)
    m2m_changed.connect(group_widened, Group.permissions.through)
    pre_save.connect(superuser_made, user)
    post_save.connect(department_added, DepartmentScope)
    post_delete.connect(limit_lifted, DepartmentScope)
