"""What tests and benchmarks share: servers, databases, a browser, and desks that act at one moment."""
