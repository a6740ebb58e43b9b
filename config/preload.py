"""What the server loads before it starts its workers, so that they share the memory it takes."""

import logging
import threading

from django.db import Error, connections

from relations.finder.engine import preload_index

logger = logging.getLogger(__name__)


def load_index() -> None:
    """Load the snapshot and the index of the present version, and leave nothing that forks badly.

    Connections are closed, since two processes cannot share one, and a thread that still writes
    the index to disk is waited for. Without a database the server starts all the same: each
    worker loads the index when it needs it.
    """
    try:
        preload_index()
    except Error as error:
        logger.warning("The index was not loaded before the workers: %s", error)
    finally:
        connections.close_all()
        for thread in threading.enumerate():
            if not thread.daemon and thread is not threading.current_thread():
                thread.join()
