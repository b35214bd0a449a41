"""Prometheus metrics of the pipe. Those of several server processes are added up."""

from prometheus_client import Counter, Gauge, Histogram

SOCKETS = Gauge("realtime_sockets", "Open sockets", multiprocess_mode="livesum")
SUBSCRIPTIONS = Gauge(
    "realtime_subscriptions", "Channels subscribed, summed over the sockets", multiprocess_mode="livesum"
)
PUBLISHED = Counter("realtime_published", "Events handed to the channel layer")
UNPUBLISHED = Counter("realtime_unpublished", "Events that did not reach Redis; hubs read them from the database")
DELIVERED = Counter("realtime_delivered", "Events sent, counted per socket")
REPAIRED = Counter("realtime_repaired", "Events that hubs read from the database because the layer had lost them")
CATCH_UPS = Counter("realtime_catch_ups", "Catch-up requests answered")
HISTORY_GONE = Counter("realtime_history_gone", "Catch-up requests answered 410")
SLOW_CLOSES = Counter("realtime_slow_closes", "Sockets closed because their reader was too slow")
REVOKED = Counter("realtime_revoked", "Sockets closed because their rights had ended")
LAG = Gauge(
    "realtime_lag",
    "Events between the heads in the database and those delivered, at the last comparison",
    multiprocess_mode="livemax",
)
WRITE_SECONDS = Histogram(
    "realtime_publish_to_write_seconds",
    "From the publisher's thread to the socket's queue",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
