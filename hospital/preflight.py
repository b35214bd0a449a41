"""Checks before the service starts. What is missing is printed in one line."""

import threading
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error as DatabaseError
from django.db import connections

from hospital.env import stop
from realtime.models import Numbering
from realtime.restores import RestoreWatch


def database_answers(*, migrated: bool = False) -> None:
    """Ends the process if the database cannot be reached or, with `migrated`, was never migrated.

    Connects without the pool, which would retry for seconds and hide the reason.
    """
    failures: list[str] = []

    def ask() -> None:
        connection = connections["default"].copy()
        connection.settings_dict["OPTIONS"].pop("pool", None)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                if migrated and Numbering._meta.db_table not in connection.introspection.table_names(cursor):
                    failures.append("it was never migrated, run: python manage.py migrate")
        except DatabaseError as error:
            failures.append(str(error).strip().partition("\n")[0])
        finally:
            connection.close()

    _in_thread(ask)
    if failures:
        stop(f"DATABASE_URL: the database cannot be used ({failures[0]}).")


def detect_restore() -> None:
    """Starts a new epoch if the database was restored while no server ran; before the first event is numbered."""

    def check() -> None:
        try:
            RestoreWatch(settings.REALTIME_SEEN).check()
        except (DatabaseError, ObjectDoesNotExist):
            pass  # the hub checks every second
        finally:
            connections["default"].close()

    _in_thread(check)


def _in_thread(act: Callable[[], None]) -> None:
    """Runs this in a thread: uvicorn imports the application inside its event loop, where Django refuses queries."""
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
