"""What must be true before the service starts, said in one line where it is not."""

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
    """Ends the process where the database cannot be reached or, if `migrated` is asked for, was never migrated.

    Connects without the pool, which would try for seconds and hide the reason.
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

    _aside(ask)
    if failures:
        stop(f"DATABASE_URL: the database cannot be used ({failures[0]}).")


def notice_a_restore() -> None:
    """Before anything is numbered: a database that was restored while nothing ran gets a new epoch."""

    def look() -> None:
        try:
            RestoreWatch(settings.REALTIME_SEEN).check()
        except (DatabaseError, ObjectDoesNotExist):
            pass  # the hub looks every second
        finally:
            connections["default"].close()

    _aside(look)


def _aside(act: Callable[[], None]) -> None:
    """In a thread of its own: uvicorn imports the application inside its event loop, where Django refuses to talk to
    a database."""
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
