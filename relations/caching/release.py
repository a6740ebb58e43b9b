"""Which release of the code answers: a part of every page's ETag."""

import hashlib
from pathlib import Path

from django.conf import settings

CODE = Path(__file__).resolve().parent.parent


def release_digest() -> str:
    """A digest of all that shapes a page besides the snapshot.

    The files themselves are read, not a version number: an operator who edits a
    template and restarts must not serve the older page as unchanged.
    """
    digest = hashlib.sha256(repr((settings.SITE_URL, settings.SHARED_CACHE_SECONDS)).encode())
    for file in release_files(Path(settings.BASE_DIR)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def release_files(base: Path) -> list[Path]:
    """The program, its settings, its templates and static files, and what it was installed with."""
    folders = (
        (CODE, "*.py"),
        (CODE / "static", "*.*"),
        (base / "templates", "*.*"),
        (base / "config", "*.py"),
    )
    files = [file for folder, pattern in folders for file in sorted(folder.rglob(pattern))]
    return [*files, base / "requirements.txt"]


# Read as the process starts: later the files may be those of the next release, and this code is not.
RELEASE = release_digest()
