"""Whole paths may ask for a real PostgreSQL server."""

from tests.support.databases import postgres_uri

__all__ = ["postgres_uri"]
