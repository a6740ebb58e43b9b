"""A restore that is killed, at whatever moment, leaves a database that goes on working."""

import os
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from config import apps as config_apps
from relations import catalogue, migration_state, publishing
from relations.management import backup_file, backup_tables
from relations.models import Edition, Topic, VersionCounter
from relations.search import fulltext
from tests.management.test_backup import rows, run
from tests.support.killing import end_at
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
OWNERS: dict[str, Any] = {
    "backup_file": backup_file,
    "backup_tables": backup_tables,
    "fulltext": fulltext,
    "VersionCounter": VersionCounter,
    "BaseDatabaseWrapper": BaseDatabaseWrapper,
    "catalogue": catalogue,
}


def restore_killed(file: Path, moment: str, when: str) -> None:
    """By a process forked from this one, which has loaded the program: to load it takes two seconds."""
    connection.close()  # two processes cannot share one
    child = os.fork()
    if not child:
        try:
            kill_at(moment, when)
            call_command("restore", str(file), force=True, verbosity=0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def kill_at(moment: str, when: str) -> None:
    """Have this process kill itself then."""
    path, _space, number = moment.partition(" ")
    owner, name = path.split(".")
    load, calls, begun = backup_file.load_backup, count(1), []

    def load_backup(*arguments: Any) -> None:
        begun.append(True)
        load(*arguments)

    def is_time() -> bool:
        # The migrations commit too.
        return bool(begun or path == "backup_file.load_backup") and next(calls) == int(number or 1)

    setattr(backup_file, load.__name__, load_backup)
    end_at(OWNERS[owner], name, when, is_time=is_time, end=lambda: os.kill(os.getpid(), signal.SIGKILL))


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
    hasty = {} if connection.vendor == "postgresql" else {"timeout": 0.1}
    other.settings_dict = {**other.settings_dict, "OPTIONS": {**other.settings_dict["OPTIONS"], **hasty}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config_apps, "LOCK_TIMEOUT", 0.1)  # set anew in each connection to PostgreSQL
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
