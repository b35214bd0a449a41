"""The hospital's provider, as django-allauth's OpenID Connect with a nonce. allauth sends state and PKCE itself."""

import hashlib
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse


def nonce_of(code_verifier: str) -> str:
    """The nonce of a sign-in: derived from its PKCE verifier, which the session keeps and the browser never sees."""
    return hashlib.sha256(f"nonce:{code_verifier}".encode()).hexdigest()


class OIDCAdapter(OpenIDConnectOAuth2Adapter):
    """Exchanges the code, and checks the ID token."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("oidc-callback"))

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        self.nonce = nonce_of(pkce_code_verifier or "")
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Raises OAuth2Error without an ID token, or if the user info is another person's (OIDC Core 5.3.2)."""
        login = super().complete_login(request, app, token, **kwargs)
        claims = login.account.extra_data
        if "id_token" not in claims or claims["userinfo"].get("sub") != claims["id_token"]["sub"]:
            raise OAuth2Error("The ID token is missing, or does not fit the user info.")
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = super()._decode_id_token(app, id_token)
        if claims.get("nonce") != self.nonce:
            raise OAuth2Error("The nonce is not the one of this sign-in.")
        return claims


class OIDCProvider(OpenIDConnectProvider):
    oauth2_adapter_class = OIDCAdapter

    def get_pkce_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_pkce_params()
        return params | {"nonce": nonce_of(params["code_verifier"])}

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        """Without the e-mail address: the hospital keeps none of its staff, and no account is found by it."""
        return super().extract_common_fields(data) | {"email": None}

    def extract_email_addresses(self, data: Any) -> list[Any]:
        return []
