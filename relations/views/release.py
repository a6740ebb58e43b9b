"""Which release of the code answers: a part of every page's tag."""

import hashlib
from pathlib import Path

from django.conf import settings

CODE = Path(__file__).resolve().parent.parent


def release() -> str:
    """A digest of all that shapes a page besides the snapshot.

    The files themselves are read, not a version number: an operator who edits a
    template and restarts must not serve the older page as unchanged.
    """
    digest = hashlib.sha256(repr((settings.SITE_URL, settings.SHARED_CACHE_SECONDS)).encode())
    for file in shaping_files(Path(settings.BASE_DIR)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def shaping_files(base: Path) -> list[Path]:
    """The program, its settings, its templates and static files, and what it was installed with."""
    places = (
        (CODE, "*.py"),
        (CODE / "static", "*.*"),
        (base / "templates", "*.*"),
        (base / "config", "*.py"),
    )
    files = [file for folder, pattern in places for file in sorted(folder.rglob(pattern))]
    return [*files, base / "requirements.txt"]
