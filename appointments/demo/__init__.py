"""A believable clinic of size S around today."""
