"""A restore that is killed, at whatever moment, leaves a database that goes on working."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from relations import publishing
from relations.management import migration_state
from relations.models import Edition, Topic
from relations.search import fulltext
from tests.management.test_backup import database_url, rows, run
from tests.support.processes import run_process
from tests.support.world import a_document, a_published, save

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# Where the process is killed, from when the database is touched: before or after such a call of a function.
MOMENTS = (
    ("backup_file.load_backup", "before"),
    ("backup_tables.load_table", "before"),
    ("backup_tables.load_table 9", "after"),
    ("backup_tables.advance_sequences", "before"),
    ("backup_tables.advance_sequences", "after"),
    ("fulltext.rebuild", "after"),
    ("VersionCounter.start_epoch", "after"),
    ("BaseDatabaseWrapper.commit", "before"),
    ("BaseDatabaseWrapper.commit", "after"),
    ("catalogue.clear_snapshot", "after"),
)
# Run in a process of its own: the restore, which kills itself at that moment.
RESTORE = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from relations import catalogue
from relations.search import fulltext
from relations.management import backup_file, backup_tables
from relations.models import VersionCounter

file, moment, when = sys.argv[1:]
path, _space, number = moment.partition(" ")
owner, name = path.split(".")
owner = globals()[owner]
function, calls, begun = getattr(owner, name), [], []

def killed(*arguments, **options):
    if begun or path == "backup_file.load_backup":  # the migrations commit too
        calls.append(name)
    if when == "before" and len(calls) == int(number or 1):
        os.kill(os.getpid(), signal.SIGKILL)
    result = function(*arguments, **options)
    if when == "after" and len(calls) == int(number or 1):
        os.kill(os.getpid(), signal.SIGKILL)
    return result

setattr(owner, name, killed)
load = backup_file.load_backup
backup_file.load_backup = lambda *arguments: (begun.append(True), load(*arguments))
call_command("restore", file, force=True)
"""


def restore_killed(file: Path, moment: str, when: str) -> None:
    ended = run_process(
        [sys.executable, "-c", RESTORE, str(file), moment, when],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "CACHE_URL": "locmem://",
        },
        seconds=60,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr


numbers = count(1)


def publish_one() -> None:
    slug = f"published-{next(numbers)}"
    publishing.publish([save(a_document("topic", slug=slug, name=slug))])


def goes_on() -> None:
    """Twelve publications, and an account with a group: rows of most tables."""
    editions = Edition.objects.count()
    for _number in range(12):
        publish_one()
    assert Edition.objects.count() == editions + 12
    User.objects.create_user(f"user-{next(numbers)}").groups.add(
        Group.objects.create(name=f"group-{next(numbers)}")
    )


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Made long ago: much was written since."""
    a_published("event")
    file = tmp_path / "old.backup"
    run("backup", file)
    goes_on()
    return file


@pytest.mark.parametrize(("moment", "when"), MOMENTS)
def test_after_a_restore_that_was_killed_everything_goes_on(backup: Path, moment: str, when: str) -> None:
    before = rows()
    restore_killed(backup, moment, when)
    committed = (moment, when) in (
        ("BaseDatabaseWrapper.commit", "after"),
        ("catalogue.clear_snapshot", "after"),
    )
    assert (rows() == before) is not committed
    assert Topic.objects.filter(slug__startswith="published-").exists() is not committed
    goes_on()
    # And it can be restored after all.
    run("restore", backup, "--force")
    assert not Topic.objects.filter(slug__startswith="published-").exists()
    goes_on()


def test_a_number_is_not_given_again_after_a_restore(backup: Path) -> None:
    """What still names a row by its number, as a form in a browser does, must not find another one."""
    last = Topic.objects.order_by("pk").last()
    assert last
    run("restore", backup, "--force")
    publish_one()
    assert Topic.objects.order_by("pk").last().pk > last.pk


@contextmanager
def another_connection() -> Iterator[BaseDatabaseWrapper]:
    """One that waits for nobody."""
    other = connection.copy()
    hasty = {"options": "-c lock_timeout=100"} if connection.vendor == "postgresql" else {"timeout": 0.1}
    other.settings_dict = {**other.settings_dict, "OPTIONS": {**other.settings_dict["OPTIONS"], **hasty}}
    try:
        yield other
    finally:
        other.close()


def test_while_it_restores_others_read_what_was_there_and_write_nothing(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, seen = Topic.objects.count(), []
    rebuild = fulltext.rebuild

    def in_between() -> None:
        with another_connection() as other, other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM relations_topic")
            seen.append(cursor.fetchone()[0])
            with pytest.raises(OperationalError):
                cursor.execute("INSERT INTO auth_group (name) VALUES ('written meanwhile')")
        rebuild()

    monkeypatch.setattr(fulltext, "rebuild", in_between)
    call_command("restore", str(backup), force=True, verbosity=0)
    assert seen == [there]
    assert not Group.objects.filter(name="written meanwhile").exists()
    assert migration_state.unapplied_migrations() == []
