"""Old records are removed by one command only, which leaves where the chain goes on."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit import chain, checking, retention
from audit.models import Action, Record, Removal
from audit.recording import record

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


@pytest.fixture(autouse=True)
def _hundred_days(settings: Any) -> None:
    settings.AUDIT_KEPT_DAYS = 100


def recorded(days_ago: float, count: int = 1) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    Record.objects.bulk_create(Record(at=at, action=Action.SAW_PATIENT, patient_id=1) for _ in range(count))
    chain.link()


def numbers() -> list[int | None]:
    return list(Record.objects.order_by("number").values_list("number", flat=True))


def test_records_are_removed_after_their_term_and_the_chain_stays_whole() -> None:
    recorded(100.1, 3)
    recorded(99.9, 2)

    out = StringIO()
    call_command("prune_audit", stdout=out)

    assert out.getvalue() == "Removed 3 records.\n"
    assert numbers() == [4, 5, 6]
    assert list(checking.faults()) == []
    removal = Record.objects.get(number=6)
    assert (removal.action, removal.subject, removal.actor_id) == (Action.REMOVED, "record-3", None)
    out = StringIO()
    call_command("check_audit", stdout=out)
    assert "Records up to 3 were removed after their term.\n" in out.getvalue()


def test_removing_again_continues_from_the_last_removal() -> None:
    recorded(102, 2)
    assert retention.prune() == 2
    recorded(101, 2)  # number 4 and 5, after the removal
    assert retention.prune() == 0  # the removal itself is young, and the oldest part ends there
    assert list(checking.faults()) == []


def test_one_call_removes_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    recorded(101, 3)
    assert [retention.prune(), retention.prune(), retention.prune()] == [2, 1, 0]
    assert list(checking.faults()) == []


def test_everything_may_be_old() -> None:
    recorded(101, 2)
    assert retention.prune() == 2
    record(Action.SAW_PATIENT, by=None, patient=2)
    chain.link()
    assert numbers() == [3, 4]
    assert list(checking.faults()) == []


def test_records_are_chained_before_they_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 2)
    at = timezone.now() - timedelta(days=101)
    Record.objects.bulk_create(Record(at=at, action=Action.SAW_PATIENT) for _ in range(5))
    assert retention.prune() == 5
    assert numbers() == [6]
    assert list(checking.faults()) == []


def test_nothing_old_writes_nothing() -> None:
    recorded(1, 2)
    assert retention.prune() == 0
    assert (numbers(), Removal.objects.count()) == ([1, 2], 0)


def test_a_record_removed_before_the_kept_ones_shows_after_a_removal_too() -> None:
    recorded(101, 2)
    recorded(1, 3)
    retention.prune()
    permit = Removal.objects.create()
    Record.objects.filter(number=3).delete()
    permit.delete()
    assert list(checking.faults()) == ["Record 3 is missing."]
