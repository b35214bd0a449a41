"""The page of a refusal, in plain words, and pages that passwords alone need."""

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]


def with_passwords(view: View) -> View:
    """A page that is not found with PASSWORDS=off."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.PASSWORDS:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def refusal_page(request: HttpRequest, detail: str, status: HTTPStatus) -> HttpResponse:
    """An error page of the sign-in, with this sentence."""
    context = {"title": _("Sign-in failed"), "icon": "x-circle", "detail": detail}
    return render(request, "error.html", context, status=status)
