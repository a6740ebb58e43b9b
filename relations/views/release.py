"""Which release of the code answers: a part of every page's tag."""

import hashlib
from pathlib import Path

from django.conf import settings

CODE = Path(__file__).resolve().parent.parent


def release() -> str:
    """A digest of all that shapes a page besides the catalogue.

    The files themselves are read, not a version number: an operator who edits a
    template and restarts must not serve the older page as unchanged.
    """
    digest = hashlib.sha256(settings.SITE_URL.encode())
    templates = Path(settings.BASE_DIR) / "templates"
    for folder, pattern in ((CODE, "*.py"), (CODE / "static", "*.*"), (templates, "*.*")):
        for file in sorted(folder.rglob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
