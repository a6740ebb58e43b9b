"""The random key of an installation that sets none: made once, kept in a private file."""

import os
import secrets
import tempfile
from pathlib import Path


def read_or_create_secret_key(var: Path) -> str:
    """Read ``var/secret_key``, made with mode 0600 when missing; two starts at once agree on one."""
    path = var / "secret_key"
    try:
        if not path.exists():
            var.mkdir(mode=0o700, parents=True, exist_ok=True)
            create_secret_key(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        key = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SystemExit(f"{path} cannot be kept ({error.strerror}). Set SECRET_KEY instead.") from error
    if len(key) < 50:
        raise SystemExit(f"{path} holds no whole key. Delete it to have a new one made, or set SECRET_KEY.")
    return key


def create_secret_key(path: Path) -> None:
    """Written aside and linked into place: never half written, never replacing another's."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(50))
        os.link(name, path)
    except FileExistsError:
        return  # another process was first: its key is the key
    finally:
        os.unlink(name)
