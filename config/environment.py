"""What the environment says, read once. A malformed value stops the start with one clear line."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import dj_database_url


@dataclass(frozen=True)
class Environment:
    secret_key: str
    debug: bool
    site_url: str
    allowed_hosts: list
    shared_cache_seconds: int
    database: dict
    cache: dict


def read_environment(var: Path) -> Environment:
    var.mkdir(exist_ok=True)
    key = os.environ.get("SECRET_KEY")
    if not key:
        f = var / "secret_key"
        if not f.exists():
            f.touch(mode=0o600)
            f.write_text(secrets.token_urlsafe(50))
        key = f.read_text()
    db = dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{var}/relations.sqlite3")
    if "sqlite" in db["ENGINE"]:
        db["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    return Environment(
        key,
        False,
        os.environ.get("SITE_URL", "http://localhost:8000"),
        ["localhost", "127.0.0.1", "[::1]", "testserver"],
        0,
        db,
        {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    )
