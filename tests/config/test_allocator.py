"""A server's threads share one arena of glibc's allocator; without glibc the server starts all the same."""

import ctypes
import subprocess
import sys

import pytest

from config.allocator import use_one_arena
from tests.config.conftest import BASE

# Four threads that are there at the same time each allocate; glibc then tells of its arenas on stderr.
ALLOCATING = """
import ctypes, sys, threading
from config.allocator import use_one_arena
if sys.argv[1] == "one":
    use_one_arena()
libc, together = ctypes.CDLL(None), threading.Barrier(4)
def allocate():
    together.wait()
    libc.malloc(1000)
    together.wait()
threads = [threading.Thread(target=allocate) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc.malloc_stats()
"""


def arenas(setting: str) -> int:
    command = [sys.executable, "-c", ALLOCATING, setting]
    ended = subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    return ended.stderr.count("Arena ")


def test_threads_share_one_arena_when_told_so() -> None:
    assert arenas("one") == 1
    assert arenas("default") > 1


def test_without_glibc_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda name: asked.append(name) or object())
    use_one_arena()
    assert asked == [None]
