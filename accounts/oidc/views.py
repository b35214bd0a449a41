"""The way to the provider and back, and its message that a person has been signed out there."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from accounts import sessions
from accounts.oidc import logout_token
from accounts.oidc.provider import OIDCAdapter
from accounts.pages import refusal_page

logger = logging.getLogger("accounts")

View = Callable[[HttpRequest], HttpResponse]


def provider_required(view: View) -> View:
    """404 without a provider. What a broken provider answers becomes a page, and one line in the log."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if not settings.OIDC_ISSUER:
            raise Http404
        try:
            return view(request)
        except (RequestException, KeyError, TypeError, ValueError) as error:
            logger.warning("OIDC_ISSUER: the provider cannot be used (%s).", type(error).__name__)
            detail = _("The sign-in service does not answer. Please try again.")
            return refusal_page(request, detail, HTTPStatus.SERVICE_UNAVAILABLE)

    return checked


@never_cache
@require_GET
@provider_required
def start(request: HttpRequest) -> HttpResponse:
    """Sends the browser to the provider, with state, nonce and PKCE challenge."""
    provider = get_adapter().get_provider(request, settings.OIDC_ISSUER)
    response: HttpResponse = provider.redirect(request, AuthProcess.LOGIN, next_url=get_next_redirect_url(request))
    return response


@never_cache
@require_GET
@provider_required
def callback(request: HttpRequest) -> HttpResponse:
    """The browser is back with a code."""
    answer: Any = OAuth2CallbackView.adapter_view(OIDCAdapter(request, settings.OIDC_ISSUER))
    response: HttpResponse = answer(request)
    return response


@csrf_exempt
@never_cache
@require_POST
@provider_required
def backchannel_logout(request: HttpRequest) -> HttpResponse:
    """The provider's own call: ends all sessions of the person named by a signed logout token; sockets close too."""
    try:
        subject = logout_token.subject_of(request.POST.get("logout_token", ""))
    except logout_token.InvalidToken as error:
        logger.warning("A logout token was refused: %s.", error)
        return JsonResponse({"error": "invalid_request"}, status=HTTPStatus.BAD_REQUEST)
    for account in SocialAccount.objects.filter(provider=settings.OIDC_ISSUER, uid=subject).select_related("user"):
        sessions.end_all(account.user)
    return HttpResponse(status=HTTPStatus.OK)
