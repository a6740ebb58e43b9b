"""Before the suite runs on them: do PostgreSQL and Redis answer? `python -m tests.support.services`"""

import os

import psycopg
import redis


def reach() -> None:
    """Ends the process with one line when either does not."""
    database, cache = os.environ["DATABASE_URL"], os.environ["CACHE_URL"]
    if not database.startswith(("postgres://", "postgresql://")) or not cache.startswith("redis"):
        raise SystemExit("DATABASE_URL must name a PostgreSQL, and CACHE_URL a Redis.")
    try:
        psycopg.connect(database, connect_timeout=5).close()
    except psycopg.Error as error:
        raise SystemExit(
            f"PostgreSQL (DATABASE_URL) does not answer: {' '.join(str(error).split())}"
        ) from None
    try:
        with redis.Redis.from_url(cache, socket_connect_timeout=5) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise SystemExit(f"Redis (CACHE_URL) does not answer: {error}") from None


if __name__ == "__main__":
    reach()
