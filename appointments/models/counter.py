"""Counters without repeats and holes."""

from django.db import models


class Counter(models.Model):
    """Numbers that never repeat: MRNs, and OPD tokens per department and day. Raised by `common.counters`."""

    key = models.CharField(max_length=100, primary_key=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"
