"""A demo clinic of size S around today."""
