"""The project's settings, with passwords in a tenth of a millisecond.

An honest hash takes 0.4 s of a processor. Hundreds of people sign in here, in servers of their own, and none of these
tests is about how their passwords are kept.
"""

from hospital.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
