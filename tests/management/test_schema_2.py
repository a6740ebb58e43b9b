"""Databases of schema 1, of version 0.2.0 and from just before schema 2, after the migration.

``fixtures/schema-1.backup`` was made of ``0.2.0.backup``: with authors published and drafted,
and a source of which only a place is new.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from relations import documents
from relations.migration_state import applied_migrations, historical_apps, unapplied_migrations
from relations.models import Contributor, Edition, Record, RecordName, Revision, Source, VersionCounter
from relations.models.name import fold_name
from relations.publishing.revisions import has_same_content
from tests.support.admin import record_url, text_of
from tests.support.restoring import restore_once
from tests.views.pages import open_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
FIXTURES = Path(__file__).parent / "fixtures"
BACKUPS = [FIXTURES / "0.2.0.backup", FIXTURES / "schema-1.backup"]


def rows_in(backup: Path, table: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(backup) as archive:
        columns = json.loads(archive.read("manifest.json"))["tables"][table]["columns"]
        lines = archive.read(f"{table}.jsonl").decode().splitlines()
    return [dict(zip(columns, json.loads(line), strict=True)) for line in lines]


@pytest.mark.parametrize("backup", BACKUPS, ids=lambda path: path.name)
def test_nothing_is_republished_and_nothing_has_newly_changed(backup: Path) -> None:
    restore_once(backup)
    editions = {row["id"]: row["document"] for row in rows_in(backup, "relations_edition")}
    # Another migration gives the reference itself a record of its own, where it had none.
    assert dict(Edition.objects.filter(pk__in=editions).values_list("pk", "document")) == editions
    assert not Edition.objects.exclude(pk__in=editions).exclude(record__kind="reference").exists()
    revisions = {row["id"]: row["document"] for row in rows_in(backup, "relations_revision")}
    assert dict(Revision.objects.filter(pk__in=revisions).values_list("pk", "document")) == revisions
    assert not Revision.objects.exclude(pk__in=revisions).exclude(record__kind="reference").exists()
    # What is called "status" today was called "publication", and the version stood elsewhere.
    column, table = {"0.2.0.backup": ("publication", "relations_reference")}.get(
        backup.name, ("status", "relations_versioncounter")
    )
    (counter,) = rows_in(backup, table)
    assert VersionCounter.objects.version() == counter["version"]
    before = {row["id"]: row[column] for row in rows_in(backup, "relations_record")}
    for record in Record.objects.with_pages().exclude(edition=None).exclude(status="withdrawn"):
        same = has_same_content(record.current_edition.read_document(), documents.encode(record))
        assert (record.status == "published") == same
        assert record.status == before[record.pk] or (record.kind, record.status) == ("source", "published")


@pytest.mark.parametrize("backup", BACKUPS, ids=lambda path: path.name)
def test_rows_say_what_the_newest_revision_says(backup: Path) -> None:
    restore_once(backup)
    compared = 0
    for record in Record.objects.filter(merged_into=None):
        if newest := record.revisions.first():
            assert documents.encode(record) == documents.resolve_merged(
                documents.load_document(newest.document)
            )
            compared += 1
    assert compared > 10


def test_an_author_is_one_name_and_no_place_is_a_change(reader: Client) -> None:
    restore_once(FIXTURES / "schema-1.backup")
    statement = Record.objects.get(key="joint-statement")
    assert statement.status == "published"
    assert statement.source.passages.filter(locator="Annex 7").exists()
    literal = "Ann Arle, Bo Borle and the Institute"
    assert [(one.family, one.institution) for one in statement.source.contributors.all()] == [("", literal)]
    memoir = Source.objects.get(slug="memoir")
    assert [str(one) for one in memoir.contributors.all()] == ["B. Author"]
    assert Record.objects.get(key="communique").status == "changed"  # its author is not published yet
    page = open_page(reader, "/sources/joint-statement/")
    assert f"Author {literal}" in text_of(page.select_one(".facts"))
    found = reader.get("/sources/joint-statement.json").json()
    assert (found["author"], found["authors"]) == (literal, [{"institution": literal}])


def test_the_history_says_which_revision_which_edition_was_made_of(
    signed_in: Callable[[User], Client],
) -> None:
    restore_once(FIXTURES / "schema-1.backup")
    history = signed_in(User.objects.get(username="ada")).get(
        record_url(Record.objects.get(key="joint-statement"), "history")
    )
    assert history.status_code == 200
    assert "edition 2" in history.content.decode()


def test_names_are_those_of_the_rows_and_free_when_merged() -> None:
    restore_once(FIXTURES / "schema-1.backup")
    for kind in ("topic", "actor"):
        for record in Record.objects.filter(kind=kind):
            name = record.names.get()
            assert (name.kind, name.text, name.folded) == (
                kind,
                record.working_copy.name,
                fold_name(record.working_copy.name),
            )
            assert name.shared == (record.merged_into is not None)
    assert RecordName.objects.filter(shared=True).exists()


def test_schema_2_goes_back_to_one_text_and_forward_again() -> None:
    restore_once(FIXTURES / "schema-1.backup")
    source = Source.objects.get(slug="memoir")
    Contributor.objects.create(source=source, position=2, family="Gogh", given="Vincent", particle="van")
    call_command("migrate", "relations", "0009", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT author FROM relations_source WHERE slug = 'memoir'")
        assert cursor.fetchone() == ("B. Author, Vincent van Gogh",)
    call_command("migrate", interactive=False, verbosity=0)
    assert [str(one) for one in source.contributors.all()] == ["B. Author, Vincent van Gogh"]


def rename_in(backup: Path, names: dict[str, str], to: Path) -> Path:
    """A backup in which the topics of these keys have other names."""
    keys = {row["id"]: row["key"] for row in rows_in(backup, "relations_record")}
    table = "relations_topic"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(to, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        rows = rows_in(backup, table)
        for row in rows:
            row["name"] = names.get(keys[row["record_id"]], row["name"])
        lines = "".join(json.dumps(list(row.values())) + "\n" for row in rows).encode()
        manifest["tables"][table]["sha256"] = hashlib.sha256(lines).hexdigest()
        for name in old.namelist():
            if name not in ("manifest.json", f"{table}.jsonl"):
                new.writestr(name, old.read(name))
        new.writestr(f"{table}.jsonl", lines)
        new.writestr("manifest.json", json.dumps(manifest))
    return to


# What one folding makes one; the first only where a database that knows no capitals beyond ASCII let it in.
PAIRS = [("Иран", "ИРАН"), ("Trade", "Tra\u00adde"), ("Trade", "\u200btrade"), ("Fishing", "ﬁshing")]


@pytest.mark.parametrize(
    ("backup", "first", "second"),
    [(BACKUPS[0], *PAIRS[0]), *((BACKUPS[1], *pair) for pair in PAIRS)],
    ids=lambda value: value.name if isinstance(value, Path) else None,
)
def test_names_that_are_one_stop_a_restore_until_one_is_renamed(
    tmp_path: Path, backup: Path, first: str, second: str
) -> None:
    if connection.vendor == "postgresql" and first == "Иран":
        second = "ИРАН\u200b"  # PostgreSQL let no other of these in
    both = rename_in(backup, {"defence": first, "trade": second}, tmp_path / "both.backup")
    before = list(Record.objects.values_list("pk", "key"))
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(both), "--force")
    for words in (f"“{first}” (key: ", f"“{second}” (key: ", "Nothing was changed", "--rename KIND KEY"):
        assert words in str(refused.value)
    assert list(Record.objects.values_list("pk", "key")) == before
    renaming = ("--rename", "topic", "trade", "Another name")
    call_command("restore", str(both), "--force", *renaming, stdout=StringIO())
    assert RecordName.objects.get(record__key="trade", position=0).text == "Another name"
    record = Record.objects.get(kind="topic", key="trade")
    assert record.status == "changed"
    assert documents.load_document(record.revisions.first().document)["name"] == "Another name"


def test_names_that_are_one_stop_the_migration_before_any_change_until_one_is_renamed() -> None:
    call_command("migrate", "relations", "0004", interactive=False, verbosity=0)
    there = applied_migrations()
    old = historical_apps(sorted(there))
    for key, name in (("iran", "Iran"), ("iran-2", "I\u00adRAN")):
        record = old.get_model("relations", "Record").objects.create(kind="actor", key=key)
        old.get_model("relations", "Actor").objects.create(record=record, slug=key, name=name, type="state")
    with pytest.raises(CommandError) as refused:
        call_command("migrate", interactive=False, verbosity=0)
    said = str(refused.value)
    assert "actor: “Iran” (key: iran), “I\u00adRAN” (key: iran-2)" in said
    assert "manage.py rename_record KIND KEY" in said
    assert applied_migrations() == there
    with pytest.raises(CommandError, match="is named “IRAN” already"):
        call_command("rename_record", "actor", "iran-2", "IRAN")
    with pytest.raises(CommandError, match="There is no actor with the key “iran-3”"):
        call_command("rename_record", "actor", "iran-3", "Another")
    call_command("rename_record", "actor", "iran-2", "Iran before 1979", stdout=StringIO())
    call_command("migrate", interactive=False, verbosity=0)
    assert unapplied_migrations() == []
    assert set(RecordName.objects.values_list("text", flat=True)) == {"Iran", "Iran before 1979"}
