"""One file holds the whole database, and brings it back whole, on either database."""

import json
import os
import stat
import subprocess
import sys
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from relations import publishing
from relations.management import backup_file, backup_tables
from relations.models import Claim, Edition, Event, Source, Span, Topic, VersionCounter
from relations.search import fulltext
from tests.support.scheduling import fall_due, scheduled
from tests.support.world import change

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def world(tmp_path: Path, ada: User) -> None:
    """Something in most tables: a published vocabulary, and a draft with a cited claim."""
    folder = tmp_path / "reference"
    call_command("new_reference", str(folder), stdout=StringIO())
    call_command("import_reference", str(folder), publish=True, stdout=StringIO())
    event = Event.objects.create(title="“Été”, a summit\n", slug="summit", date=Span.parse("2019-09"))
    event.topics.add(Topic.objects.first())
    source = Source.objects.create(title="A report", slug="a-report", type="report")
    claim = Claim.objects.create(entry=event, kind="reported-fact", text="They met.")
    claim.passages.add(source.passages.create(locator="Page 1"))


def run(command: str, *arguments: object) -> str:
    said = StringIO()
    call_command(command, *map(str, arguments), stdout=said)
    return said.getvalue()


def rows() -> dict[str, list[tuple]]:
    """Every row of every table, but the epoch that a restore begins."""
    found = {}
    with connection.cursor() as cursor:
        for model in backup_tables.backed_up_models():
            columns = [field.column for field in backup_tables.stored_columns(model) if field.name != "epoch"]
            names = ", ".join(map(backup_tables.quote_name, columns))
            table = backup_tables.quote_name(backup_tables.table_name(model))
            cursor.execute(f"SELECT {names} FROM {table} ORDER BY 1")  # noqa: S608
            found[model._meta.label] = cursor.fetchall()
    return found


def change_everything() -> None:
    Topic.objects.update(description="Changed after the backup.")
    Claim.objects.all().delete()
    User.objects.create_user("mallory")


@pytest.mark.usefixtures("world")
def test_a_backup_brings_every_row_back(tmp_path: Path, ada: User) -> None:
    topic = Topic.objects.first().record
    former = topic.revisions.first()
    change(topic, description="Otherwise.")
    restored = publishing.restore_revision(topic, former, ada)
    before = rows()
    run("backup", tmp_path / "whole.backup")
    change_everything()

    run("restore", tmp_path / "whole.backup", "--force")

    assert rows() == before
    restored.refresh_from_db()
    assert restored.restores == former


@pytest.mark.usefixtures("world")
def test_the_file_is_private_and_replaces_an_older_one(tmp_path: Path) -> None:
    file = tmp_path / "whole.backup"
    file.write_text("an older one")

    said = run("backup", file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert zipfile.is_zipfile(file)
    assert str(file.stat().st_size) in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reference", "whole.backup"]


@pytest.mark.usefixtures("world")
def test_full_text_is_made_again(tmp_path: Path) -> None:
    run("backup", tmp_path / "whole.backup")
    fulltext.rebuild()  # earlier tests may have left rows of editions that are gone
    before = indexed()
    assert sum(before) > 0
    fulltext.clear()

    run("restore", tmp_path / "whole.backup", "--force")

    assert indexed() == before


def indexed() -> list[int]:
    """How many rows each table of the full text has."""
    with connection.cursor() as cursor:
        counts = []
        for table in fulltext.TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 (a name of ours)
            counts += cursor.fetchone()
        return counts


@pytest.mark.usefixtures("world")
def test_a_restore_makes_no_version_and_voids_what_readers_have_cached(tmp_path: Path) -> None:
    run("backup", tmp_path / "whole.backup")
    publishing.update_reference(title="Seen by readers", user=None)
    version, epoch = VersionCounter.objects.state()

    run("restore", tmp_path / "whole.backup", "--force")

    assert VersionCounter.objects.state().epoch > epoch
    assert VersionCounter.objects.version() == version - 1


@pytest.mark.usefixtures("world")
def test_what_fell_due_since_the_backup_is_performed_with_its_time_and_said(
    tmp_path: Path, ada: User
) -> None:
    topic = Topic.objects.first().record
    one = scheduled(change(topic, description="From Monday on."), user=ada, note="Reworded.")
    due_at = fall_due(one)
    run("backup", tmp_path / "whole.backup")

    said = run("restore", tmp_path / "whole.backup", "--force")

    edition = Edition.objects.filter(record=topic).first()
    assert edition.read_document()["description"] == "From Monday on."
    assert edition.published_at == max(due_at, edition.record.editions.last().published_at)
    assert f"published (version {edition.born})" in said


@pytest.mark.usefixtures("world")
def test_new_rows_after_a_restore_get_new_numbers(tmp_path: Path) -> None:
    run("backup", tmp_path / "whole.backup")
    run("restore", tmp_path / "whole.backup", "--force")

    Topic.objects.create(name="Made later", slug="made-later")
    User.objects.create_user("later")


def test_everyone_signs_in_again(tmp_path: Path, ada: User) -> None:
    client = Client()
    client.force_login(ada, backend="relations.admin.second_factor.backend.AccountBackend")
    run("backup", tmp_path / "whole.backup")

    run("restore", tmp_path / "whole.backup", "--force")

    assert "django_session.jsonl" not in zipfile.ZipFile(tmp_path / "whole.backup").namelist()
    assert client.get("/admin/").status_code == 302


@pytest.mark.usefixtures("world")
def test_a_database_that_is_not_empty_is_kept(tmp_path: Path) -> None:
    run("backup", tmp_path / "whole.backup")
    change_everything()
    before = rows()

    with pytest.raises(CommandError, match="not empty, and nothing was changed"):
        run("restore", tmp_path / "whole.backup")

    assert rows() == before


def rewrite(file: Path, change: dict[str, bytes]) -> None:
    with zipfile.ZipFile(file) as archive_file:
        members = {name: archive_file.read(name) for name in archive_file.namelist()}
    with zipfile.ZipFile(file, "w") as archive_file:
        for name, content in {**members, **change}.items():
            archive_file.writestr(name, content)


def damage(file: Path, how: str) -> None:
    content = file.read_bytes()
    if how == "missing":
        file.unlink()
    elif how == "cut short":
        file.write_bytes(content[: len(content) // 2])
    elif how == "a byte changed":
        file.write_bytes(content[:2000] + bytes([content[2000] ^ 255]) + content[2001:])
    elif how == "another file":
        file.write_text("not a backup")
    elif how == "empty":
        file.write_bytes(b"")
    elif how == "another zip":
        with zipfile.ZipFile(file, "w") as other:
            other.writestr("hello", "world")
    elif how == "a row changed":
        rewrite(file, {"auth_user.jsonl": b"[]\n"})


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "how", ["missing", "cut short", "a byte changed", "another file", "empty", "another zip", "a row changed"]
)
def test_a_damaged_file_changes_nothing(tmp_path: Path, how: str) -> None:
    file = tmp_path / "whole.backup"
    run("backup", file)
    before = rows()
    damage(file, how)

    with pytest.raises(CommandError, match=r"whole\.backup.* Nothing was changed\.$"):
        run("restore", file, "--force")

    assert rows() == before


@pytest.mark.usefixtures("world")
def test_a_file_of_another_version_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "whole.backup"
    run("backup", file)
    manifest = json.loads(zipfile.ZipFile(file).read("manifest.json"))
    manifest["migrations"].append("relations.0999_later")
    rewrite(file, {"manifest.json": json.dumps(manifest).encode()})

    with pytest.raises(CommandError, match=r"relations\.0999_later.*then upgrade"):
        run("restore", file, "--force")


@pytest.mark.usefixtures("world")
def test_rows_the_database_refuses_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "whole.backup"
    run("backup", file)
    before = rows()
    monkeypatch.setattr(fulltext, "rebuild", lambda: Topic.objects.create(pk=Topic.objects.first().pk))

    with pytest.raises(CommandError, match=r"The database refused this\. Nothing was changed"):
        run("restore", file, "--force")

    assert rows() == before


def test_a_backup_needs_a_folder_that_exists(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "absent" / "whole.backup"):
        with pytest.raises(CommandError, match="cannot be a file"):
            run("backup", file)


@pytest.mark.usefixtures("world")
def test_an_editor_can_save_while_a_backup_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The backup holds the moment it began; the save waits for nothing and is kept."""
    write_table, saved = backup_tables.write_table, []

    def save_in_between(file: zipfile.ZipFile, model: backup_tables.Model) -> dict[str, object]:
        if not saved:
            assert User.objects.count() == 1  # the moment is taken with the first read
            saved.append(
                other_process("createsuperuser", "--noinput", "--username=grace", "--email=g@example.org")
            )
        return write_table(file, model)

    monkeypatch.setattr(backup_tables, "write_table", save_in_between)
    run("backup", tmp_path / "whole.backup")

    assert saved == [""]
    assert User.objects.filter(username="grace").exists()
    assert b"grace" not in zipfile.ZipFile(tmp_path / "whole.backup").read("auth_user.jsonl")


@pytest.mark.usefixtures("world")
def test_a_backup_of_either_database_fills_an_empty_sqlite(tmp_path: Path) -> None:
    run("backup", tmp_path / "whole.backup")
    url = f"sqlite:///{tmp_path}/new.sqlite3"

    other_process("restore", str(tmp_path / "whole.backup"), url=url)
    other_process("backup", str(tmp_path / "again.backup"), url=url)

    first, second = (
        backup_file.check_backup(tmp_path / f"{name}.backup")["tables"] for name in ("whole", "again")
    )
    assert {name for name in first if first[name] != second[name]} == {"relations_versioncounter"}


def database_url() -> str:
    """The database of this test, for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user, host, port = (database[name] for name in ("USER", "HOST", "PORT"))
    return f"postgres://{user}:{database['PASSWORD']}@{host}:{port or 5432}/{database['NAME']}"


def other_process(*arguments: str, url: str = "") -> str:
    ended = subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "manage.py", *arguments, "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": url or database_url(),
            "DJANGO_SUPERUSER_PASSWORD": "long enough for Grace",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stderr


@pytest.mark.usefixtures("world")
def test_nothing_public_is_lost_from_the_readers_side(tmp_path: Path) -> None:
    editions = list(Edition.objects.order_by("pk").values_list("document", "published_at"))
    run("backup", tmp_path / "whole.backup")
    change_everything()

    run("restore", tmp_path / "whole.backup", "--force")

    assert list(Edition.objects.order_by("pk").values_list("document", "published_at")) == editions
