"""Days and times in templates, in the hospital's zone."""

from django import template

from appointments import date_text

register = template.Library()

for function in (date_text.clock, date_text.short_day, date_text.long_day, date_text.long_date, date_text.moment):
    register.filter(function.__name__, function, expects_localtime=True)
