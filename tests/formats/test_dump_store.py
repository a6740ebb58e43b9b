"""Archives in the database, where another machine takes one away, or stores the same, at the same moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from relations.formats import dump_store
from relations.formats.dump_store import open_dump, remove_dump, store_dumps
from relations.models import DumpPart, StoredDump
from tests.formats.files import make_archive, publish_entries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on PostgreSQL, and an archive has many parts."""
    monkeypatch.setattr(dump_store, "is_shared", lambda: True)
    monkeypatch.setattr(dump_store, "PART_BYTES", 1000)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    publish_entries()
    path = make_archive(tmp_path / "a")
    store_dumps(path.parent)
    assert DumpPart.objects.count() > 2
    return path


@contextmanager
def right_after(select: str, happens: Callable[[], Any]) -> Iterator[None]:
    """Something happens when these rows were selected for the first time."""
    pending = [happens]

    def look(execute: Any, sql: str, *arguments: Any) -> Any:
        result = execute(sql, *arguments)
        if sql.startswith("SELECT") and f'FROM "{select}"' in sql and pending:
            pending.pop()()
        return result

    with connection.execute_wrapper(look):
        yield
    assert not pending


def test_another_machine_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    path = open_dump(tmp_path / "b", archive.name)
    assert path == tmp_path / "b" / archive.name
    assert path.read_bytes() == archive.read_bytes()


@pytest.mark.parametrize("table", ["relations_storeddump", "relations_dumppart"])
def test_what_is_taken_away_while_it_is_fetched_is_gone_and_leaves_no_file(
    reader: Client, settings: Settings, archive: Path, tmp_path: Path, table: str
) -> None:
    settings.DUMP_FOLDER = tmp_path / "b"
    with right_after(table, lambda: remove_dump(archive.parent, archive.name)):
        response = reader.get(f"/dumps/{archive.name}")
    assert response.status_code == 410
    assert not [*settings.DUMP_FOLDER.iterdir()]


def test_two_machines_that_store_the_same_at_once_store_it_once(archive: Path) -> None:
    StoredDump.objects.all().delete()
    first = {"name": archive.name, "size": archive.stat().st_size}
    with right_after("relations_storeddump", lambda: StoredDump.objects.create(**first)):
        store_dumps(archive.parent)
    assert (StoredDump.objects.count(), DumpPart.objects.count()) == (1, 0)
