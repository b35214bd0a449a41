"""The API's calls as the OpenAPI description has them: the tables of other tests must have all of them."""

import re
from dataclasses import dataclass
from typing import Any

from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator


@dataclass(frozen=True)
class DescribedCall:
    """`fields` are those of its body; `takes_key` is whether it takes an `Idempotency-Key`."""

    fields: frozenset[str]
    takes_query: bool
    takes_key: bool


def call_name(method: str, address: str) -> str:
    """The same for all addresses of a call, as in "patch api/patients/<int:pk>/"; `{…}` stands for an id."""
    path = re.sub(r"\{\w+\}", "1", address).partition("?")[0]
    return f"{method} {resolve(path).route}"


def described_calls() -> dict[str, DescribedCall]:
    """All calls below /api/, by their `call_name`."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return {
        call_name(method, path): _described(call, schema["components"]["schemas"])
        for path, methods in schema["paths"].items()
        for method, call in methods.items()
        if path.startswith("/api/")
    }


def _described(call: dict[str, Any], schemas: dict[str, Any]) -> DescribedCall:
    parameters = {(parameter["in"], parameter["name"]) for parameter in call.get("parameters", [])}
    body = call.get("requestBody", {"content": {}})["content"].get("application/json")
    name = body["schema"]["$ref"].rpartition("/")[2] if body else None
    return DescribedCall(
        fields=frozenset(schemas[name]["properties"]) if name else frozenset(),
        takes_query="query" in {place for place, _ in parameters},
        takes_key=("header", "Idempotency-Key") in parameters,
    )
