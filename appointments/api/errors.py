"""Every refusal as `{"code", "detail", "fields"?}`; no input gives a 500."""

from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from appointments.exceptions import Refusal

CODES: dict[type[exceptions.APIException], str] = {
    exceptions.ParseError: "invalid",
    exceptions.AuthenticationFailed: "unauthenticated",
    exceptions.NotAuthenticated: "unauthenticated",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method",
    exceptions.NotAcceptable: "invalid",
    exceptions.UnsupportedMediaType: "media_type",
    exceptions.Throttled: "throttled",
}


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None lets a bug be a bug."""
    if isinstance(error, Refusal):
        set_rollback()
        return Response(error.body(context["request"].user), status=error.status)
    error = _as_api_exception(error)
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, exceptions.ValidationError):
        return Response(_invalid(error.detail), status=error.status_code, headers=headers)
    code = CODES.get(type(error), error.default_code)
    return Response({"code": code, "detail": str(error.detail)}, status=error.status_code, headers=headers)


def _as_api_exception(error: Exception) -> Exception:
    if isinstance(error, Http404):
        return exceptions.NotFound(_("There is nothing at this address."))
    if isinstance(error, DjangoPermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        too_large = exceptions.APIException(_("The request's body is too large."), "too_large")
        too_large.status_code, too_large.default_code = 413, "too_large"
        return too_large
    if isinstance(error, SuspiciousOperation):
        return exceptions.ParseError(_("The request could not be read."))
    return error


def _invalid(detail: Any) -> dict[str, Any]:
    """The first complaint as the sentence, all of them under their fields."""
    if isinstance(detail, list):
        return {"code": "invalid", "detail": str(detail[0])}
    fields = {_encodable(name): _sentences(messages) for name, messages in detail.items()}
    name, messages = next(iter(fields.items()))
    sentence = messages[0] if name == "non_field_errors" else f"{name}: {messages[0]}"
    return {"code": "invalid", "detail": sentence, "fields": fields}


def _sentences(messages: Any) -> list[str]:
    if isinstance(messages, dict):
        return [f"{name}: {sentence}" for name, inner in messages.items() for sentence in _sentences(inner)]
    if isinstance(messages, list):
        return [sentence for message in messages for sentence in _sentences(message)]
    return [_encodable(str(messages))]


def _encodable(text: str) -> str:
    """Complaints repeat what was sent, and JSON can carry half of a surrogate pair, which UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()
