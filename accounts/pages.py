"""The page of a refusal, in plain words."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def refusal_page(request: HttpRequest, detail: str, status: HTTPStatus) -> HttpResponse:
    """An error page of the sign-in, with this sentence."""
    context = {"title": _("Sign-in failed"), "icon": "x-circle", "detail": detail}
    return render(request, "error.html", context, status=status)
