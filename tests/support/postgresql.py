"""A PostgreSQL that tests start servers on: databases of their own, and an administrator's connection."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

POSTGRESQL = "postgres://postgres@127.0.0.1:5432"
# A statement that waits longer, for a lock that a server holds say, ends with an error that names it.
_LIMITS = "-c statement_timeout=60s -c lock_timeout=60s"


@contextmanager
def connected(name: str = "postgres", *, autocommit: bool = True) -> Iterator[psycopg.Connection[Any]]:
    """A connection to this database whose steps have a limit of time."""
    with psycopg.connect(
        f"{POSTGRESQL}/{name}", autocommit=autocommit, connect_timeout=20, options=_LIMITS
    ) as connection:
        yield connection


@contextmanager
def own_database(template: str = "template1") -> Iterator[str]:
    """The name of a database without tables, or a copy of another one, which goes when the block ends."""
    name = f"test_relations_{uuid.uuid4().hex[:12]}"
    with connected() as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield name
    finally:
        with connected() as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
