"""Parts for Django REST framework that the applications share: access, bounded JSON, `Accept`, strict fields."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, NotAcceptable, ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from common.access import access_of
from common.plain_text import without_directions
from common.unavailable import RETRY_AFTER_SECONDS


class Allowed(BasePermission):
    """A call for those whom the view's `access` allows, and `changes` for its methods that change something.

    Others get 403 with the rule's sentence, or 401 without a sign-in.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        access = access_of(view, str(request.method))
        if access is None:
            return False
        self.message = access.refusal
        return access.allows(request.user)


class TooLarge(APIException):
    """The body is longer than DATA_UPLOAD_MAX_MEMORY_SIZE bytes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The request is too large.")
    default_code = "too_large"


class Unavailable(APIException):
    """The database cannot be used for the moment: common/unavailable.py."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = _("The database cannot be used at the moment. Please try again.")
    default_code = "unavailable"
    wait = RETRY_AFTER_SECONDS


class LenientNegotiation(DefaultContentNegotiation):
    """Answers in the view's first format if it has none that `Accept` names: a browser sees JSON."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        try:
            return super().select_renderer(request, renderers, format_suffix)
        except NotAcceptable:
            return renderers[0], renderers[0].media_type


class BoundedJSONParser(JSONParser):
    """Only JSON objects of at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes; DRF's own parser has no limit."""

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
            raise ParseError(_("The request body is not JSON.")) from None
        if not isinstance(value, dict):
            raise ParseError(_("The request body must be a JSON object."))
        return value


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses unknown fields, so that a misspelt one is not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """Also of an object inside another one, which has no `initial_data`."""
        found = super().to_internal_value(data)
        unknown = sorted(set(data) - set(self.fields))
        if unknown:
            raise serializers.ValidationError({name[:50]: [_("Unknown field.")] for name in unknown[:10]})
        return found


class Text(serializers.CharField):
    """Accepts only text; DRF's CharField also accepts numbers."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class FreeText(Text):
    """A text for people to read: what would turn the direction of other texts beside it is left out."""

    def to_internal_value(self, data: Any) -> str:
        return without_directions(super().to_internal_value(data))


class TextInDescription(OpenApiSerializerFieldExtension):
    """The OpenAPI description of a `Text` says whether it may be blank."""

    target_class = "common.drf.Text"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        described: dict[str, Any] = auto_schema._map_serializer_field(self.target, direction, bypass_extensions=True)
        if not self.target.allow_blank:
            described.setdefault("pattern", r"\S")
        return described


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
