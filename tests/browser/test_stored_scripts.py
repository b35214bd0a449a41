"""Markup in every text field of the database runs on no page.

The pages' content policy, which would stop it as well, is switched off in these windows.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import ANSWER_MS, Desk
from tests.conftest import copied
from tests.support.badge import LIVE
from tests.support.processes import Instance, Server

pytestmark = pytest.mark.more

MARKUP = "<img src=x onerror=ran(1)>'\"><script>ran(2)</script></title></textarea>"
POISON = f"""
from django.apps import apps
from django.db import connection, models

KEPT = {{"username", "password", "slug", "codename", "color", "channel", "event", "data", "epoch", "key"}}
markup = {MARKUP!r}
changed = 0
with connection.cursor() as cursor:
    for model in apps.get_models():
        if model._meta.app_label not in ("appointments", "auth") or model.__name__ in ("Group", "Permission"):
            continue
        for field in model._meta.concrete_fields:
            text = isinstance(field, (models.CharField, models.TextField)) and not field.choices
            if text and not field.primary_key and field.column not in KEPT:
                value = f"%s || ' ' || {{model._meta.pk.column}}"  # some texts must differ from each other
                cursor.execute(f'UPDATE {{model._meta.db_table}} SET "{{field.column}}" = {{value}}', [markup])
                changed += cursor.rowcount
print(changed)
"""
IDS = """
from appointments.models import Appointment
from appointments.hospital_time import today
row = Appointment.objects.filter(start__date=today(), status="SCHEDULED").first() or Appointment.objects.first()
print(row.pk, row.patient_id, row.doctor_id, row.patient.search_keys.filter(key__regex="^[a-z]+$").first().key)
"""
PAGES = [
    "/appointments/calendar?view=month&doctor={doctor}",
    "/appointments/calendar?view=week&doctor={doctor}",
    "/appointments/calendar?view=day&doctor={doctor}",
    "/appointments/calendar?view=list&doctor={doctor}",
    "/appointments/calendar?view=doctors&department=1",
    "/appointments/calendar?open={appointment}",
    "/appointments/create?patient={patient}&doctor={doctor}",
    "/appointments/create?booked={appointment}",
    "/appointments/patients/{patient}",
    "/appointments/patients?q={word}",
    "/appointments/day-sheet?doctor={doctor}",
    "/appointments/time-off",
    "/appointments/realtime-test",
    "/<script>ran(3)</script>",
    "/admin/",
    "/admin/appointments/appointment/",
    "/admin/appointments/appointment/{appointment}/change/",
    "/admin/appointments/appointment/{appointment}/history/",
    "/admin/appointments/patient/{patient}/change/",
    "/admin/appointments/doctor/",
    "/admin/appointments/department/",
    "/admin/appointments/holiday/",
    "/admin/appointments/timeoff/",
    "/admin/auth/user/",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str) -> Iterator[Server]:
    """The demo clinic with markup in place of every text."""
    folder = tmp_path_factory.mktemp("scripts")
    copied(seeded, folder)
    instance = Instance(folder, redis_url=valkey, env={"HOSPITAL_NAME": MARKUP[:26]})
    assert int(instance.manage("shell", "--no-imports", "-c", POISON)) > 1_000
    with instance.serving() as served:
        yield served


@pytest.fixture
def page(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A window that notes in `ranHere` what the markup of its page runs."""
    context = browser.new_context(**browser_context_args, bypass_csp=True)
    context.add_init_script("window.ranHere = []; window.ran = (what) => window.ranHere.push(what);")
    yield context.new_page()
    context.close()


def test_the_markup_runs_where_it_is_not_escaped(page: Page, server: Server) -> None:
    """Otherwise the next test could not fail."""
    page.goto(f"{server.url}/healthz")
    page.set_content(MARKUP)

    page.wait_for_function("ranHere.includes(1) && ranHere.includes(2)")


def test_markup_in_text_fields_runs_on_no_page(page: Page, server: Server) -> None:
    session = server.client_of("admin").cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    desk = Desk(page, server)
    appointment, patient, doctor, word = server.instance.shell(IDS).split()
    for path in PAGES:
        page.goto(server.url + path.format(appointment=appointment, patient=patient, doctor=doctor, word=word))
        expect(page.locator("body"), path).to_contain_text("onerror")
        if page.locator("#realtime-status").count():
            desk.expect_badge(LIVE)
        expect_nothing_ran(page)
    _live_change(desk, server.signed_in("manager"), appointment, word)


def expect_nothing_ran(page: Page) -> None:
    assert page.evaluate("ranHere") == [], page.url
    expect(page.locator("img[src=x]"), page.url).to_have_count(0)
    expect(page.locator("script", has_text="ran("), page.url).to_have_count(0)


def _live_change(desk: Desk, other: httpx.Client, appointment: str, word: str) -> None:
    """Another desk changes an appointment while its details are open, and this desk searches."""
    address = f"/api/appointments/{appointment}/"
    known = other.get(address).json()
    version = known["extendedProps"]["appointment"]["version"]
    desk.open_calendar(f"?view=day&date={known['start'][:10]}&open={appointment}")
    expect(desk.page.get_by_test_id("history")).to_be_visible()
    answer = other.patch(address, json={"version": version, "notes": f"{MARKUP} again"})
    assert answer.status_code == 200, answer.text
    expect(desk.page.locator("#details")).to_contain_text("again", timeout=ANSWER_MS)
    desk.search(word)
    expect(desk.page.get_by_test_id("patient-option").first).to_be_visible()
    expect_nothing_ran(desk.page)
