"""The queues in `/metrics`, by department: who waits and is called now, and how long patients waited for a call."""

from collections.abc import Iterator

from django.db import DatabaseError, transaction
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from appointments.models import Department, InQueue, TokenState
from appointments.services.queue.listing import counts_of

MINUTE = 60
WAIT_SECONDS = Histogram(
    "opd_wait_seconds",
    "From the time from which a patient counts in the queue to the first call",
    ["department"],
    buckets=[minutes * MINUTE for minutes in (1, 5, 10, 15, 30, 45, 60, 90, 120, 180, 240)],
)


def observe_wait(visit: InQueue, department: Department) -> None:
    """Once the first call has been committed. An early patient's wait begins at the appointment's start."""
    if visit.called_at is not None:
        seconds = max(0.0, (visit.called_at - visit.queue_time).total_seconds())
        transaction.on_commit(lambda: WAIT_SECONDS.labels(department.slug).observe(seconds))


class _Gauges(Collector):
    """Counted in the database at each request, so that any server process answers for all."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        waiting = GaugeMetricFamily("opd_waiting", "Patients of today who wait for a call", labels=["department"])
        called = GaugeMetricFamily("opd_called", "Patients who are called", labels=["department"])
        try:
            departments = list(Department.objects.all())
            counts = counts_of(departments)
        except DatabaseError:
            return  # the other metrics are answered while the database is away
        for department in departments:
            states = counts[department.pk]
            waiting.add_metric([department.slug], states[TokenState.WAITING] + states[TokenState.SKIPPED])
            called.add_metric([department.slug], states[TokenState.CALLED])
        yield waiting
        yield called


GAUGES = CollectorRegistry()
GAUGES.register(_Gauges())
