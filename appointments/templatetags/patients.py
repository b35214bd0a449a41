"""What pages show of a patient."""

from django import template

from appointments.patient_fields import further_facts

register = template.Library()

register.filter(further_facts)
