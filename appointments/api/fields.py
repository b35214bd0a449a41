"""Serializer fields for moments, days and ids of rows."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from appointments.hospital_time import day_bounds, parse_day, parse_moment

MAX_ID = 2**63 - 1


class MomentField(serializers.DateTimeField):
    """A moment with its offset, as in 2024-01-15T10:00:00+05:30. A time without an offset is refused."""

    def to_internal_value(self, value: Any) -> datetime:
        try:
            return parse_moment(value if isinstance(value, str) else "")
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from None


class DayField(serializers.DateField):
    """A day such as 2024-01-15."""

    def to_internal_value(self, value: Any) -> date:
        try:
            return parse_day(value if isinstance(value, str) else "")
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from None


class DayOrMomentField(MomentField):
    """A moment, or a day, meaning its midnight. A `+` that a query string turned into a blank is restored."""

    def to_internal_value(self, value: Any) -> datetime:
        text = value if isinstance(value, str) else ""
        if len(text) == len("2024-01-15"):
            return day_bounds(DayField().run_validation(text))[0]
        return super().to_internal_value(text.replace(" ", "+"))


class RowField(serializers.IntegerField):
    """The id of an existing row; its value is the row."""

    default_error_messages = {"missing": _("There is no record with the id {id}.")}

    def __init__(self, rows: models.Manager[Any] | models.QuerySet[Any], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(min_value=1, max_value=MAX_ID, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, bool | float):
            self.fail("invalid")
        pk = super().run_validation(data)
        if pk is None or not isinstance(pk, int):
            return pk
        row = self.rows.filter(pk=pk).first()
        if row is None:
            self.fail("missing", id=pk)
        return row
