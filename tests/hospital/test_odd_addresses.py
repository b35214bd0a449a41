"""Addresses that people do not type: no error page of the server, and no page that breaks its own content policy."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from appointments.models import Doctor, Patient
from appointments.services.booking import booking

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

TOO_LARGE = 2**63
IMPOSSIBLE = [TOO_LARGE, -TOO_LARGE - 1, 10**30, 2**31, 10_000, 0]


@pytest.mark.parametrize("method", ["options", "post", "put", "delete", "patch"])
@pytest.mark.parametrize("path", ["/api/docs/", "/api/schema/"])
def test_the_description_answers_every_method(client: Any, method: str, path: str) -> None:
    assert getattr(client, method)(path).status_code in {200, 405}


@pytest.mark.parametrize("value", IMPOSSIBLE)
@pytest.mark.parametrize("lookup", ["start__year", "start__year__gte", "start__month", "start__day", "id", "id__exact"])
@pytest.mark.parametrize("model", ["appointment", "opdappointment"])
def test_a_lookup_of_the_admin_that_no_column_can_hold_is_refused(
    admin_client: Any, patient: Patient, model: str, lookup: str, value: int
) -> None:
    answer = admin_client.get(f"/admin/appointments/{model}/?{lookup}={value}")
    assert answer.status_code in {200, 302, 400}


def test_a_year_over_64_bits_is_a_bad_request(admin_client: Any) -> None:
    answer = admin_client.get(f"/admin/appointments/appointment/?start__year={TOO_LARGE}")
    assert answer.status_code == 400
    assert "impossible value" in answer.text


@pytest.mark.parametrize("query", ["e=1", f"p={TOO_LARGE}", f"doctor__id__exact={TOO_LARGE}", "start__gte=x", "o=9.9"])
def test_other_odd_queries_of_the_admin_are_answered(admin_client: Any, patient: Patient, query: str) -> None:
    assert admin_client.get(f"/admin/appointments/appointment/?{query}").status_code < 500


def test_every_history_page_may_use_the_style_attributes_that_it_contains(
    admin_client: Any, patient: Patient, doctor: Doctor, tomorrow_at_ten: datetime
) -> None:
    """The pages of django-simple-history contain them; all of its admins must have the relaxed policy."""
    booking.book(by=None, patient=patient, doctor=doctor, start=tomorrow_at_ten, complaint="Chest pain")
    with_history = [model for model, known in admin.site._registry.items() if isinstance(known, SimpleHistoryAdmin)]
    assert Patient in with_history
    for model in with_history:
        row = model.objects.first()
        if row is None:
            continue
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[row.pk])
        page = admin_client.get(address)
        assert "style=" in page.text
        assert "style-src 'self' 'unsafe-inline'" in page.headers["Content-Security-Policy"], address
