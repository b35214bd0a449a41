"""Merges: two records of one person that became one, with what it takes to separate them again."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from appointments.models.patient import Patient


class Merge(models.Model):
    """`patient` was merged into `into`; it is undone once `undone_at` is set.

    `changed` are the fields of `into` that the merge changed, as `{field: [before, after]}`, days as text. `moved` are
    the visits that it moved, as `{"appointment": [id, …], "opd": [id, …]}`.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="merges")
    into = models.ForeignKey(Patient, models.PROTECT, related_name="merges_into")
    reason = models.CharField(max_length=500)
    changed = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=models.Q(undone_at__isnull=True), name="one_merge_of_a_patient"
            )
        ]

    def __str__(self) -> str:
        return f"{self.patient_id} into {self.into_id}"
