"""The database's own rule: audit records are added, never changed, and removed only by `audit.retention`.

The triggers are created after every `migrate`, because on SQLite a migration that rebuilds the table drops them. They
permit one change, that from not chained to chained, of `number` and `hash` alone. A row in `audit_removal` permits
removal: it is inserted and deleted in one transaction, so no other transaction sees it.
"""

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models.signals import post_migrate

from audit.models import Record, Removal

TABLE, REMOVALS = Record._meta.db_table, Removal._meta.db_table
CHAINED = ("number", "hash")  # the columns that chaining fills in
REFUSAL = "audit records are never changed or removed"

FUNCTION = f"""CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT 1 FROM {TABLE}) THEN RETURN NULL; END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM {REMOVALS}) THEN RETURN OLD; END IF;
    ELSIF OLD.number IS NULL AND NEW.number IS NOT NULL
        AND to_jsonb(NEW) - '{{{",".join(CHAINED)}}}'::text[] = to_jsonb(OLD) - '{{{",".join(CHAINED)}}}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$"""  # noqa: S608 - constants alone
POSTGRES = {
    "audit_rows": f"CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
    "audit_table": f"CREATE TRIGGER audit_table BEFORE TRUNCATE ON {TABLE}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
}
KEPT = [field.column for field in Record._meta.concrete_fields if field.column not in CHAINED]
# REPLACE removes rows without firing the trigger for DELETE, so the other two refuse what it would replace.
SQLITE = {
    f"audit_{moment}": f"CREATE TRIGGER audit_{moment} BEFORE {moment} ON {TABLE} WHEN {condition}"
    f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for moment, condition in {
        "insert": f"NEW.number IS NOT NULL OR EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)",  # noqa: S608
        "update": " OR ".join(
            [
                "OLD.number IS NOT NULL",
                "NEW.number IS NULL",
                f"EXISTS (SELECT 1 FROM {TABLE} WHERE number = NEW.number)",  # noqa: S608
                *(f'NEW."{column}" IS NOT OLD."{column}"' for column in KEPT),
            ]
        ),
        "delete": f"NOT EXISTS (SELECT 1 FROM {REMOVALS})",  # noqa: S608
    }.items()
}


def connect(app: AppConfig) -> None:
    post_migrate.connect(protect, app)


def protect(*, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Creates the triggers that are missing or differ. Without the tables, as after `migrate auth`, it does nothing."""
    connection = connections[using]
    if not {TABLE, REMOVALS} <= set(connection.introspection.table_names()) or not missing(using):
        return
    is_postgres = connection.vendor == "postgresql"
    with transaction.atomic(using), connection.cursor() as cursor:
        if is_postgres:
            cursor.execute(FUNCTION)
        for name in missing(using):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{f' ON {TABLE}' if is_postgres else ''}")
            cursor.execute((POSTGRES if is_postgres else SQLITE)[name])


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The names of the triggers that the database lacks, or has switched off or changed."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A')", [TABLE]
            )
            found = {name for (name,) in cursor.fetchall()}
            return [name for name in POSTGRES if name not in found]
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        texts = {sql for (sql,) in cursor.fetchall()}
    return [name for name, sql in SQLITE.items() if sql not in texts]
