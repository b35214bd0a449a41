"""Days and times in templates, as the hospital's clock shows them."""

from django import template

from appointments import date_text

register = template.Library()

for say in (date_text.clock, date_text.short_day, date_text.long_day, date_text.long_date, date_text.moment):
    register.filter(say.__name__, say, expects_localtime=True)
