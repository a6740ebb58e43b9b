"""A database that a newer version migrated: neither half backed up nor overwritten, and the way named."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from relations.models import Topic

pytestmark = pytest.mark.django_db(transaction=True)

WAY = {"sqlite": r"move \S+ aside", "postgresql": "Create a new one, and name it in DATABASE_URL"}
TABLE = Topic._meta.db_table


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Made before the upgrade."""
    Topic.objects.create(name="Trade", slug="trade")
    call_command("backup", str(tmp_path / "whole.backup"), stdout=StringIO())
    return tmp_path / "whole.backup"


@pytest.fixture
def _upgraded(backup: Path) -> Iterator[None]:
    """One migration more, and a column this version cannot fill."""
    recorder = MigrationRecorder(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} ADD COLUMN later varchar(5) NOT NULL DEFAULT 'kept'")
    recorder.record_applied("relations", "0999_later")
    yield
    recorder.record_unapplied("relations", "0999_later")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN later")


@pytest.mark.usefixtures("_upgraded")
def test_a_restore_touches_nothing_and_names_the_way(backup: Path) -> None:
    Topic.objects.update(name="Commerce")

    said = rf"it has relations\.0999_later\).* {WAY[connection.vendor]}.* Nothing was changed\.$"
    with pytest.raises(CommandError, match=said):
        call_command("restore", str(backup), force=True)

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, later FROM {TABLE}")  # noqa: S608 (a name of ours)
        assert cursor.fetchall() == [("Commerce", "kept")]


@pytest.mark.usefixtures("_upgraded")
def test_a_backup_never_leaves_out_what_only_a_newer_version_knows(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"it has relations\.0999_later\)\. Back it up with that one"):
        call_command("backup", str(tmp_path / "half.backup"))

    assert not (tmp_path / "half.backup").exists()
