"""Authenticates programs: `Authorization: Token <secret>`."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import token_scopes
from accounts.services import program_tokens


class ProgramTokenAuthentication(TokenAuthentication):
    """The call's user is the token's user, and `request.auth` is the ProgramToken.

    Scopes are enforced here, before any view runs, so that no call with a token can miss it. Raises
    AuthenticationFailed (401) for a token that is unknown, revoked or expired, or whose user is inactive;
    PermissionDenied (403) outside the scopes.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        authenticated = super().authenticate(request)
        if authenticated:
            token_scopes.require(authenticated[1], request.resolver_match, request.method or "")
        return authenticated

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        token = program_tokens.use(key)
        if token is None:
            raise AuthenticationFailed(_("Invalid token."))
        return token.user, token
