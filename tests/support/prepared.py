"""What takes seconds to make: made once for each state of the code, kept beside pytest's cache, copied."""

import fcntl
import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

BASE: Path = settings.BASE_DIR
FOLDER = BASE / ".pytest_cache" / "prepared"
# All that can change what a migration or an import leaves behind.
MADE_OF = ("relations/**/*.py", "config/*.py", "reference/**/*", "requirements.txt")


def fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in MADE_OF:
        for path in sorted(BASE.glob(pattern)):
            if path.is_file():
                digest.update(f"{path.relative_to(BASE)}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def prepared(name: str, make: Callable[[Path], None]) -> Path:
    """The file of this name for the present state of the code; ``make`` writes it where there is none.

    One process makes it and the others wait. Those of former states go.
    """
    file = FOLDER / fingerprint() / name
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            _remove_former_states(file.parent)
            unfinished = file.with_name(f"{name}.unfinished")
            unfinished.unlink(missing_ok=True)
            make(unfinished)
            unfinished.rename(file)
    return file


def _remove_former_states(present: Path) -> None:
    for folder in FOLDER.iterdir():
        if folder.is_dir() and folder != present:
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()
