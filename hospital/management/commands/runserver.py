"""`runserver` with Daphne.

Daphne as an installed app does the same, but then every command and server imports Twisted, and takes 1.2 s of CPU to
start instead of 0.6 s.
"""

from daphne.management.commands.runserver import Command

__all__ = ["Command"]
