"""For a user who has lost the phone or key and the recovery codes, where no manager can remove them."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError

from accounts.services import staff


class Command(BaseCommand):
    help = "Removes a user's second factors and recovery codes, and ends the user's sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username}.")
        staff.remove_second_factor(by=None, user=user)
        self.stdout.write(
            f"{username} signs in with the password alone, and sets up a second factor if one is required."
        )
