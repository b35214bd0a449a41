"""Every refusal as `{"code", "detail", "fields"?}`; no input gives a 500."""

from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from appointments import exceptions as domain
from appointments.events.calendar_event import calendar_event, patient_card
from appointments.hospital_time import Interval, iso
from appointments.rights import SEE
from appointments.services.permissions import sees
from common import throttles
from common.drf import Unavailable
from common.unavailable import RETRY_AFTER_SECONDS, is_unavailable

# How each refusal of the domain is answered: HTTP status and `code`. `_details` adds what stands beside them.
REFUSALS: dict[type[domain.Refusal], tuple[int, str]] = {
    domain.Invalid: (400, "invalid"),
    domain.TooMany: (400, "too_many"),
    domain.Forbidden: (403, "forbidden"),
    domain.SlotTaken: (409, "clash"),
    domain.Unanswered: (409, "clash"),
    domain.Closed: (409, "closed"),
    domain.Held: (409, "held"),
    domain.StaleVersion: (409, "stale"),
    domain.StalePatient: (409, "stale"),
    domain.BadTransition: (409, "transition"),
    domain.LikelyDuplicate: (409, "duplicate"),
    domain.AlreadyWaiting: (409, "waiting"),
    domain.Merged: (409, "merged"),
    domain.VisitsClash: (409, "clash"),
    domain.QueueEmpty: (409, "empty"),
    domain.OtherDay: (409, "other_day"),
    domain.KeyReused: (409, "idempotency"),
    domain.StillRunning: (409, "idempotency"),
    domain.Busy: (503, "unavailable"),
}
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
    """DRF's exception handler. None for anything unexpected, which becomes a 500."""
    if isinstance(error, domain.Refusal):
        set_rollback()
        status, _code = REFUSALS[type(error)]
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if isinstance(error, domain.Busy) else {}
        return Response(refusal_body(error, context["request"].user), status=status, headers=headers)
    error = _as_api_exception(error)
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if wait and isinstance(error, exceptions.Throttled):
        error.detail = exceptions.ErrorDetail(throttles.sentence(int(wait)))
    if isinstance(error, exceptions.ValidationError):
        return Response(_invalid(error.detail), status=error.status_code, headers=headers)
    code = CODES.get(type(error), error.default_code)
    return Response({"code": code, "detail": str(error.detail)}, status=error.status_code, headers=headers)


def refusal_body(refusal: domain.Refusal, asker: Any) -> dict[str, Any]:
    """`{"code", "detail", …, "fields"?}`; appointments only for an asker who may see them."""
    _status, code = REFUSALS[type(refusal)]
    body = {"code": code, "detail": refusal.detail, **_details(refusal, asker)}
    return body | {"fields": refusal.fields} if refusal.fields else body


def _details(refusal: domain.Refusal, asker: Any) -> dict[str, Any]:
    def seen(appointment: Any) -> bool:
        return asker.has_perm(SEE) and sees(asker, appointment)

    match refusal:
        case domain.SlotTaken():
            conflicts = list(map(calendar_event, filter(seen, refusal.conflicts)))
            return {"conflicts": conflicts, "next_free": list(map(_interval, refusal.next_free))}
        case domain.Closed():
            return {"next_free": list(map(_interval, refusal.next_free))}
        case domain.Held():
            return {"until": iso(refusal.hold.until)}
        case domain.StaleVersion():
            return {"current": calendar_event(refusal.current) if seen(refusal.current) else None}
        case domain.StalePatient():
            return {"current": patient_card(refusal.current)}
        case domain.BadTransition():
            return {"allowed": refusal.allowed}
        case domain.AlreadyWaiting():
            visit = refusal.visit if seen(refusal.visit) else None
            return {"token": refusal.visit.token or None, "appointment": calendar_event(visit) if visit else None}
        case domain.Merged():
            return {"merged_into": refusal.into.pk, "patient": patient_card(refusal.into)}
        case domain.VisitsClash():
            return {"conflicts": list(map(calendar_event, filter(seen, refusal.conflicts))), "next_free": []}
        case domain.OtherDay():
            return {"date": refusal.day.isoformat()}
        case domain.LikelyDuplicate():
            return {"matches": list(map(match_card, refusal.matches))}
    return {}


def match_card(match: domain.Match) -> dict[str, Any]:
    return {**patient_card(match.patient), "alike": list(match.alike), "differs": list(match.differs)}


def _interval(interval: Interval) -> dict[str, str]:
    return {"start": iso(interval[0]), "end": iso(interval[1])}


def _as_api_exception(error: Exception) -> Exception:
    if is_unavailable(error):
        return Unavailable()
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, DjangoPermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        too_large = exceptions.APIException(_("The request is too large."), "too_large")
        too_large.status_code, too_large.default_code = 413, "too_large"
        return too_large
    if isinstance(error, SuspiciousOperation):
        return exceptions.ParseError(_("The request could not be read."))
    return error


def _invalid(detail: Any) -> dict[str, Any]:
    """The first error as `detail`, all of them in `fields`."""
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
    """Error texts repeat the input, and JSON can contain half of a surrogate pair, which UTF-8 cannot encode."""
    return text.encode("utf-8", "replace").decode()
