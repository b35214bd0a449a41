"""Texts that keep their own direction among the page's."""

from django import template
from django.utils.translation import get_language_bidi

register = template.Library()

ISOLATE, END = "\u2066", "\u2069"  # Unicode's left-to-right isolate


@register.filter
def left_to_right(text: str) -> str:
    """A phone number or the like, which a page from right to left would show with its groups in the wrong order."""
    return f"{ISOLATE}{text}{END}" if get_language_bidi() else text
