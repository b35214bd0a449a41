"""The translations for scripts: Django's JavaScript catalogue, at an address with a hash of its content, so that
browsers can cache it for a year.
"""

from functools import cache
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.i18n import JavaScriptCatalog

from common.access import public
from hospital.languages import WRITTEN_IN, generic

A_YEAR = 365 * 24 * 3600  # seconds


@cache
def catalogue(language: str) -> tuple[str, bytes]:
    """The catalogue of a language, which must be active: (hash, script). Read once in each process."""
    script = JavaScriptCatalog().get(HttpRequest()).content
    return sha256(script).hexdigest()[:12], script


@public
def show(request: HttpRequest, version: str) -> HttpResponse:
    """Serves the catalogue. At the address of another version, as during a rolling deploy, it is not cached."""
    current, script = catalogue(get_language())
    answer = HttpResponse(script, content_type='text/javascript; charset="utf-8"')
    if version == current:
        patch_cache_control(answer, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(answer, no_store=True)
    return answer


def page(request: HttpRequest) -> dict[str, Any]:
    """For every template: `catalogue`, the address of the catalogue; '' in English, which needs none."""
    language = get_language()
    if generic(language) == WRITTEN_IN:
        return {"catalogue": ""}
    return {"catalogue": reverse("javascript-catalog", args=[catalogue(language)[0]])}
