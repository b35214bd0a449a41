"""Reading request bodies with a bound on their size."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser


class TooLarge(APIException):
    """The body is longer than DATA_UPLOAD_MAX_MEMORY_SIZE bytes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The request's body is too large."
    default_code = "too_large"


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
            raise ParseError("The body is not JSON.") from None
        if not isinstance(value, dict):
            raise ParseError("The body must be a JSON object.")
        return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
