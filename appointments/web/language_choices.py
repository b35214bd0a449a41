"""The languages that a patient's form offers, by their names in the language of the page."""

from django.conf.global_settings import LANGUAGES
from django.utils.translation import gettext

SCRIPTS = {"sr-latn", "zh-hans", "zh-hant"}  # further tags with a hyphen are those of regions


def language_choices(chosen: str | None = None) -> list[tuple[str, str]]:
    """`[(tag, name)]` of the languages that Django knows, and of `chosen`, which may be another; first that none is
    known."""
    tags = sorted(
        ((tag, gettext(name)) for tag, name in LANGUAGES if "-" not in tag or tag in SCRIPTS),
        key=lambda choice: choice[1].casefold(),
    )
    further = [(chosen, chosen)] if chosen and chosen not in dict(tags) else []
    return [("", ""), *further, *tags]
