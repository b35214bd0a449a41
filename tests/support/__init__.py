"""What tests and benchmarks share: servers, sockets, databases, a browser, and desks that act simultaneously."""
