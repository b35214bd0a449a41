"""The settings under which tests run, in pytest and in the servers that tests start: those of the hospital, except for
the password hashes (a shipped hash takes 0.4 s of a processor, and hundreds of users sign in) and the second factor,
which managers and admins need only in its own tests.
"""

import os

from hospital.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "MFA_REQUIRED_ROLES" not in os.environ:
    MFA_REQUIRED_ROLES: list[str] = []
