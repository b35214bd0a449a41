"""Whole paths may ask for a PostgreSQL database of their own."""

from tests.realtime.databases import postgres_database, postgres_uri

__all__ = ["postgres_database", "postgres_uri"]
