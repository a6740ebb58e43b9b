"""What is looked at before the server starts, so that no reader meets it first."""

import logging
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connections

from relations.caching.serializer import DamagedValueError
from relations.migration_state import what_to_run

# What each server writes to the cache as it starts: it can be read by those with the same SECRET_KEY.
STARTED = "started"

log = logging.getLogger(__name__)


def stop_unless_ready() -> None:
    """End the process with one line where migrations wait.

    A database that is out of reach stops nothing: until it answers, pages are 503.
    """
    try:
        fault = what_to_run()
    except Error as error:
        log.warning("The database does not answer yet: %s", " ".join(str(error).split()))
        fault = ""
    finally:
        connections.close_all()  # two processes cannot share one
    if fault:
        raise SystemExit(f"The database is not as this version needs it. {fault}")
    if settings.CACHES["default"]["BACKEND"].endswith("RedisCache"):
        compare_keys()


def compare_keys() -> None:
    """Say so where another server on this cache was started with another SECRET_KEY.

    Editors whose requests reach now one and now the other would be signed out each time.
    """
    from redis.exceptions import RedisError  # loaded already where the cache is one

    try:
        with suppress(RedisError):  # the page cache says so
            cache.get(STARTED)
    except DamagedValueError:
        log.warning(
            "A server that shares CACHE_URL was started with another SECRET_KEY. If it still runs, give both "
            "the same one (var/secret_key of one machine, as SECRET_KEY of all): until then editors are "
            "signed out whenever they reach the other."
        )
    with suppress(RedisError):
        cache.set(STARTED, True, timeout=None)
