"""The OpenAPI description."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.appointments.described_calls import described_calls


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return dict(SchemaGenerator().get_schema(public=True))


@pytest.mark.django_db
def test_it_is_served(api):
    assert api.get("/api/schema/").status_code == 200


def calls(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, call in methods.items():
            yield f"{method} {path}", call


def refusals(call: dict[str, Any]) -> set[str]:
    return {code for code in call["responses"] if code >= "400"}


@pytest.mark.parametrize(
    ("call", "codes"),
    [
        ("get /api/calendar/", {"400", "401", "403", "429"}),
        ("get /api/working-hours/", {"400", "401", "403", "429"}),
        ("get /api/earliest/", {"400", "401", "403", "429"}),
        ("get /api/appointments/{id}/", {"401", "403", "404", "429"}),
        ("post /api/appointments/", {"400", "401", "403", "409", "413", "415", "429"}),
        ("post /api/queues/{slug}/call-next/", {"400", "401", "403", "404", "409", "413", "415", "429"}),
        ("post /api/rooms/{id}/session/", {"400", "401", "403", "404", "409", "413", "415", "429"}),
        ("patch /api/appointments/{id}/", {"400", "401", "403", "404", "409", "413", "415", "429"}),
        ("delete /api/holds/{id}/", {"401", "403", "404", "429"}),
        ("get /api/channels/{channel}/events/", {"400", "401", "403", "404", "410", "429"}),
        ("post /api/realtime/ping/", {"400", "401", "403", "404", "413", "415", "429"}),
    ],
)
def test_a_call_lists_the_codes_with_which_it_can_refuse(schema, call, codes):
    assert refusals(dict(calls(schema))[call]) == codes | {"503"}


def test_every_refusal_has_the_same_shape(schema):
    error = {"$ref": "#/components/schemas/Error"}
    shapes = [
        call["responses"][code]["content"]["application/json"]["schema"]
        for _, call in calls(schema)
        for code in refusals(call)
    ]
    assert shapes == [error] * len(shapes) != []
    keys = {"code", "detail", "fields", "conflicts", "next_free", "until", "current", "allowed", "matches"}
    keys |= {"token", "appointment", "date", "merged_into"}
    assert keys == set(schema["components"]["schemas"]["Error"]["properties"])


def test_it_says_which_keys_are_refused(schema):
    pattern = schema["paths"]["/api/appointments/"]["post"]["parameters"][0]["schema"]["pattern"]
    assert all(re.search(pattern, key) for key in ("x", "x" * 255, "~!@"))
    assert not any(re.search(pattern, key) for key in ("", " ", "a b", "x" * 256, "clé", "line\n\n"))


def test_it_says_which_fields_may_not_be_blank(schema):
    book = schema["components"]["schemas"]["BookRequest"]["properties"]
    assert (book["complaint"]["pattern"], "pattern" in book["notes"]) == (r"\S", False)
    assert not re.search(schema["components"]["schemas"]["PatientRequest"]["properties"]["name"]["pattern"], "  ")


def test_it_says_that_unknown_fields_are_refused(schema):
    bodies = [
        call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for name, call in calls(schema)
        if "requestBody" in call and " /api/" in name
    ]
    assert bodies
    assert {schema["components"]["schemas"][body]["additionalProperties"] for body in bodies} == {False}


@pytest.mark.parametrize("body", ["BookRequest", "PatchedRescheduleRequest", "HoldRequest"])
def test_it_says_that_the_end_comes_after_the_start(schema, body):
    assert "After `start`." in schema["components"]["schemas"][body]["properties"]["end"]["description"]


def test_every_reference_in_the_description_resolves(schema):
    def references(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            yield from [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            part = list(part.values())
        if isinstance(part, list):
            for each in part:
                yield from references(each)

    names = {reference.removeprefix("#/components/schemas/") for reference in references(schema)}
    assert names <= set(schema["components"]["schemas"])


def test_every_call_that_creates_or_changes_takes_a_key_but_for_three():
    """The test broadcast, the search, and a board link, whose secret must not be kept with an answer."""
    without = {call for call, described in described_calls().items() if described.fields and not described.takes_key}
    assert without == {"post api/realtime/ping/", "post api/patients/search/", "post api/boards/"}
