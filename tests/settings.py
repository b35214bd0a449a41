"""The settings under which tests run, in pytest and in the servers that tests start: those of the hospital, except for
the password hashes. A shipped hash takes 0.4 s of a processor, and hundreds of users sign in.
"""

from hospital.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
