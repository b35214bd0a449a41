"""Logout tokens of OpenID Connect Back-Channel Logout 1.0: the provider says that a person has been signed out."""

import time
from functools import cache
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache as shared_cache

EVENT = "http://schemas.openid.net/event/backchannel-logout"
# Signatures by the provider's public keys. HS256 would use a secret that we share with it; "none" is no signature.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
FRESH_SECONDS = 300  # a token is sent at once; an older one is a replay, or the clocks differ
KEYS_KEPT_SECONDS = 300


class InvalidToken(Exception):
    """It is not the provider's, not for us, too old, or was used before."""


def subject_of(token: str) -> str:
    """The person whom the provider has signed out (`sub`). Raises InvalidToken."""
    try:
        key = provider_keys(settings.OIDC_ISSUER).get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            options={"require": ["iss", "aud", "iat", "jti", "sub"]},
            leeway=60,
        )
    except (jwt.PyJWTError, requests.RequestException, KeyError, ValueError, TypeError) as error:
        raise InvalidToken(type(error).__name__) from error
    check_logout_claims(claims)
    return str(claims["sub"])


def check_logout_claims(claims: dict[str, Any]) -> None:
    """Steps 4 to 8 of section 2.6 of the standard. Raises InvalidToken."""
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise InvalidToken("no logout event")
    if "nonce" in claims:
        raise InvalidToken("an ID token")
    if time.time() - claims["iat"] > FRESH_SECONDS:
        raise InvalidToken("too old")
    if not shared_cache.add(f"logout-token:{claims['jti']}", True, timeout=2 * FRESH_SECONDS):
        raise InvalidToken("used before")


@cache
def provider_keys(issuer: str) -> jwt.PyJWKClient:
    """The provider's public keys, from the address that its configuration names. Raises requests' errors."""
    with get_adapter().get_requests_session() as session:
        answer = session.get(f"{issuer}/.well-known/openid-configuration")
        answer.raise_for_status()
        return jwt.PyJWKClient(answer.json()["jwks_uri"], lifespan=KEYS_KEPT_SECONDS, timeout=5)
