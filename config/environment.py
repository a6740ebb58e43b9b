"""The settings that environment variables hold, read once and typed.

A malformed or empty value stops the start with one line that names the variable
and what it takes. No line repeats the value: it may hold a password.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from environs import Env, EnvError

from config import parsers
from config.secret_key import read_or_create_secret_key

T = TypeVar("T")

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")

ACCEPTED_VALUES = {
    "SECRET_KEY": "a long random text",
    "DEBUG": "true or false",
    "ALLOWED_HOSTS": "host names without scheme or port, separated by commas",
    "DATABASE_URL": "sqlite:///path/to/file (in a folder that exists) or postgres://user:password@host:5432/name",
    "CACHE_URL": "locmem:// or redis://host:6379/0 (rediss:// with TLS)",
    "SITE_URL": "a web address without a path, such as https://example.org",
    "EMAIL_URL": "smtp://user:password@host:25, submission://user:password@host:587 (with STARTTLS) "
    "or smtp://user:password@host:465?ssl=true",
    "SHARED_CACHE_SECONDS": "a whole number of seconds, 0 or more",
    "HOST": "the address to listen on, such as 127.0.0.1 or 0.0.0.0",
    "PORT": "a port number from 1 to 65535",
}


@dataclass(frozen=True)
class Environment:
    secret_key: str
    debug: bool
    site_url: str
    allowed_hosts: list[str]
    shared_cache_seconds: int
    database: dict[str, Any]
    cache: dict[str, Any]
    email: dict[str, Any] | None

    @property
    def https(self) -> bool:
        return self.site_url.startswith("https://")


def read_environment(base: Path) -> Environment:
    """Everything the settings need; ``base`` is the project's folder, where ``var/`` is made."""
    site_url = read_variable("SITE_URL", parsers.site_url) or f"http://localhost:{read_port()}"
    return Environment(
        secret_key=read_variable("SECRET_KEY", str) or read_or_create_secret_key(base / "var"),
        debug=read_variable("DEBUG", parsers.boolean) or False,
        site_url=site_url,
        allowed_hosts=[
            *(read_variable("ALLOWED_HOSTS", parsers.host_names) or LOCAL_HOSTS),
            parsers.url_host(site_url),
        ],
        shared_cache_seconds=read_variable("SHARED_CACHE_SECONDS", parsers.seconds) or 0,
        database=read_variable("DATABASE_URL", lambda text: parsers.database(text, base))
        or default_database(base),
        cache=read_variable("CACHE_URL", parsers.cache) or parsers.cache("locmem://"),
        email=read_variable("EMAIL_URL", lambda text: parsers.email(text, site_url)),
    )


def read_bind() -> str:
    """Where the server listens, as ``host:port``."""
    host = read_variable("HOST", parsers.bind_host) or "127.0.0.1"
    return f"{host}:{read_port()}"


def read_port() -> int:
    return read_variable("PORT", parsers.port) or 8000


def read_variable(name: str, parse: Callable[[str], T]) -> T | None:
    """The parsed value, or None when the variable is not set; anything else ends the process."""
    text = Env(expand_vars=False).str(name, None)
    if text is None:
        return None
    if not text.strip():
        raise SystemExit(f"{name} is empty. Leave it out, or set it to {ACCEPTED_VALUES[name]}.")
    try:
        return parse(text.strip())
    except parsers.UnusableValueError as error:
        raise SystemExit(f"{name} cannot be used: {error}.") from None
    except (EnvError, ValueError):
        raise SystemExit(f"{name} cannot be read. It takes {ACCEPTED_VALUES[name]}.") from None


def default_database(base: Path) -> dict[str, Any]:
    """SQLite in ``var/``, a folder only this account can enter: it holds drafts and password hashes."""
    var = base / "var"
    try:
        var.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"{var} cannot be made ({error.strerror}). Set DATABASE_URL instead.") from None
    return parsers.sqlite_database(var / "relations.sqlite3")
