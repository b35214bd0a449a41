#!/usr/bin/env python
"""Django's command line, with one clear line where the database cannot be reached."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        reason = str(error).strip().partition("\n")[0]
        sys.exit(f"The database cannot be used ({reason}). Check DATABASE_URL, or run: python manage.py migrate")


if __name__ == "__main__":
    main()
