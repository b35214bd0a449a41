"""Days and times in templates, as the hospital's clock shows them."""

from django import template

from appointments import said

register = template.Library()

for say in (said.clock, said.short_day, said.long_day, said.long_date, said.moment):
    register.filter(say.__name__, say, expects_localtime=True)
