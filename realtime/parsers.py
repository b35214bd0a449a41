"""What a request may look like: a bound on its size, and patience with what it accepts."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException, NotAcceptable, ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.request import Request


class TooLarge(APIException):
    """The body is longer than DATA_UPLOAD_MAX_MEMORY_SIZE bytes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The request's body is too large.")
    default_code = "too_large"


class LenientNegotiation(DefaultContentNegotiation):
    """Answers in the view's first format where it has none of those that `Accept` asks for: a browser sees JSON."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        try:
            return super().select_renderer(request, renderers, format_suffix)
        except NotAcceptable:
            return renderers[0], renderers[0].media_type


class BoundedJSONParser(JSONParser):
    """JSON objects only, at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes: DRF's own parser reads without a bound."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        try:
            value = json.loads(body.decode(), parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise ParseError(_("The body is not JSON.")) from None
        if not isinstance(value, dict):
            raise ParseError(_("The body must be a JSON object."))
        return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
