"""`manage.py check --database default`: whether the database holds the rules against double booking."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections, models

from appointments.models.no_overlap import NoOverlap


def rules() -> list[tuple[type[models.Model], NoOverlap]]:
    """Every NoOverlap rule with its model."""
    return [
        (model, constraint)
        for model in apps.get_app_config("appointments").get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, NoOverlap)
    ]


@register(Tags.database)
def overlap_rules_hold(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """appointments.E001 for each rule that is missing in the database; tables not migrated yet are skipped."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        tables = connection.introspection.table_names()
        for model, rule in rules():
            if model._meta.db_table in tables and not rule.is_in(connection, model):
                errors.append(
                    Error(
                        f"The database does not hold {rule.name}: nothing keeps it from booking {rule.key}s twice.",
                        hint="Put it back with: python manage.py restore_rules",
                        obj=model,
                        id="appointments.E001",
                    )
                )
    return errors
