"""Records what happens to accounts: signing in and out, and changes of accounts, passwords and rights.

They are reached by Django's signals, so the admin, the shell and every sign-in form are covered alike.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save

from audit.models import Action
from audit.recording import record, subject_of

# Columns that Django itself writes at a sign-in: the time, and a password hashed again by a newer method.
SIGN_IN_COLUMNS = {"last_login", "password"}
NAMED_BY: dict[Any, str] = {Group: "name", Permission: "codename"}
CHANGES = {"post_add": "+", "post_remove": "-", "post_clear": "-"}


def signed_in(user: Any, **kwargs: Any) -> None:
    record(Action.SIGNED_IN, by=user)


def signed_out(user: Any, **kwargs: Any) -> None:
    if user is not None:
        record(Action.SIGNED_OUT, by=user)


def sign_in_failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """With the name only if an account has it: people type passwords there, and a record cannot be removed."""
    typed = str(credentials.get("username") or "").replace("\0", "\N{REPLACEMENT CHARACTER}")
    accounts = get_user_model()._default_manager.filter(username__iexact=typed)
    record(Action.SIGN_IN_FAILED, by=None, name=accounts.values_list("username", flat=True).first() or "")


def user_saved(
    instance: Any, created: bool, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """`_password` is what set_password() was given, until save() ends; a rehash at a sign-in has none."""
    if raw:
        return
    if created:
        record(Action.ACCOUNT_CREATED, subject=subject_of(instance), detail=instance.get_username())
    elif instance._password is not None:
        record(Action.PASSWORD_CHANGED, subject=subject_of(instance), detail=instance.get_username())
    elif update_fields is None or not set(update_fields) <= SIGN_IN_COLUMNS:
        record(Action.ACCOUNT_CHANGED, subject=subject_of(instance), detail=instance.get_username())


def user_deleted(instance: Any, **kwargs: Any) -> None:
    record(Action.ACCOUNT_DELETED, subject=subject_of(instance), detail=instance.get_username())


def rights_changed(instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any) -> None:
    """Groups of a user, permissions of a user or group; `reverse` where the other side was changed."""
    if action not in CHANGES or (pk_set is not None and not pk_set):
        return
    names = _names(model, pk_set) if pk_set is not None else "all"
    owner = getattr(instance, NAMED_BY.get(type(instance), get_user_model().USERNAME_FIELD))
    record(Action.RIGHTS_CHANGED, subject=subject_of(instance), detail=f"{owner}: {CHANGES[action]} {names}")


def _names(model: Any, pks: set[int]) -> str:
    """Groups by name and permissions by code name; users, where a group's members were changed, by id."""
    column = NAMED_BY.get(model, "pk")
    return ", ".join(
        str(name) for name in model.objects.filter(pk__in=pks).order_by("pk").values_list(column, flat=True)
    )


def connect() -> None:
    user = get_user_model()
    user_logged_in.connect(signed_in)
    user_logged_out.connect(signed_out)
    user_login_failed.connect(sign_in_failed)
    post_save.connect(user_saved, user)
    post_delete.connect(user_deleted, user)
    for through in (user.groups.through, user.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(rights_changed, through)
