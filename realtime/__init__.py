"""The pipe from a committed change to a screen. It knows streams and sockets, and nothing of appointments."""
