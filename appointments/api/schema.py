"""Refusals in the OpenAPI description: their one shape, and the status codes of every call."""

from typing import Any

from appointments.exceptions import Alike

ERROR: dict[str, Any] = {
    "type": "object",
    "description": "Every refusal. The other keys depend on the code.",
    "required": ["code", "detail"],
    "properties": {
        "code": {"type": "string", "example": "clash"},
        "detail": {"type": "string", "description": "A sentence for a person."},
        "fields": {
            "type": "object",
            "description": "invalid: what is wrong with each field.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "conflicts": {
            "type": "array",
            "description": "clash: what is in the way.",
            "items": {"$ref": "#/components/schemas/CalendarEventAnswer"},
        },
        "next_free": {
            "type": "array",
            "description": "clash, closed: times that are free.",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string", "format": "date-time"} for name in ("start", "end")},
            },
        },
        "until": {"type": "string", "format": "date-time", "description": "held: when that ends."},
        "current": {
            "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("CalendarEventAnswer", "PatientAnswer")],
            "description": "stale: the appointment or the patient as it is.",
        },
        "allowed": {"type": "array", "items": {"type": "string"}, "description": "transition: the open states."},
        "matches": {
            "type": "array",
            "description": "duplicate: patients like this one.",
            "items": {
                "allOf": [
                    {"$ref": "#/components/schemas/PatientAnswer"},
                    {
                        "type": "object",
                        "properties": {
                            "alike": {
                                "type": "array",
                                "description": "Why it is likely the same person.",
                                "items": {"type": "string", "enum": Alike.values},
                            },
                            "differs": {
                                "type": "array",
                                "description": "The fields that differ from what was sent.",
                                "items": {"type": "string", "enum": ["name", "phone", "birth_date"]},
                            },
                        },
                    },
                ]
            },
        },
        "token": {"type": "string", "nullable": True, "description": "waiting: the one that the patient has there."},
        "appointment": {
            "allOf": [{"$ref": "#/components/schemas/CalendarEventAnswer"}],
            "nullable": True,
            "description": "waiting: the visit.",
        },
        "date": {"type": "string", "format": "date", "description": "other_day: the day of the token or appointment."},
        "merged_into": {"type": "integer", "description": "merged: the id of the record that stays."},
    },
}
MEANINGS = {
    "400": "invalid, too_many",
    "401": "unauthenticated",
    "403": "forbidden",
    "404": "not_found",
    "409": "clash, closed, held, stale, transition, duplicate, merged, waiting, empty, other_day, idempotency",
    "410": "history_gone",
    "413": "too_large",
    "415": "media_type",
    "429": "throttled",
    "503": "unavailable; Retry-After says in how many seconds to try again",
}
SEARCH = "/api/patients/search/"  # changes nothing
CONFLICTING = (
    *("/api/appointments/", "/api/opd-appointments/", "/api/holds/", "/api/patients/"),
    *("/api/queues/", "/api/rooms/"),
)
ONLY_AT = {"404": "/api/realtime/ping/", "410": "/events/"}  # a channel is named in the body; history is asked for


def list_refusals(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A drf-spectacular postprocessing hook."""
    schemas = result["components"]["schemas"]
    schemas["Error"] = ERROR
    for path, calls in result["paths"].items():
        for call in calls.values():
            if path.startswith("/api/") and "requestBody" in call:
                reference = call["requestBody"]["content"]["application/json"]["schema"]["$ref"]
                schemas[reference.rpartition("/")[2]]["additionalProperties"] = False  # a StrictSerializer
            for code in _refusals(path, call):
                call["responses"].setdefault(
                    code,
                    {
                        "description": MEANINGS[code],
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                    },
                )
    return result


def _refusals(path: str, call: dict[str, Any]) -> list[str]:
    """The status codes with which this call can refuse, derived from its parameters."""
    places = {parameter["in"] for parameter in call.get("parameters", [])}
    takes_body = "requestBody" in call
    codes = ["401", "403", "429", "503"]
    if takes_body or "query" in places:
        codes.append("400")
    if takes_body:
        codes += ["413", "415"]
        codes += ["409"] if path.startswith(CONFLICTING) and path != SEARCH else []
    if "path" in places:
        codes.append("404")
    return sorted(codes + [code for code, part in ONLY_AT.items() if part in path])
