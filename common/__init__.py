"""What both the domain and the pipe use: the actor of a change, counters without gaps, strict parts for DRF."""
