"""`runserver` serves with Daphne.

Daphne as an installed app would do that too, but brings Twisted along, with which every command and every server takes
twice the processor time to start: 1.2 s instead of 0.6 s.
"""

from daphne.management.commands.runserver import Command

__all__ = ["Command"]
