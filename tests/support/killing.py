"""A process that ends in the middle of what it does, as if it were killed from outside."""

import os
import signal
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any


def end_at(owner: Any, name: str, when: str, *, is_time: Callable[[], bool], end: Callable[[], None]) -> None:
    """Have ``end`` be called ``before`` or ``after`` such a call of the function, once it ``is_time``."""
    function = getattr(owner, name)

    @wraps(function)
    def ending(*arguments: Any, **options: Any) -> Any:
        if when == "before" and is_time():
            end()
        result = function(*arguments, **options)
        if when == "after" and is_time():
            end()
        return result

    setattr(owner, name, ending)


def kill_server(pid: int) -> None:
    """gunicorn's first process, which would start others anew, and then those that answer."""
    workers = _workers(pid)
    for each in (pid, *workers):
        os.kill(each, signal.SIGKILL)


def kill_workers(pid: int) -> None:
    """Those processes that answer; gunicorn's first one, with this number, starts others."""
    for each in _workers(pid):
        os.kill(each, signal.SIGKILL)


def _workers(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
