"""Every command beside a writer, without a database, before a migration, and with no table at all.

One line in plain words that says what to do, exit code 1, no traceback, nothing half done.
"""

import json
import os
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as project_settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import connection
from pytest_django import Settings

from config import apps as config_apps
from relations.migration_state import known_migrations, unapplied_migrations
from relations.models import Letter
from tests.conftest import ON_SQLITE
from tests.management.test_backup import rows
from tests.support.processes import run_process
from tests.support.world import a_published

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

Run = Callable[[], tuple[int, list[str]]]

ARGUMENTS: dict[str, list[str]] = {
    "backup": ["new.backup"],
    "dump": ["dumps"],
    "export_reference": ["exported"],
    "generate_reference": ["3"],
    "import_reference": ["reference", "--publish"],
    "publish_due": [],
    "rebuild_index": [],
    "rename_record": ["topic", "KEY", "Another name"],
    "restore": ["old.backup", "--force"],
    "reset_second_factor": ["ada"],
    "send_mail": [],
    "setup": [],
}
WITHOUT_DATABASE = {
    "new_reference": ["another"],
    "version": [],
    "addstatictoken": ["ada"],
    "deduplicate_tags": [],
    "remove_orphaned_tags": [],
}
MAKING_TABLES = ("restore", "setup")
# Which do what they are for while others write. On PostgreSQL `dump` stores what it made.
READING = ("backup", "dump", "export_reference") if ON_SQLITE else ("backup", "export_reference")
BEFORE_IT, NEWEST = [name for name in known_migrations() if name.startswith("relations.")][-2:]


def test_every_command_is_tried() -> None:
    assert {name for name, app in get_commands().items() if app == "relations"} == {
        *ARGUMENTS,
        *WITHOUT_DATABASE,
    }


@pytest.fixture(params=ARGUMENTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def run(
    name: str,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """`manage.py NAME`, with something for it to do: its exit code, and what it wrote to stderr."""
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.chdir(tmp_path)
    key = ""
    if name != "generate_reference":  # which needs an empty database
        key = a_published("event").entry.topics.get().record.key
    if name == "send_mail":
        settings.SENDS_MAIL = True
        person = User.objects.create_user("dora", "dora@example.org", "x", is_staff=True)
        Letter.objects.create(user=person, subject="S", body="B")
    if name == "reset_second_factor":
        User.objects.create_user("ada", "", "x")
    call_command("new_reference", "reference", stdout=StringIO())
    call_command("backup", "old.backup", stdout=StringIO())
    arguments = [key if argument == "KEY" else argument for argument in ARGUMENTS[name]]

    def run_command() -> tuple[int, list[str]]:
        capsys.readouterr()
        code = 0
        try:
            load_command_class("relations", name).run_from_argv(["manage.py", name, *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, capsys.readouterr().err.splitlines()

    return run_command


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


def test_where_all_is_well_they_do_what_they_are_for(run: Run) -> None:
    """What is said below has no other reason."""
    assert run() == (0, [])


# Locked


@contextmanager
def locked(mode: str) -> Iterator[None]:
    """Another process holds the lock of those who write or, in the mode ACCESS EXCLUSIVE, who read."""
    if ON_SQLITE:
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other,
            connected_anew(OPTIONS={**connection.settings_dict["OPTIONS"], "timeout": 0.1}),
        ):
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    other_connection = connection.copy()
    other_connection.set_autocommit(False)
    tables = ", ".join(connection.introspection.table_names())
    with (
        other_connection.cursor() as cursor,
        pytest.MonkeyPatch.context() as patch,
        connected_anew(),
    ):
        patch.setattr(config_apps, "LOCK_TIMEOUT", 0.1)
        cursor.execute(f"LOCK TABLE {tables} IN {mode} MODE")
        yield
    other_connection.rollback()
    other_connection.close()


@contextmanager
def connected_anew(**settings: Any) -> Iterator[None]:
    """A connection with other settings, such as what DATABASE_URL names."""
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        for key, value in settings.items():
            patch.setitem(connection.settings_dict, key, value)
        yield
        connection.close()


@pytest.mark.parametrize("mode", ["EXCLUSIVE"] if ON_SQLITE else ["EXCLUSIVE", "ACCESS EXCLUSIVE"])
def test_beside_a_writer(run: Run, name: str, mode: str) -> None:
    before = rows(), files()
    with locked(mode):
        code, said = run()
    if name in READING and mode == "EXCLUSIVE":
        assert (code, said) == (0, [])
        return
    assert (code, len(said)) == (1, 1)
    assert said[0].startswith("CommandError: Another process writes to the database (")
    assert said[0].endswith(" Do this again when it is done.")
    assert rows() == before[0]
    if name not in ("dump", "setup"):  # which make whole files, and go on from there
        assert files() == before[1]
    assert run() == (0, [])


# Away


def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def away(how: str, folder: Path) -> dict[str, Any]:
    """Settings of a database that is not there, or is none."""
    place = folder / "elsewhere"
    if how == "no server":
        return {"HOST": "127.0.0.1", "PORT": unused_port()}
    if how == "no database":
        return {"NAME": "no_such_database"}
    if how == "a folder":
        place.mkdir()
    if how == "no SQLite":
        place.write_text("Something else. " * 500)
    return {"NAME": str(place)}


@pytest.mark.parametrize("how", ["a folder", "no SQLite"] if ON_SQLITE else ["no server", "no database"])
def test_without_a_database(run: Run, how: str, tmp_path: Path) -> None:
    changed = away(how, tmp_path)
    before = files()
    with connected_anew(**changed):
        code, said = run()
    assert (code, len(said), files()) == (1, 1, before)
    assert said[0].startswith("CommandError: The database of DATABASE_URL does not answer, or is full")
    assert "Do this again when that is mended" in said[0]


# Each command in a process and a folder of its own, forked from one that has loaded the program: to load it
# takes two seconds.
EACH = """
import json, os, runpy, sys
base, folder, commands = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
sys.path[0] = base
import django
django.setup()
for command, arguments in commands.items():
    for name in ("reference", "dumps"):
        os.makedirs(f"{folder}/{command}/{name}")
    if not os.fork():
        os.chdir(f"{folder}/{command}")
        os.dup2(os.open("said", os.O_CREAT | os.O_WRONLY), 2)
        sys.argv = [f"{base}/manage.py", command, *arguments]
        runpy.run_path(sys.argv[0], run_name="__main__")
        sys.exit(0)
    with open(f"{folder}/{command}/code", "w") as file:
        file.write(str(os.waitstatus_to_exitcode(os.wait()[1])))
"""


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which each command was run where no server listens: there its code, and what it said."""
    folder, base = tmp_path_factory.mktemp("ended"), project_settings.BASE_DIR
    url = f"postgres://nobody@127.0.0.1:{unused_port()}/nothing"
    own = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    commands = json.dumps(ARGUMENTS | WITHOUT_DATABASE)
    command = [sys.executable, "-c", EACH, str(base), str(folder), commands]
    run_process(command, seconds=600, env={**os.environ, **own})
    return folder


@pytest.mark.markup  # of whichever database the tests have, nothing is asked
@pytest.mark.parametrize("command", [*ARGUMENTS, *WITHOUT_DATABASE])
def test_no_process_ends_in_a_traceback_where_no_server_listens(ended: Path, command: str) -> None:
    code, said = ((ended / command / name).read_text() for name in ("code", "said"))
    works = command in ("new_reference", "version")
    assert (int(code), len(said.splitlines())) == ((0, 0) if works else (1, 1)), said
    assert "Traceback" not in said


# Another, or none


def test_before_a_migration(run: Run, name: str) -> None:
    before = files()
    call_command("migrate", *BEFORE_IT.split("."), interactive=False, verbosity=0)
    try:
        code, said = run()
        wait = unapplied_migrations()
    finally:
        call_command("migrate", interactive=False, verbosity=0)
    if name in (*MAKING_TABLES, "rename_record"):
        assert (code, said) == (0, [])
        assert wait == ([NEWEST] if name == "rename_record" else [])
        return
    assert (code, len(said), wait, files()) == (1, 1, [NEWEST], before)
    assert said[0].endswith(f"One migration waits ({NEWEST}). Run: manage.py setup. Nothing was changed.")


@pytest.fixture(params=["no tables", "no file"] if ON_SQLITE else ["no tables"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The name of a database without tables, or of a file that is not there."""
    if ON_SQLITE:
        file = tmp_path / "empty.sqlite3"
        if request.param == "no tables":
            file.touch()
        yield str(file)
        return
    name = f"test_relations_{uuid4().hex[:12]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield name
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_without_a_table(run: Run, name: str, empty: str) -> None:
    before, is_there = files(), ON_SQLITE and Path(empty).exists()
    before.pop("empty.sqlite3", None)
    with connected_anew(NAME=empty):
        code, said = run()
        after = {file: content for file, content in files().items() if file != "empty.sqlite3"}
        is_made = ON_SQLITE and Path(empty).exists()
        wait = unapplied_migrations()
    if name in MAKING_TABLES:
        assert (code, said, wait) == (0, [], [])
        return
    assert (code, len(said), wait) == (1, 1, [*known_migrations()])
    assert (after, is_made) == (before, is_there)
    assert "Run: manage.py setup" in said[0] or "run: manage.py setup" in said[0]
    assert said[0].endswith(". Nothing was changed.")


# What is typed

NOT_UTF8 = "\udcff"  # as a byte that is none arrives
TOO_LONG = "x" * 5000


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("rename_record", ["topic", NOT_UTF8, "x"], "KEY is not readable: type it in UTF-8."),
        ("rename_record", ["topic", "x", NOT_UTF8], "NAME is not readable"),
        ("rename_record", ["topic", TOO_LONG, "x"], "There is no topic with the key “xxx"),
        ("import_reference", [".", "--note", NOT_UTF8], "NOTE is not readable"),
        ("restore", ["file", "--rename", "topic", "x", NOT_UTF8], "RENAME is not readable"),
        ("dump", [".", "--remove", NOT_UTF8], "REMOVE is not readable"),
        ("backup", [TOO_LONG], "File name too long"),
        ("dump", [TOO_LONG], "Nothing has been published yet"),
        ("import_reference", [TOO_LONG], "File name too long"),
        ("export_reference", [TOO_LONG], "File name too long"),
        ("restore", [TOO_LONG], "File name too long"),
        ("setup", [TOO_LONG], "File name too long"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_line(
    command: str, arguments: list[str], said: str, tmp_path: Path, settings: Settings
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    with pytest.raises(CommandError) as refused:
        call_command(command, *arguments, stdout=StringIO())
    assert said in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_backup_takes_the_place_of_a_file_only(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(CommandError, match="cannot be a file"):
        call_command("backup", str(pipe), stdout=StringIO())
    assert pipe.is_fifo()
