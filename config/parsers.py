"""Parsers of the values of environment variables; each raises ValueError for a text of another form."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

# A name or an IPv4 address, a leading dot for "and its subdomains", an IPv6 address in brackets, or any host.
HOST_PATTERN = re.compile(r"\*|\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)

# PostgreSQL cuts a longer name off (NAMEDATALEN), and connects to another database.
MAX_DATABASE_NAME_BYTES = 63
# Seconds that a mail server has for each of its answers.
EMAIL_TIMEOUT = 10
# What Django takes in the address of a PostgreSQL database besides libpq's own options.
DJANGO_OPTIONS = {"assume_role", "server_side_binding"}

BOOLEANS = {
    "true": True,
    "1": True,
    "yes": True,
    "on": True,
    "false": False,
    "0": False,
    "no": False,
    "off": False,
}


class UnusableValueError(ValueError):
    """A value of the right form that cannot be used. Its message says why, and repeats nothing of it."""


def boolean(text: str) -> bool:
    if text.lower() not in BOOLEANS:
        raise ValueError("neither true nor false")
    return BOOLEANS[text.lower()]


def integer(text: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise ValueError(f"not a whole number from {low} to {high}")
    return int(text)


def seconds(text: str) -> int:
    return integer(text, 0, 10**9)


def port(text: str) -> int:
    return integer(text, 1, 65535)


def host_names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or not all(HOST_PATTERN.fullmatch(name) for name in names):
        raise ValueError("not host names")
    return names


def bind_host(text: str) -> str:
    """A name, an IPv4 address, or an IPv6 address (returned in brackets)."""
    if re.fullmatch(r"[0-9a-f]*:[0-9a-f:.]+", text, re.IGNORECASE):
        return f"[{text}]"
    if not HOST_PATTERN.fullmatch(text) or text[0] in "*.":
        raise ValueError("not an address to listen on")
    return text


def site_url(text: str) -> str:
    """Scheme, host and port, without a slash at the end."""
    parts = urlsplit(text)
    host = url_host(text)
    if parts.scheme not in ("http", "https") or not HOST_PATTERN.fullmatch(host) or host[0] in "*.":
        raise ValueError("not a web address")
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("more than scheme, host and port")
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")


def url_host(url: str) -> str:
    name = urlsplit(url).hostname or ""
    return f"[{name}]" if ":" in name else name


def database(text: str, base: Path) -> dict[str, Any]:
    """Django's entry for DATABASES; the path of a SQLite file is relative to ``base``."""
    parsed: dict[str, Any] = {**dj_database_url.parse(text)}
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        path = base / str(parsed["NAME"])
        if not urlsplit(text).path.strip("/") or parsed.get("HOST") or not path.parent.is_dir():
            raise ValueError("not a file")
        return sqlite_database(path)
    if parsed["ENGINE"] != "django.db.backends.postgresql" or not parsed["NAME"]:
        raise ValueError("not an engine of ours")
    # A thread keeps its connection for a minute, and looks before use whether it still stands.
    # One that is out of reach is given up after ten seconds: else the server would not start for minutes.
    # One that falls silent, as when a cable is cut, is given up after twenty.
    silence = {
        "tcp_user_timeout": 20_000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
    }
    parsed["OPTIONS"] = {"connect_timeout": 10, **silence} | parsed.get("OPTIONS", {})
    _check_connection(parsed)
    return {**parsed, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def _check_connection(parsed: dict[str, Any]) -> None:
    """Raise UnusableValueError for what no connection to PostgreSQL can be made with, whatever answers it."""
    # Its driver takes memory, too.
    from psycopg import ProgrammingError
    from psycopg.conninfo import make_conninfo, timeout_from_conninfo

    size = len(parsed["NAME"].encode())
    if size > MAX_DATABASE_NAME_BYTES:
        raise UnusableValueError(
            f"the name of its database has {size} bytes, and PostgreSQL reads {MAX_DATABASE_NAME_BYTES}"
        )
    if any("\0" in str(value) for value in (*parsed.values(), *parsed["OPTIONS"].values())):
        raise UnusableValueError("it contains a zero byte")
    options = {name: value for name, value in parsed["OPTIONS"].items() if name not in DJANGO_OPTIONS}
    try:
        timeout_from_conninfo(options)
        make_conninfo(**options)
    except ProgrammingError:
        raise UnusableValueError("an option in it, or the value of one, is not known to PostgreSQL") from None


def sqlite_database(path: Path) -> dict[str, Any]:
    """Readers never wait for a writer (WAL); writers queue at the start of their transaction.

    IMMEDIATE because a transaction that reads first and writes later cannot wait:
    SQLite refuses it at once when another wrote in between. A thread keeps its
    connection for a minute: to open the file costs more than an unchanged page.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def cache(text: str) -> dict[str, Any]:
    """Django's entry for CACHES: this process's memory, or Redis (and what speaks like it)."""
    parts = urlsplit(text)
    if text.rstrip("/") == "locmem:":
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 2000},
        }
    if parts.scheme not in ("redis", "rediss") or not parts.hostname or parts.port == 0:
        raise ValueError("not a cache of ours")
    if parts.path.strip("/"):
        integer(parts.path.strip("/"), 0, 10**6)
    # The driver takes 6 MB: only a site that has Redis loads it.
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": text,
        "KEY_PREFIX": "relations",
        # The driver itself would try again for seconds. Once is for a connection that Redis closed while
        # it was idle; what is longer is an outage, and the page cache leaves Redis alone for a while.
        "OPTIONS": {
            "socket_connect_timeout": 2,
            "socket_timeout": 2,
            "retry": Retry(NoBackoff(), 1),
            "serializer": "relations.caching.serializer.SignedSerializer",
        },
    }


def email(text: str, site_url: str) -> dict[str, Any]:
    """Django's EMAIL_… settings. Letters come from ``_default_from_email`` in the query, or the host."""
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "submission") or not parts.hostname or parts.port == 0:
        raise ValueError("not a mail server")
    found: dict[str, Any] = dj_email_url.parse(text)
    found["EMAIL_TIMEOUT"] = found["EMAIL_TIMEOUT"] or EMAIL_TIMEOUT
    sender = found.setdefault("DEFAULT_FROM_EMAIL", f"relations@{url_host(site_url)}")
    try:
        validate_email(sender)
    except ValidationError:
        raise UnusableValueError(
            "letters need a sender that is an address of mail: add ?_default_from_email=name@example.org"
        ) from None
    return found
