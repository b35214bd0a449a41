"""The front desk's domain. Broadcasts its events through `realtime.broadcasting` and does not import Channels."""
