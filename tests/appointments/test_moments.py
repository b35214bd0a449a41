"""Days and times in templates."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, Template

WHEN = datetime(2024, 1, 15, 4, 35, tzinfo=UTC)  # 10:05 in the tests' hospital


def shown(filter_name: str, value: Any) -> str:
    return Template(f"{{% load moments %}}{{{{ value|{filter_name} }}}}").render(Context({"value": value}))


@pytest.mark.parametrize(
    ("filter_name", "text"),
    [
        ("clock", "10:05"),
        ("short_day", "Mon 15 Jan"),
        ("long_day", "Monday 15 January"),
        ("long_date", "Monday 15 January 2024"),
        ("moment", "Mon 15 Jan, 10:05"),
    ],
)
def test_moments_are_shown_in_the_hospitals_zone(filter_name: str, text: str) -> None:
    assert shown(filter_name, WHEN) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("el", "Δευτέρα 15/01/2024"),
        ("es", "lunes 15 de enero de 2024"),
        ("ja", "月曜日 2024年1月15日"),
        ("he", "שני 15 בינואר 2024"),
    ],
)
def test_the_order_follows_the_language(settings: Any, language: str, text: str) -> None:
    settings.LANGUAGE_CODE = language
    assert shown("long_date", date(2024, 1, 15)) == text


def test_the_clock_has_24_hours_in_every_language(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en-us"
    assert shown("moment", WHEN.replace(hour=12)) == "Mon Jan 15, 18:05"
