"""How glibc's allocator keeps the memory of a server with threads (docs/decisions/0033)."""

import ctypes
from contextlib import suppress

# M_ARENA_MAX of glibc's malloc.h; mallopt(3) says what it does.
_ARENA_MAX = -8


def use_one_arena() -> None:
    """Let all threads allocate from one arena: they run in turn, so none waits for another.

    To be called before there are threads; as MALLOC_ARENA_MAX=1 does in the environment.
    Without glibc it does nothing.
    """
    with suppress(AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
