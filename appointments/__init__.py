"""The front desk's domain. Says what happened through `realtime.broadcasting`; does not know Channels."""
