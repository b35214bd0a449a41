"""The rule against overlapping appointments, held by the database.

On PostgreSQL it is an exclusion constraint. On SQLite the same name is a pair of triggers that raise the same
IntegrityError. They are deferred statements of the schema editor, as Django's own partial indexes are, so a later
migration that rebuilds the table creates them again.
"""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.backends.ddl_references import Statement, Table
from django.db.models.functions import Lead

SQLITE_TRIGGER = """CREATE TRIGGER "%(name)s_%(moment)s" BEFORE %(moment)s ON %(table)s
WHEN NEW.%(key)s IS NOT NULL AND %(new)s
BEGIN
    SELECT RAISE(ABORT, '%(name)s')
    WHERE EXISTS (
        SELECT 1 FROM %(table)s AS other
        WHERE other.%(key)s = NEW.%(key)s AND other."end" > NEW."start" AND other."start" < NEW."end"
        AND other."id" <> COALESCE(NEW."id", -1) AND %(other)s
    );
END"""
MOMENTS = ("insert", "update")
PROBE = "rule_of"


class RowsOverlap(Exception):
    """Existing rows break the rule; `pairs` are their ids, at most ten pairs."""

    def __init__(self, pairs: list[tuple[int, int]]) -> None:
        super().__init__(f"these overlap already, mend them first: {pairs}")
        self.pairs = pairs


class TsTzRange(models.Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class NoOverlap(ExclusionConstraint):
    """Rows with the same `key` and a state in `statuses` never overlap in [start, end).

    `unless` names a boolean column; the rule does not cover rows where it is true. Breaking the rule raises
    django.db.IntegrityError whose text contains the constraint's name.
    """

    def __init__(self, *, name: str, key: str, statuses: tuple[str, ...], unless: str | None = None) -> None:
        self.key, self.statuses, self.unless = key, tuple(statuses), unless
        condition = models.Q(status__in=list(self.statuses))
        if unless:
            condition &= models.Q(**{unless: False})
        super().__init__(
            name=name,
            expressions=[
                (TsTzRange("start", "end", RangeBoundary()), RangeOperators.OVERLAPS),
                (key, RangeOperators.EQUAL),
            ],
            condition=condition,
        )

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, (), {"name": self.name, "key": self.key, "statuses": self.statuses, "unless": self.unless}

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().constraint_sql(model, schema_editor)
        schema_editor.deferred_sql.extend(self.triggers(model, schema_editor))
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().create_sql(model, schema_editor)
        return self.constraint_sql(model, schema_editor)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().remove_sql(model, schema_editor)
        self._drop_triggers(schema_editor)
        return None

    def is_in(self, connection: Any, model: Any) -> bool:
        """Whether this database holds the rule exactly as defined here."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                definition = self._definition(cursor, model._meta.db_table)
                return definition is not None and definition == self._definition_when_new(connection, model)
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [model._meta.db_table]
            )
            found = {row[0] for row in cursor.fetchall()}
            editor = connection.schema_editor(collect_sql=True)
            return found >= {str(trigger) for trigger in self.triggers(model, editor)}

    def _definition(self, cursor: Any, table: str) -> str | None:
        """The constraint's definition as PostgreSQL prints it, None where the table has no valid one."""
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s AND contype = 'x' AND convalidated"
            " AND conrelid = to_regclass(%s)",
            [self.name, table],
        )
        row = cursor.fetchone()
        return str(row[0]) if row else None

    def _definition_when_new(self, connection: Any, model: Any) -> str | None:
        """The definition of a new constraint, made on an empty temporary copy of the table.

        PostgreSQL rewrites definitions, so only two that it printed can be compared.
        """
        copy = f"{PROBE}_{model._meta.db_table}"
        statement: Any = super().create_sql(model, connection.schema_editor(collect_sql=True))
        statement.rename_table_references(model._meta.db_table, copy)
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(f'CREATE TEMPORARY TABLE "{copy}" (LIKE "{model._meta.db_table}")')
            cursor.execute(str(statement))
            definition = self._definition(cursor, copy)
            cursor.execute(f'DROP TABLE "{copy}"')
        return definition

    def broken_by(self, model: Any) -> list[tuple[int, int]]:
        """Pairs of ids that overlap against the rule, at most ten.

        If any two rows overlap, some row overlaps the next one to start, so one ordered pass finds it.
        """
        following: dict[str, Any] = {"partition_by": models.F(self.key), "order_by": ["start", "pk"]}
        rows = model._default_manager.filter(self.condition).annotate(
            other=models.Window(Lead("pk"), **following), other_start=models.Window(Lead("start"), **following)
        )
        return list(rows.filter(other_start__lt=models.F("end")).values_list("pk", "other")[:10])

    def put_back(self, model: Any, schema_editor: Any) -> None:
        """Creates the rule again where it, or a part of it, was dropped or weakened.

        Other writers wait until the editor's transaction ends. Raises RowsOverlap where rows break the rule already.
        """
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'LOCK TABLE "{model._meta.db_table}" IN ACCESS EXCLUSIVE MODE')
        if pairs := self.broken_by(model):
            raise RowsOverlap(pairs)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT IF EXISTS "{self.name}"')
            schema_editor.add_constraint(model, self)
            return
        self._drop_triggers(schema_editor)
        for trigger in self.triggers(model, schema_editor):
            schema_editor.execute(trigger)

    def _drop_triggers(self, schema_editor: Any) -> None:
        for moment in MOMENTS:
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self.name}_{moment}"')

    def triggers(self, model: Any, schema_editor: Any) -> list[Statement]:
        """One statement for INSERT, one for UPDATE. Django renames the table, a reference, when it rebuilds it."""
        values = {
            "name": self.name,
            "key": schema_editor.quote_name(model._meta.get_field(self.key).column),
            "new": self._condition_for("NEW"),
            "other": self._condition_for("other"),
        }
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return [Statement(SQLITE_TRIGGER, table=table, moment=moment, **values) for moment in MOMENTS]

    def _condition_for(self, row: str) -> str:
        listed = ", ".join(f"'{status}'" for status in self.statuses)
        condition = f'{row}."status" IN ({listed})'
        return f'{condition} AND NOT {row}."{self.unless}"' if self.unless else condition

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """For forms and the admin: checks the rule before saving. Raises ValidationError."""
        if instance.status not in self.statuses or (self.unless and getattr(instance, self.unless)):
            return
        key = getattr(instance, model._meta.get_field(self.key).attname)
        if None in (key, instance.start, instance.end):
            return
        others = model._default_manager.using(using).filter(
            self.condition, **{self.key: key}, start__lt=instance.end, end__gt=instance.start
        )
        if others.exclude(pk=instance.pk).exists():
            raise ValidationError(self.get_violation_error_message())


def broken_rule(error: BaseException) -> str:
    """The name of the constraint in an IntegrityError, or its whole text."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or error)
