"""Counters without repetitions and gaps."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from common.counters import advance
from realtime.models import Stream

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


def raised(**steps: int) -> dict[str, int]:
    with transaction.atomic():
        return advance(Stream, "channel", "seq", steps)


def test_a_new_counter_starts_at_its_steps() -> None:
    assert raised(a=1, b=3) == {"a": 1, "b": 3}


def test_a_counter_continues_after_its_value() -> None:
    raised(a=2)

    assert raised(a=1, b=1) == {"a": 3, "b": 1}
    assert dict(Stream.objects.values_list("channel", "seq")) == {"a": 3, "b": 1}


def test_a_rollback_restores_the_counters() -> None:
    raised(a=2)
    with transaction.atomic():
        raised(a=5, b=1)
        transaction.set_rollback(True)

    assert raised(a=1) == {"a": 3}
    assert not Stream.objects.filter(channel="b").exists()


def test_many_counters_take_one_statement_in_sorted_order() -> None:
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        transaction.atomic(),
    ):
        advance(Stream, "channel", "seq", {"c": 1, "a": 1, "b": 1})

    inserts = [query["sql"] for query in queries if query["sql"].startswith("INSERT")]
    assert len(inserts) == 1
    assert inserts[0].index("'a'") < inserts[0].index("'b'") < inserts[0].index("'c'")


@pytest.mark.parametrize("name", ["it's", 'say "so"', "50%", "%s", "; DROP TABLE realtime_stream", "ключ"])
def test_any_text_names_a_counter(name: str) -> None:
    raised(**{name: 1})

    assert raised(**{name: 1}) == {name: 2}


def test_no_statement_runs_without_counters() -> None:
    assert raised() == {}
