"""The second factor: which users need one, and the sessions that may do nothing until it is set up.

django-allauth asks for a factor that is set up before it signs a user in. A user whose role needs one and who has none
is signed in, but the session is marked: pages lead to the set-up (accounts/middleware.py), and sockets refuse it.
"""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import sessions
from audit.models import Action
from audit.recording import record, subject_of
from common.refused_sign_in import SecondFactorNeeded
from realtime.handshake import INCOMPLETE
from realtime.revocation import end_session

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes stand in for a lost one


def is_required(user: Any) -> bool:
    """Whether one of the user's roles is in MFA_REQUIRED_ROLES; a superuser counts as admin."""
    roles = settings.MFA_REQUIRED_ROLES
    return ("admin" in roles and user.is_superuser) or user.groups.filter(name__in=roles).exists()


def is_set_up(user: Any) -> bool:
    return bool(is_mfa_enabled(user, FACTORS))


def check(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """On user_logged_in: a door that does not ask for the second factor is closed to users who need one.

    Marks the session if the factor must be set up first. The provider of a single sign-on asks for its own factor.
    Raises SecondFactorNeeded, with the user signed out.
    """
    used = {record["method"] for record in get_authentication_records(request, user)}
    if used & {"mfa", "socialaccount"}:
        return
    if is_set_up(user) or (is_required(user) and "password" not in used):
        logout(request)
        raise SecondFactorNeeded(_("Your account needs a second factor. Sign in on the sign-in page."))
    if is_required(user):
        request.session[INCOMPLETE] = True


def added(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """The user's other sessions were opened without it, so they end."""
    if authenticator.type in FACTORS:
        request.session.pop(INCOMPLETE, None)
        sessions.end_others(request)


def removed(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Without a factor the session goes on only if none is required."""
    if is_required(user) and not is_set_up(user):
        request.session[INCOMPLETE] = True
        end_session(request.session.session_key or "", user_id=user.pk)


def role_gained(instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """Ends the sessions of a user who got a role that needs a factor and has none.

    `user.groups.add(…)` gives the user as `instance`, `group.user_set.add(…)` the ids of users.
    """
    if action != "post_add" or not settings.MFA_REQUIRED_ROLES:
        return
    users = get_user_model().objects.filter(pk__in=pk_set) if reverse else [instance]
    groups = [instance] if reverse else Group.objects.filter(pk__in=pk_set)
    if not any(group.name in settings.MFA_REQUIRED_ROLES for group in groups):
        return
    for user in users:
        if not is_set_up(user):
            sessions.end_all(user)


def recorded(instance: Authenticator, created: bool = False, **kwargs: Any) -> None:
    """On post_save and post_delete, so that a reset by a command is in the audit too."""
    if kwargs["signal"] is post_delete or created:
        action = Action.FACTOR_ADDED if created else Action.FACTOR_REMOVED
        detail = f"{instance.user.get_username()}: {instance.type}"
        record(action, subject=f"user-{instance.user_id}", detail=detail)


def refused(user: Any, **kwargs: Any) -> None:
    """A wrong code. It names the account, because the password was right; who typed the code is not known."""
    record(Action.FACTOR_FAILED, by=None, name=user.get_username(), subject=subject_of(user))


def connect() -> None:
    post_save.connect(recorded, Authenticator)
    post_delete.connect(recorded, Authenticator)
    user_logged_in.connect(check)
    authentication_failed.connect(refused)
    authenticator_added.connect(added)
    authenticator_removed.connect(removed)
    m2m_changed.connect(role_gained, get_user_model().groups.through)
