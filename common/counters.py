"""Counters without repetitions and gaps.

A counter is a row that is raised in the transaction that uses the number: a rollback restores it, and the lock of the
row makes the order of the numbers that of the commits. A database sequence guarantees neither.
"""

from collections.abc import Mapping

from django.db import connection, models


def advance(model: type[models.Model], key: str, value: str, steps: Mapping[str, int]) -> dict[str, int]:
    """Raises `value` by the given steps in the row of each key; inserts missing rows.

    Returns {key: new value}. Rows are locked in sorted order, so that two transactions cannot deadlock. Must run inside
    a transaction.
    """
    if not steps:
        return {}
    rows = sorted(steps.items())
    table, key_column, value_column = map(connection.ops.quote_name, (model._meta.db_table, key, value))
    statement = (
        f"INSERT INTO {table} ({key_column}, {value_column}) VALUES {', '.join(['(%s, %s)'] * len(rows))} "
        f"ON CONFLICT ({key_column}) DO UPDATE SET {value_column} = {table}.{value_column} + excluded.{value_column} "
        f"RETURNING {key_column}, {value_column}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [item for row in rows for item in row])
        return dict(cursor.fetchall())
