"""What the pages for managers share."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.generic import View

from accounts.models.program_token import MANAGE_STAFF
from appointments.exceptions import Refusal


class ManagerPage(LoginRequiredMixin, PermissionRequiredMixin, View):
    """A page for users who may manage accounts."""

    permission_required = MANAGE_STAFF


def shown_once(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a secret that is stored nowhere: not in the session, and in no cache of the browser."""
    answer = render(request, template, context)
    add_never_cache_headers(answer)
    return answer


def add_refusal(form: Form, refusal: Refusal) -> None:
    """Shows a refusal beside the fields that it is about, or above the form."""
    for name, sentences in (refusal.fields or {"": [refusal.detail]}).items():
        form.add_error(name if name in form.fields else None, sentences)
