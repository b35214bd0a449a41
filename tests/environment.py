"""Loaded by pytest before Django's settings: an instance of the tests' own, in a folder of its own."""

import atexit
import gc
import os
import shutil
import tempfile

DATA = tempfile.mkdtemp(prefix="hospital-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

os.environ |= {
    "DATA": DATA,
    "SECRET_KEY": "tests",
    "REALTIME_APP_ID": "846932",
    "REALTIME_APP_KEY": "tests-key",
    "REALTIME_APP_SECRET": "7ad3773142a6692b25b8",
    "HOSPITAL_TIME_ZONE": "Asia/Kolkata",
    # Playwright's synchronous API keeps an event loop running in the tests' thread.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}

GARBAGE_THRESHOLD = 50_000  # new objects between two looks; a test makes some ten thousand


def pytest_collection_finish() -> None:
    """What was loaded stays for good: the garbage collector took a twelfth of the time to look through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)
