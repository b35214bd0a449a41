"""What must be true before the service starts, said in one line where it is not."""

import threading

from django.db import DatabaseError, connection
from psycopg_pool import PoolTimeout

from hospital.env import stop


def database_answers() -> None:
    """Ends the process where the database cannot be reached.

    Runs in a thread of its own: uvicorn imports the application inside its event loop, where Django refuses
    to talk to a database.
    """
    failures: list[str] = []

    def ask() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except (DatabaseError, PoolTimeout) as error:
            failures.append(str(error).strip().partition("\n")[0])
        finally:
            connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    if failures:
        stop(f"DATABASE_URL: the database cannot be reached ({failures[0]}).")
