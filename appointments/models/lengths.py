"""Lengths of what is stored: in lower case a text may be longer than it was typed ("İ" becomes two characters)."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def check_lengths(row: models.Model, typed: Mapping[str, str]) -> None:
    """Raises ValidationError where a text is longer than its column, which SQLite would keep all the same.

    `typed` leads from a column that is written from another field to that field, under which the complaint then stands.
    """
    complaints: dict[str, list[str]] = {}
    for column in row._meta.concrete_fields:
        length = len(getattr(row, column.attname) or "") if isinstance(column, models.CharField) else 0
        if column.max_length and length > column.max_length:
            complaints.setdefault(typed.get(column.name, column.name), []).append(
                _("This is too long: it is stored as %(length)s characters, and at most %(most)s fit.")
                % {"length": length, "most": column.max_length}
            )
    if complaints:
        raise ValidationError(complaints)
