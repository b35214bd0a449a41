"""Finds audit records: by person, patient, action and time, the newest first, page by page."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import models

from audit.models import Record

PAGE = 50  # records
EXPORTED = 20_000  # records, about 3 MB
NO_RECORD = models.Q(pk__in=[])
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # a spreadsheet computes a cell that begins so (OWASP, CSV injection)


@dataclass(frozen=True)
class Filters:
    """What to find; an empty field does not restrict. `since` and `until` are half-open: [since, until).

    `shows_patient` finds further records of the patient: those of lists, which name no patient.
    """

    person: str = ""
    patient: int | None = None
    shows_patient: models.Q = NO_RECORD
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def records(self) -> models.QuerySet[Record]:
        found = Record.objects.order_by("-id")
        if self.person:
            # The name as it was recorded, also of a deleted account, or as the account has it now.
            accounts = get_user_model().objects.filter(username__iexact=self.person)
            found = found.filter(actor_name__in=[self.person, *accounts.values_list("username", flat=True)])
        if self.patient is not None:
            found = found.filter(models.Q(patient_id=self.patient) | self.shows_patient)
        if self.action:
            found = found.filter(action=self.action)
        if self.since:
            found = found.filter(at__gte=self.since)
        if self.until:
            found = found.filter(at__lt=self.until)
        return found


def page(filters: Filters, before: int | None) -> tuple[list[Record], int | None]:
    """(at most PAGE records with ids below `before`, the `before` of the next page or None)."""
    found = filters.records()
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV; a text that a spreadsheet would compute gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([f"'{cell}" if isinstance(cell, str) and _is_formula(cell) else cell for cell in row])
    return text.getvalue()


def _is_formula(cell: str) -> bool:
    return cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA)
