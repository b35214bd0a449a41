"""Which errors mean that the database cannot be used, and what `/readyz` says then."""

from typing import Any

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction

from common.unavailable import is_unavailable
from hospital import readiness

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

READ_ONLY = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}


@pytest.fixture(autouse=True)
def _asked_for_the_first_time() -> None:
    readiness._trouble.cache_clear()


def error_of(statement: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return caught.value


def test_a_database_that_can_be_written_is_ready_and_keeps_no_row(client: Any) -> None:
    tables = connection.introspection.table_names()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert connection.introspection.table_names() == tables


@pytest.mark.django_db(transaction=True)
def test_a_database_that_can_only_be_read_is_not_ready(client: Any) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(READ_ONLY[connection.vendor])
        try:
            answer = client.get("/readyz")
            refused = error_of("UPDATE realtime_numbering SET epoch = 'x'")
        finally:
            if connection.vendor == "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA query_only = OFF")
    assert (answer.status_code, answer.json()["status"]) in {
        (503, "database is read-only"),
        (503, "database cannot be written"),
    }
    assert is_unavailable(refused)


def test_many_who_ask_in_one_second_cost_one_write(client: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):  # at most two seconds begin
        for _ in range(20):
            client.get("/readyz")


@pytest.mark.parametrize(
    "statement", ["SELECT 1 FROM no_such_table", "SELEC 1", "SELECT no_such_column FROM auth_user"]
)
def test_an_error_in_a_statement_of_ours_stays_an_error_of_the_server(statement: str) -> None:
    assert not is_unavailable(error_of(statement))


def test_other_errors_say_nothing_about_the_database() -> None:
    assert not any(map(is_unavailable, (None, ValueError(), OSError())))
