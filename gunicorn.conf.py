"""The production server; `.venv/bin/gunicorn` in this folder reads it.

GUNICORN_CMD_ARGS overrides any of it, for example `--workers 4`.
"""

import sys
from pathlib import Path
from typing import Any

# Gunicorn reads this file before it puts the project's folder on the path.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from config.allocator import use_one_arena
from config.cpu_affinity import assign_cpu, pin_to_cpu
from config.environment import read_bind
from config.logs import LOGGING

wsgi_app = "config.wsgi:application"
bind = read_bind()
# Requests are received beside the threads: a slow client takes none from readers.
worker_class = "config.worker.BufferingThreadWorker"
workers = 2
threads = 4
# With the files of bodies they stay below 1,024, the usual limit of open files.
worker_connections = 600
# Loaded once, before the workers: a malformed setting stops the start, and memory is shared.
preload_app = True
# Logged in the application, with the request's id.
accesslog = None
logconfig_dict = LOGGING
# Gunicorn would let any client of this machine, so anyone behind a proxy on it, say under which
# path the site stands (SCRIPT_NAME): a name with an underscore is dropped like all others.
forwarder_headers = ""
# Nothing but the port and signals controls it.
control_socket_disable = True
# Heartbeats in memory: on a slow disk a worker would seem dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (gunicorn makes a private file there)


use_one_arena()


def pre_fork(server: Any, worker: Any) -> None:
    assign_cpu(worker, server.WORKERS.values())


def post_fork(_server: Any, worker: Any) -> None:
    pin_to_cpu(worker)


def on_starting(_server: Any) -> None:
    """Nothing listens yet; Django was set up when the application was loaded."""
    from config.readiness import stop_unless_ready

    stop_unless_ready()


def when_ready(_server: Any) -> None:
    """The workers are forked next."""
    from config.preload import load_index

    load_index()
