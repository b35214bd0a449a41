"""Ends of rights: signing out, deactivation, a new password, a removed role, a revoked link of a guest.

Each is an event of an internal stream to which no socket can subscribe. Every hub follows it like the others, through
Redis or by comparison, and closes the sockets whose rights have ended.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from realtime.broadcasting import atomic, broadcast
from realtime.models import Signature

CHANNEL = "_revocations"  # internal: unknown to sockets and to the API
EVENT = "rights.ended"
FIELDS_WITHOUT_RIGHTS = {"last_login", "first_name", "last_name", "email", "date_joined"}


@dataclass(frozen=True)
class RightsEnded:
    """The rights of a session, of a guest, of a user (whose sockets are checked again), or with none of any user."""

    user_id: int | None = None
    session: str = ""
    guest: str = ""

    def broadcast_on(self) -> Iterable[str]:
        return [CHANNEL]

    @classmethod
    def broadcast_as(cls) -> str:
        return EVENT

    def broadcast_with(self) -> dict[str, Any]:
        return {"user": self.user_id, "session": self.session, "guest": self.guest}


def fingerprint(session_key: str | None) -> str:
    """A hash of the session key, which does not give access to the session; '' for none."""
    return hashlib.sha256(session_key.encode()).hexdigest() if session_key else ""


def end_rights(*, user_id: int | None = None, session: str = "", guest: str = "") -> None:
    """Sends RightsEnded, in the transaction that ends them if there is one."""
    with atomic():
        broadcast(RightsEnded(user_id, session, guest))


def expired_sessions(session_keys: Iterable[str]) -> set[str]:
    """Those of these sessions that have expired: expiry sends no signal. Blocking."""
    asked = set(session_keys)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    rows = store.get_model_class().objects.filter(session_key__in=asked, expire_date__gt=timezone.now())
    return asked - set(rows.values_list("session_key", flat=True))


def end_session(session_key: str, *, user_id: int | None) -> None:
    """Closes the sockets of a session that ends, and of the private channels that it signed."""
    Signature.objects.filter(session=session_key).delete()  # those not used yet
    end_rights(user_id=user_id, session=fingerprint(session_key))


def signed_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if request.session.session_key:
        end_session(request.session.session_key, user_id=user.pk if user else None)


def user_saved(instance: Any, created: bool, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if not (raw or created or (update_fields is not None and set(update_fields) <= FIELDS_WITHOUT_RIGHTS)):
        end_rights(user_id=instance.pk)


def user_deleted(instance: Any, **kwargs: Any) -> None:
    end_rights(user_id=instance.pk)


def group_deleted(**kwargs: Any) -> None:
    end_rights()


def users_permissions_changed(instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """`user.groups.remove(…)` gives the user as `instance`, `group.user_set.remove(…)` the ids of users."""
    if action not in {"post_remove", "post_clear"}:
        return
    if reverse:
        for pk in pk_set or [None]:
            end_rights(user_id=pk)
    else:
        end_rights(user_id=instance.pk)


def groups_permissions_changed(action: str, **kwargs: Any) -> None:
    if action in {"post_remove", "post_clear"}:
        end_rights()


def connect() -> None:
    user = get_user_model()
    user_logged_out.connect(signed_out)
    post_save.connect(user_saved, user)
    post_delete.connect(user_deleted, user)
    post_delete.connect(group_deleted, Group)
    for through in (user.groups.through, user.user_permissions.through):
        m2m_changed.connect(users_permissions_changed, through)
    m2m_changed.connect(groups_permissions_changed, Group.permissions.through)
