"""What the domain and the pipe both use: the actor of a change, counters without holes, DRF's strict parts."""
