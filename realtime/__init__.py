"""The pipe between a committed change and a screen. Knows streams, sockets and listeners; nothing of appointments."""
