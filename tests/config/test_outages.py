"""A started server whose database is locked, away, or not migrated."""

import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.config.conftest import BASE, Server, environment, manage, serving
from tests.config.editors import Browser, Page
from tests.support.postgresql import POSTGRESQL, connected, own_database
from tests.support.processes import run_process

pytestmark = pytest.mark.slow

ADD = "/admin/relations/topic/add/"
PASSWORD = "of-ada-for-a-test"
# Readers are answered within thousandths of seconds on an idle machine. Behind saves it was 15.
BOUND = 4.0
PATHS = ("/entries/", "/entries/?q=oil", "/about/", "/robots.txt")


def add_editor(folder: Path, **variables: str) -> None:
    made = manage(
        folder,
        *("createsuperuser", "--no-input", "--username", "ada", "--email", "ada@example.org"),
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
        **variables,
    )
    assert made.returncode == 0, made.stderr


def lines(server: Server) -> list[dict[str, object]]:
    return [json.loads(line) for line in server.log.read_text().splitlines()]


def read_meanwhile(server: Server, done: threading.Event) -> float:
    """Ask for pages until then; the longest that one took."""
    slowest = 0.0
    while not done.is_set():
        for path in PATHS:
            page = Browser([server.address]).get(path)
            assert page.status == 200
            slowest = max(slowest, page.seconds)
        time.sleep(0.1)
    return slowest


def read_already(server: Server) -> None:
    """Have each process answer once: its first answers take longer, on a busy machine seconds."""
    for _time in range(8):
        for path in PATHS:
            assert Browser([server.address]).get(path).status == 200


@contextmanager
def reading_meanwhile(pool: ThreadPoolExecutor, server: Server) -> Iterator[Future[float]]:
    """Pages are asked for until the block ends, however it does: the longest that one took."""
    done = threading.Event()
    try:
        yield pool.submit(read_meanwhile, server, done)
    finally:
        done.set()


@pytest.fixture
def server(tmp_path: Path, prepared: Path) -> Iterator[Server]:
    shutil.copy(prepared, tmp_path)
    with serving(tmp_path) as server:
        yield server


def test_while_sqlite_is_locked_readers_read_and_what_editors_save_comes_back(
    server: Server, tmp_path: Path
) -> None:
    add_editor(tmp_path)
    editor = Browser([server.address])
    assert editor.sign_in("ada", PASSWORD).status == 302
    # Of one page sent twice one record is made: these are ten pages.
    forms = [editor.get(ADD).form() for _page in range(10)]

    def save(number: int) -> Page:
        sender = Browser([server.address], dict(editor.cookies))
        return sender.post(ADD, forms[number] | {"name": [f"Topic {number}"], "slug": [f"topic-{number}"]})

    read_already(server)
    with closing(sqlite3.connect(tmp_path / "start.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(12) as pool, reading_meanwhile(pool, server) as slowest:
            answers = list(pool.map(save, range(10)))
        other.execute("ROLLBACK")

    assert slowest.result() < BOUND
    assert {answer.status for answer in answers} == {503}
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
    assert max(answer.seconds for answer in answers) < 45
    reasons = [line for line in lines(server) if line["logger"] == "config.unavailable"]
    assert len(reasons) == 10
    assert not any("error" in line for line in lines(server))
    again = [editor.post(ADD, answer.form()) for answer in answers]
    assert {answer.status for answer in again} == {302}
    with closing(sqlite3.connect(tmp_path / "start.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM relations_topic").fetchone() == (10,)


@pytest.fixture
def database(migrated: str) -> Iterator[str]:
    with own_database(migrated) as name:
        yield name


@pytest.fixture
def empty_database() -> Iterator[str]:
    with own_database() as name:
        yield name


@contextmanager
def serving_editor(folder: Path, database: str) -> Iterator[tuple[Server, Browser]]:
    """The server on a database of PostgreSQL, and an editor who is signed in there."""
    own = {"DATABASE_URL": f"{POSTGRESQL}/{database}"}
    add_editor(folder, **own)
    with serving(folder, **own) as server:
        editor = Browser([server.address])
        assert editor.sign_in("ada", PASSWORD).status == 302
        yield server, editor


def forbid(name: str, allow: bool = False) -> None:
    """PostgreSQL goes away for whoever uses this database, or comes back."""
    with connected() as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allow}')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def test_while_postgresql_is_away_all_are_told_so_and_afterwards_all_goes_on(
    tmp_path: Path, prepared: Path, database: str
) -> None:
    with serving_editor(tmp_path, database) as (server, editor):
        form = editor.get(ADD).form() | {"name": ["Energy"], "slug": ["energy"]}
        assert editor.get("/entries/").status == 200
        forbid(database)
        before = len(lines(server))
        away = [editor.get(path) for path in ("/entries/", "/entries.json", "/health/", "/admin/")]
        refused = editor.post(ADD, form)
        reasons = [line for line in lines(server)[before:] if line["logger"] != "relations.access"]
        forbid(database, allow=True)
        again = editor.post(ADD, refused.form())
        back = [editor.get(path).status for path in ("/entries/", "/entries.json", "/health/", "/admin/")]

    assert [page.status for page in (*away, refused)] == [503] * 5
    assert all("Retry-After" in page.headers for page in (*away[:2], away[3], refused))
    assert away[1].headers["Content-Type"] == "application/problem+json"
    assert [line["logger"] for line in reasons].count("config.unavailable") == 4
    assert not any("error" in line for line in reasons)
    assert (again.status, back) == (302, [200] * 4)


def test_while_postgresql_is_locked_readers_read_and_what_editors_save_comes_back(
    tmp_path: Path, prepared: Path, database: str
) -> None:
    with serving_editor(tmp_path, database) as (server, editor):
        form = editor.get(ADD).form()
        read_already(server)

        def save(number: int) -> Page:
            sender = Browser([server.address], dict(editor.cookies))
            return sender.post(ADD, form | {"name": [f"Topic {number}"], "slug": [f"topic-{number}"]})

        with connected(database, autocommit=False) as other, ThreadPoolExecutor(12) as pool:
            other.execute("LOCK TABLE relations_topic, relations_record IN EXCLUSIVE MODE")
            with reading_meanwhile(pool, server) as slowest:
                answers = list(pool.map(save, range(10)))
            other.rollback()
        again = [editor.post(ADD, answer.form()).status for answer in answers]
    assert slowest.result() < BOUND
    assert {answer.status for answer in answers} == {503}
    assert max(answer.seconds for answer in answers) < 45
    assert set(again) == {302}


def ended(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn"]
    return run_process(command, seconds=60, cwd=BASE, env=environment(folder, **variables))


def test_the_server_does_not_start_while_migrations_wait(tmp_path: Path, prepared: Path) -> None:
    shutil.copy(prepared, tmp_path)
    with closing(sqlite3.connect(tmp_path / "start.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'relations' AND name LIKE '0009%'")
        database.commit()
    one = ended(tmp_path)
    (tmp_path / "start.sqlite3").unlink()
    empty = ended(tmp_path)
    for refused, words in ((one, "One migration waits (relations.0009"), (empty, "migrations wait")):
        last = refused.stderr.splitlines()[-1]
        assert refused.returncode != 0
        assert words in last
        assert "manage.py setup" in last
        assert "Traceback" not in refused.stderr


def test_a_database_put_in_the_place_of_another_is_not_well_until_the_other_is_back(
    server: Server, tmp_path: Path
) -> None:
    """No connection notices: SQLite reads on in a file that was moved away."""
    file, aside, reader = tmp_path / "start.sqlite3", tmp_path / "aside.sqlite3", Browser([server.address])

    def ask() -> set[tuple[int, bytes]]:
        """What several threads of both processes say, who had a connection before."""
        return {(page.status, page.body) for page in (reader.get("/health/") for _time in range(8))}

    well = ask()
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(file, aside)
    file.unlink()
    missing = ask()
    assert not file.exists()
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE something (id)")
    empty = ask()
    aside.replace(file)
    assert (well, missing, ask()) == ({(200, b"ok\n")}, {(503, b"The database is not there.\n")}, well)
    assert {status for status, _said in empty} == {503}
    assert all(b"Run: manage.py setup" in said for _status, said in empty)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_without_a_database_the_server_starts_and_says_what_it_lacks_until_it_has_it(
    tmp_path: Path, prepared: Path, empty_database: str
) -> None:
    own = {"DATABASE_URL": f"{POSTGRESQL}/{empty_database}"}
    forbid(empty_database)
    with serving(tmp_path, **own) as server:
        reader = Browser([server.address])
        away = [reader.get(path) for path in ("/", "/health/")]
        forbid(empty_database, allow=True)
        waiting = [reader.get(path) for path in ("/", "/health/")]
        assert manage(tmp_path, "migrate", "--verbosity", "0", **own).returncode == 0
        ready = [reader.get(path) for path in ("/", "/health/")]
    assert [page.status for page in (*away, *waiting, *ready)] == [503] * 4 + [200] * 2
    assert b"manage.py setup" in waiting[1].body
    assert "manage.py setup" in str(lines(server))


def test_where_nothing_listens_the_server_starts_too(tmp_path: Path, prepared: Path) -> None:
    nobody = f"postgres://postgres@127.0.0.1:{free_port()}/nothing"
    with serving(tmp_path, DATABASE_URL=nobody) as server:
        page = Browser([server.address]).get("/entries/")
    assert page.status == 503
    assert page.seconds < BOUND


def test_no_line_of_the_server_itself_names_who_asked(server: Server) -> None:
    parts = urlsplit(server.address)
    for sent in (
        b"\r\n\x01 nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nBad Header: secret\r\n\r\n",
        b"GET\r\n\r\n",
    ):
        with socket.create_connection((parts.hostname, parts.port), timeout=20) as client:
            client.sendall(sent)
            assert b"400" in client.recv(1000)
    text = server.log.read_text()
    assert "could not be read" in text
    assert "127.0.0.1" not in text.partition("Booting")[2]
    assert "secret" not in text
