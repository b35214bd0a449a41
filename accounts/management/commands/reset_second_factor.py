"""For a user who has lost the phone or key and the recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError

from accounts import second_factor


class Command(BaseCommand):
    help = "Removes a user's second factors and recovery codes, and ends the user's sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username}.")
        second_factor.reset(user)
        self.stdout.write(
            f"{username} signs in with the password alone, and sets up a second factor if one is required."
        )
