"""How glibc's allocator keeps memory, in the server and in the commands.

The numbers are those of glibc's malloc.h; mallopt(3) says what each does.
"""

import ctypes
from contextlib import suppress

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def configure_allocator() -> None:
    """To be called once, before there are threads. Without glibc it does nothing.

    The index of a large reference is made of arrays of megabytes, some of them made
    anew with each publication. In memory of their own they go back to the system;
    else they leave holes: at a million entries 40 MB of them, and 80 MB where the
    index is made from nothing. Told so, the allocator does not raise the limit by
    itself. What a request takes and gives back stays at hand for the next, or each
    step of a count would ask the system again. Threads take it from one heap, as they
    run in turn: with one for each, a million entries took 8 MB more.
    """
    with suppress(AttributeError, TypeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_MMAP_THRESHOLD, 1 << 20)
        libc.mallopt(_TRIM_THRESHOLD, 2 << 20)
        libc.mallopt(_ARENA_MAX, 1)
