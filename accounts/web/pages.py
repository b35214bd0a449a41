"""What the pages for managers share."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.generic import View

from accounts.services.managing import ACCESS
from appointments.exceptions import Refusal
from common.pages import Guarded


class ManagerPage(Guarded, View):
    """A page for users who may manage accounts."""

    access = ACCESS


def shown_once(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a secret that is stored nowhere: not in the session, and in no cache of the browser."""
    answer = render(request, template, context)
    add_never_cache_headers(answer)
    return answer


def add_refusal(form: Form, refusal: Refusal) -> None:
    """Shows a refusal beside the fields that it is about, or above the form."""
    for name, sentences in (refusal.fields or {"": [refusal.detail]}).items():
        form.add_error(name if name in form.fields else None, sentences)
