"""Writes docs/permissions.md; with `--check`, tells whether it is up to date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from hospital.env import BASE_DIR
from hospital.permissions import as_markdown

PAGE = BASE_DIR / "docs" / "permissions.md"


class Command(BaseCommand):
    help = "Writes docs/permissions.md: which role may open each page, make each call and listen to each channel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the page is out of date")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        with translation.override("en-gb"):
            try:
                text = as_markdown()
            except LookupError as error:
                raise CommandError(str(error)) from None
        if not check:
            PAGE.write_text(text)
        elif not PAGE.exists() or PAGE.read_text() != text:
            raise CommandError("docs/permissions.md is out of date: run `make permissions`.")
