"""Loaded by pytest before Django's settings: the environment of an instance for tests, in a temporary folder."""

import atexit
import gc
import os
import shutil
import tempfile

import pytest

DATA = tempfile.mkdtemp(prefix="hospital-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tests.settings",
    "DATA": DATA,
    "SECRET_KEY": "tests",
    "REALTIME_APP_ID": "846932",
    "REALTIME_APP_KEY": "tests-key",
    "REALTIME_APP_SECRET": "7ad3773142a6692b25b8",
    "IDLE_MINUTES": "0",  # a session is shared by tests that call the API only, for longer than a person is away
    "HOSPITAL_TIME_ZONE": os.environ.get("TESTS_TIME_ZONE", "Asia/Kolkata"),
    # Hundreds of tests are one user at one address. Tests of the limits set their own.
    **dict.fromkeys(("LIMIT_PER_USER", "LIMIT_SEARCHES", "LIMIT_PER_ADDRESS", "LIMIT_ANONYMOUS"), "1000000,1000000"),
    # Playwright's synchronous API keeps an event loop running in the tests' thread.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}

GARBAGE_THRESHOLD = 50_000  # new objects between two collections; a test makes some ten thousand


def pytest_collection_finish() -> None:
    """Excludes what was loaded from garbage collection, which took a twelfth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)


# Files that take more than ten seconds, the longest first.
LONG = (
    *("browser/languages/test_pages", "browser/languages/test_calendar", "browser/test_calendar_switches"),
    *("browser/test_accessibility", "browser/test_two_desks", "browser/test_holds", "browser/test_create"),
    *("browser/test_morning", "browser/test_calendar_live", "browser/test_calendar_doctors"),
    *("browser/test_department_scope", "browser/test_realtime_page", "browser/test_stored_scripts"),
    *("races/test_queue_races", "paths/test_queue_migration", "appointments/test_queue_machine"),
    *("hostile/test_siege", "hostile/test_generated_calls", "races/test_races", "realtime/test_protocol_revocation"),
    *("paths/test_unavailable_database", "paths/test_start_up", "realtime/test_protocol_limits"),
    *("clients/test_pusher_js", "paths/test_restore_rules", "paths/test_audit"),
    *("paths/test_booking_reaches_screens", "faults/test_faults", "races/test_bench", "paths/test_redis_away"),
    *("realtime/test_protocol", "packages/test_audit", "paths/test_catching_up"),
    *("appointments/test_availability_oracle", "realtime/test_protocol_slow"),
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first: workers take one file after another, and should end at the same time."""
    places = {f"tests/{name}.py": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONG)))
