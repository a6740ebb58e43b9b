"""The text of a file that may come from anywhere: what cannot be read is said in words."""

import errno
import os
import stat
from pathlib import Path

# A source with a thousand passages takes a tenth of this.
MAX_BYTES = 1_000_000


class UnreadableFileError(Exception):
    """Why a file was not read, and the line it is about, from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, of at most MAX_BYTES. Raises UnreadableFileError."""
    try:
        # Looked at before it is opened: opening a pipe would wait for ever.
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableFileError("This is a folder; a file is expected.")
        if not stat.S_ISREG(mode):
            raise UnreadableFileError("This is not a file of text.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        if error.errno == errno.ENOENT and not path.is_symlink():
            raise UnreadableFileError("This file is missing.") from error
        raise UnreadableFileError(f"This file cannot be read: {describe_error(error)}.") from error
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(
            f"This file is larger than {MAX_BYTES // 1_000_000} MB, which is the most that is read."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableFileError("This file is not in UTF-8.", line) from error


def describe_error(error: OSError) -> str:
    """What the system says of a file, without its number and path."""
    match error.errno:
        case errno.ENOENT | errno.ELOOP:
            return "it is a link that leads nowhere"
        case errno.EACCES | errno.EPERM:
            return "permission is denied"
        case errno.ENOTDIR:
            return "it is not a folder"
    return os.strerror(error.errno) if error.errno else "the system gives no reason"


def split_lines(text: str) -> list[str]:
    """The lines of a file, without their ends and without a byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
