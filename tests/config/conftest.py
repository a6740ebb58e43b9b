"""The production server, started as operators start it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.config.clients import Form, sign_in_form
from tests.support.databases import migrated_file
from tests.support.postgresql import POSTGRESQL, own_database
from tests.support.processes import run_process, started

BASE: Path = settings.BASE_DIR


def environment(folder: Path, **variables: str) -> dict[str, str]:
    bare = {"PATH": os.environ["PATH"], "HOME": str(folder), "SECRET_KEY": "a-key-for-tests-only-" * 3}
    return {**bare, "DATABASE_URL": f"sqlite:///{folder}/start.sqlite3", **variables}


def manage(
    folder: Path, *arguments: str, base: Path = BASE, **variables: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return run_process(command, cwd=base, env=environment(folder, **variables))


@dataclass(frozen=True)
class Server:
    """``log``: the file its lines go to."""

    address: str
    log: Path
    pid: int


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, and the static files where the server looks for them."""
    folder = tmp_path_factory.mktemp("prepared")
    shutil.copy(migrated_file(), folder / "start.sqlite3")
    manage(folder, "collectstatic", "--no-input", "--verbosity", "0")
    return folder / "start.sqlite3"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of PostgreSQL with its tables, which is only copied."""
    with own_database() as name:
        own = {"DATABASE_URL": f"{POSTGRESQL}/{name}"}
        made = manage(tmp_path_factory.mktemp("migrated"), "migrate", "--verbosity", "0", **own)
        assert made.returncode == 0, made.stderr
        yield name


@contextmanager
def serving(folder: Path, application: str = "", base: Path = BASE, **variables: str) -> Iterator[Server]:
    """The production server with these environment variables; what it needs to keep is in ``folder``.

    ``application``: another one than the site. ``base``: the folder of the program.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    with (
        log.open("w") as file,
        # A worker that was just starting misses the signal, and is ended after thirty seconds.
        started(
            [sys.executable, "-W", "ignore", "-m", "gunicorn", *([application] if application else [])],
            cwd=base,
            env=environment(folder, PORT=str(port), **variables),
            stderr=file,
        ) as process,
    ):
        wait_for(port, process)
        yield Server(f"http://127.0.0.1:{port}", log, process.pid)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Server]:
    """The production server behind an imagined proxy, one for all tests of a file."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copy(prepared, folder)
    with serving(folder, SITE_URL="https://example.org") as server:
        yield server


@pytest.fixture
def form(server: Server) -> Form:
    return sign_in_form(server.address)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(600):
        assert process.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=20).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("the server did not listen within a minute")
