"""Tests of the pipe may ask for a database of their own on a real PostgreSQL server."""

from tests.support.databases import postgres_database, postgres_uri

__all__ = ["postgres_database", "postgres_uri"]
