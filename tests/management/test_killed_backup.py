"""A backup that is killed leaves nothing behind."""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from relations.management.private_file import replacing
from tests.management.test_backup import database_url, run
from tests.management.test_backup import world as world
from tests.support.processes import run_process

KILLED = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from relations.management import backup_file

def killed(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

backup_file.check_backup = killed
call_command("backup", sys.argv[1])
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("world")
def test_a_killed_backup_leaves_nothing_behind_and_the_older_one_in_place(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "site.backup").write_text("an older one")
    ended = run_process(
        [sys.executable, "-c", KILLED, str(folder / "site.backup")],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database_url()},
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert [path.name for path in folder.iterdir()] == ["site.backup"]
    assert (folder / "site.backup").read_text() == "an older one"
    run("backup", folder / "site.backup")
    assert [path.name for path in folder.iterdir()] == ["site.backup"]


@pytest.fixture(params=["no name", "a name"])
def file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that knows files without a name, and one that does not."""
    if request.param == "a name":
        monkeypatch.delattr(os, "O_TMPFILE")


@pytest.mark.usefixtures("file_system")
def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_text("before")
    with suppress(ZeroDivisionError), replacing(path) as new:
        new.write_text("half")
        raise ZeroDivisionError
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"kept": "before"}
    with replacing(path) as new:
        new.write_text("whole")
        assert path.read_text() == "before"
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"kept": "whole"}
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("file_system")
def test_what_a_killed_process_left_is_removed_and_what_another_still_writes_is_not(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    (tmp_path / ".kept-left").write_text("accounts")
    (tmp_path / ".other-left").write_text("not ours")
    with replacing(path) as new:
        new.write_text("first")
        with replacing(path) as second:
            second.write_text("second")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "kept": "first",
        ".other-left": "not ours",
    }
