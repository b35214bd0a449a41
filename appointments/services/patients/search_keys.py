"""Writes the search keys of all patients again, where a release derives them in another way."""

import logging
from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.models.signals import post_migrate

from appointments.models import Counter, Patient, SearchKey
from appointments.models.search_key import VERSION, insert_keys, rewrite_keys

COUNTER = "search_keys"  # its value is the version of the keys that are stored
BATCH = 2_000  # patients in one transaction

logger = logging.getLogger("appointments")


def connect(app: AppConfig) -> None:
    """`migrate` brings the keys up to date."""
    post_migrate.connect(_after_migrate, app)


def _after_migrate(*, using: str, plan: Any = None, **kwargs: Any) -> None:
    has_tables = SearchKey._meta.db_table in connections[using].introspection.table_names()
    if has_tables and plan is not None:  # tests that empty the tables send the signal without a plan
        bring_up_to_date()


def bring_up_to_date() -> int:
    """The number of patients whose keys were written; 0 where the stored ones are of this version.

    It can be stopped and run again: until it has ended, some patients are not found by every search.
    """
    if Counter.objects.filter(key=COUNTER, value=VERSION).exists():
        return 0
    last = count = 0
    while batch := list(Patient.objects.order_by("pk").filter(pk__gt=last, merged_into=None)[:BATCH]):
        last = batch[-1].pk
        with transaction.atomic():
            SearchKey.objects.filter(patient__in=batch).delete()
            insert_keys(batch)
            for patient in Patient.objects.filter(pk__in=[each.pk for each in batch], merged__isnull=False).distinct():
                rewrite_keys(patient)  # the MRNs of merged records
        count += len(batch)
        logger.info("Search keys of %s patients are written.", count)
    Counter.objects.update_or_create(key=COUNTER, defaults={"value": VERSION})
    return count
