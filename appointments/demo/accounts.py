"""The demo accounts: whether a database may get them, and which of them still have the demo's password."""

from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, is_password_usable

from appointments.demo import names
from appointments.demo.clinic import PASSWORD
from appointments.models import Department


def is_empty() -> bool:
    """Whether the database has neither departments nor accounts."""
    return not Department.objects.exists() and not get_user_model().objects.exists()


def open_accounts() -> list[str]:
    """User names of active demo accounts that still have the demo's password."""
    usernames = [username for username, _, _ in names.ACCOUNTS]
    active = get_user_model().objects.filter(username__in=usernames, is_active=True)
    hashes = dict(active.values_list("username", "password"))
    different = [each for each in set(hashes.values()) if is_password_usable(each)]
    with ThreadPoolExecutor() as pool:  # hashing releases the GIL
        fits = pool.map(lambda each: check_password(PASSWORD, each), different)
    fitting = {each for each, fit in zip(different, fits, strict=True) if fit}
    return [username for username in usernames if hashes.get(username) in fitting]
