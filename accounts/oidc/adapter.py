"""What a single sign-on means for the hospital's accounts: who gets one, and which roles."""

import logging
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.pages import refusal_page
from accounts.services.groups import set_groups
from appointments.rights import ROLES
from audit.models import Action
from audit.recording import record

logger = logging.getLogger("accounts")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Gives an account to members of known groups only, and renews the roles at each sign-in."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The provider has identified the person. Raises ImmediateHttpResponse with the page of a refusal."""
        roles = roles_of(sociallogin.account.extra_data)
        if sociallogin.is_existing:
            set_roles(sociallogin.user, roles)  # also none: who left the groups loses the rights
        if not roles:
            known = sociallogin.user if sociallogin.is_existing else None
            _recorded("no role", known)
            refuse(request, _("You are in no group that uses this calendar. Ask a manager."))
        if not sociallogin.is_existing:
            self._check_user_name(request, sociallogin)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True  # pre_social_login has refused those without a role

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        user = super().save_user(request, sociallogin, form)
        set_roles(user, roles_of(sociallogin.account.extra_data))
        return user

    def on_authentication_error(self, request: HttpRequest, *args: Any, exception: Any = None, **kwargs: Any) -> None:
        """State, nonce or code are wrong or expired, or the provider refused or does not answer.

        Not in the audit: the provider has identified no person, and any stranger could fill it so.
        """
        if exception:
            logger.warning("A single sign-on failed: %s", type(exception).__name__)
        refuse(request, _("The sign-in has expired or was cancelled. Please try again."))

    def _check_user_name(self, request: HttpRequest, sociallogin: Any) -> None:
        """The name must be free. With OIDC_LINK_EXISTING its account becomes the person's, but no superuser's."""
        user = sociallogin.user
        try:
            user.clean_fields(exclude=["password"])
        except ValidationError:
            _recorded("no user name")
            refuse(request, _("The sign-in service gave no user name that can be used here. Ask a manager."))
        taken = get_user_model().objects.filter(username__iexact=user.get_username()).first()
        if taken is None:
            return
        if not settings.OIDC_LINK_EXISTING or taken.is_superuser:
            _recorded("name of another account", taken)
            refuse(request, _("Your user name belongs to another account. Ask a manager."))
        sociallogin.connect(request, taken)
        set_roles(taken, roles_of(sociallogin.account.extra_data))


def roles_of(claims: dict[str, Any]) -> set[str]:
    """The roles that OIDC_GROUPS gives to the groups in the ID token and the user info."""
    groups: set[str] = set()
    for part in ("id_token", "userinfo"):
        listed = claims.get(part, {}).get("groups")
        groups.update(name for name in listed if isinstance(name, str)) if isinstance(listed, list) else None
    return {role for group, role in settings.OIDC_GROUPS.items() if group in groups}


def set_roles(user: Any, roles: set[str]) -> None:
    """Makes these the user's roles; groups of the hospital's own stay. Writes only what differs."""
    own = user.groups.exclude(name__in=ROLES)
    set_groups(user, [*own, *Group.objects.filter(name__in=roles)])


def _recorded(reason: str, user: Any = None) -> None:
    """A refusal of a person whom the provider has identified; `user` is the account that was meant, if there is one."""
    name = user.get_username() if user else ""
    record(Action.SIGN_IN_FAILED, by=None, name=name, detail=f"single sign-on: {reason}")


def refuse(request: HttpRequest, detail: str) -> None:
    raise ImmediateHttpResponse(refusal_page(request, detail, HTTPStatus.FORBIDDEN))
