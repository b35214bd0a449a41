"""Texts that keep their own direction on a page."""

from django import template
from django.utils.translation import get_language_bidi

register = template.Library()

ISOLATE, END = "\u2066", "\u2069"  # Unicode's left-to-right isolate


@register.filter(is_safe=True)
def left_to_right(text: str) -> str:
    """Isolates a phone number or the like, whose groups would be reordered on a right-to-left page."""
    return f"{ISOLATE}{text}{END}" if get_language_bidi() else text
