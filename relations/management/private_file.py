"""A file that only its account can read, and that is there whole or not at all."""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path of a file to write; when the block ends without an error, it takes the place of ``path``.

    Until then it has no name (O_TMPFILE, open(2)), so that a process that is killed leaves nothing
    behind. Where the file system knows none, it has one, and what such a process left is removed by the
    next. Raises OSError.
    """
    _remove_leftovers(path)
    try:
        # Linux alone has both the flag and /proc, and not every file system of it.
        handle = os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o600)
        own = ""
        file = Path(f"/proc/self/fd/{handle}")
        file.stat()
    except (AttributeError, OSError):
        handle, own = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path))
        file = Path(own)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield file
        os.fsync(handle)
        if not own:
            own = str(path.with_name(f"{_prefix(path)}{secrets.token_hex(8)}"))
            # Followed only when a folder is given, whatever it is (linkat(2)).
            os.link(file, own, src_dir_fd=handle, follow_symlinks=True)
        Path(own).replace(path)
    finally:
        if own:
            Path(own).unlink(missing_ok=True)
        os.close(handle)


def _prefix(path: Path) -> str:
    return f".{path.name}-"


def _remove_leftovers(path: Path) -> None:
    """Files of processes that ended before they could remove them: nobody holds their lock."""
    for leftover in path.parent.iterdir():
        if not leftover.name.startswith(_prefix(path)):
            continue
        with suppress(OSError), leftover.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            leftover.unlink()
