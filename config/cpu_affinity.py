"""CPU affinity: each worker of the server keeps to one CPU.

The threads of a process run in turn (the GIL). On several CPUs each wakes another one at
every step, and now and then a worker takes twice the time of processors for the same answers
(docs/decisions/0030).
"""

import os
import random
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import Any


def assign_cpu(worker: Any, workers: Iterable[Any]) -> None:
    """Before the fork: note on ``worker``, as ``cpu``, the one that the fewest of ``workers`` have.

    Which of several such is left to chance: another server on this machine chooses as well.
    """
    if not hasattr(os, "sched_getaffinity"):  # not Linux
        return
    # A worker begun before the configuration was read again may have none.
    assigned = Counter(getattr(other, "cpu", None) for other in workers)
    cpus = os.sched_getaffinity(0)
    fewest = min(assigned[cpu] for cpu in cpus)
    worker.cpu = random.choice([cpu for cpu in cpus if assigned[cpu] == fewest])  # noqa: S311


def pin_to_cpu(worker: Any) -> None:
    """In the worker: keep this process to the CPU assigned. Where that is not allowed, nothing happens."""
    if hasattr(worker, "cpu"):
        with suppress(OSError):
            os.sched_setaffinity(0, {worker.cpu})
