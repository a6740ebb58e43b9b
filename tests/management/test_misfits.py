"""A backup whose rows do not fit the database: which rows, in words, and nothing is changed."""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from relations.models import Claim, RecordName, Topic
from tests.management.test_backup import rows, run
from tests.management.test_backup import world as world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.usefixtures("world")]

Row = dict[str, Any]


def rewritten(path: Path, table: str, change: Callable[[list[Row]], list[Row]]) -> Path:
    """The backup with other rows of one table, and sums that fit them."""
    new = path.with_name("changed.backup")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w") as archive:
        manifest = json.loads(old.read("manifest.json"))
        written = manifest["tables"][table]
        for name in old.namelist():
            data = old.read(name)
            if name == f"{table}.jsonl":
                found = [
                    dict(zip(written["columns"], json.loads(line), strict=True)) for line in data.splitlines()
                ]
                lines = [json.dumps(list(row.values())) for row in change(found)]
                data = "".join(f"{line}\n" for line in lines).encode()
                written |= {"rows": len(lines), "sha256": hashlib.sha256(data).hexdigest()}
            if name != "manifest.json":
                archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    return new


def with_line(path: Path, table: str, line: str) -> Path:
    """The backup with this as the one line of a table."""
    new = path.with_name("line.backup")
    data = f"{line}\n".encode()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w") as archive:
        manifest = json.loads(old.read("manifest.json"))
        manifest["tables"][table] |= {"rows": 1, "sha256": hashlib.sha256(data).hexdigest()}
        for name in sorted({*old.namelist()} - {"manifest.json"}):
            archive.writestr(name, data if name == f"{table}.jsonl" else old.read(name))
        archive.writestr("manifest.json", json.dumps(manifest))
    return new


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., str]:
    """What a restore of rows changed in this way says; the database stays as it was."""

    def restore(table: str, change: Callable[[list[Row]], list[Row]]) -> str:
        run("backup", tmp_path / "whole.backup")
        Topic.objects.create(name="Made later", slug="made-later")
        before = rows()
        with pytest.raises(CommandError, match=r"Nothing was changed\.") as error:
            run("restore", rewritten(tmp_path / "whole.backup", table, change), "--force")
        assert rows() == before
        return str(error.value)

    return restore


def test_two_rows_of_one_name(refused: Callable[..., str]) -> None:
    topic = Topic.objects.create(name="Иран", slug="iran")

    def twice(found: list[Row]) -> list[Row]:
        copy = next(row for row in found if row["id"] == topic.pk)
        return [*found, copy | {"id": 777, "slug": "iran-2", "record_id": topic.record_id}]

    said = refused("relations_topic", twice)
    assert said.startswith("One row of ")
    assert "relations_topic 777 (name “Иран”): " in said


def test_a_text_that_is_too_long(refused: Callable[..., str]) -> None:
    said = refused("relations_topic", lambda found: [row | {"name": "x" * 5000} for row in found])
    assert f"{Topic.objects.count() - 1} rows of " in said or "One row of " in said
    assert "name has 5000 characters, and room for " in said


def test_a_value_of_another_kind(refused: Callable[..., str]) -> None:
    said = refused("auth_user", lambda found: [row | {"date_joined": "yesterday"} for row in found])
    assert "auth_user" in said
    assert "(username “ada”)" in said


def test_a_row_that_refers_to_none(refused: Callable[..., str]) -> None:
    claim = Claim.objects.get()
    said = refused("relations_claim", lambda found: [row | {"entry_id": 4711} for row in found])
    assert f"relations_claim {claim.pk}" in said
    assert "entry_id names " in said
    assert "4711, which is not there" in said


def test_of_many_rows_the_first_ten_are_named(refused: Callable[..., str]) -> None:
    for number in range(15):
        User.objects.create_user(f"user-{number}")
    said = refused("auth_user", lambda found: [row | {"username": "u" * 151} for row in found])
    assert said.startswith("16 rows of ")
    assert "and 6 more" in said


@pytest.mark.parametrize(
    ("table", "column", "value", "reason"),
    [
        ("relations_topic", "id", 10**30, "id is “1000000000000000000000000000000”, and not a number from 1"),
        ("relations_topic", "id", 2**30 + 1, "id is “1073741825”, and not a number from 1 to 1073741824"),
        ("relations_edition", "id", 2**32, "id is “4294967296”, and not a number from 1 to 1073741824"),
        ("relations_claim", "entry_id", 2**62, "entry_id is “4611686018427387904”, and not a number from 1"),
        ("auth_user", "id", 2**30 + 1, "id is “1073741825”, and not a number from 1 to "),
        ("relations_topic", "id", 0, "id is “0”, and not a number from 1"),
        ("relations_topic", "parent_id", 1.0, "parent_id is “1.0”, and not a whole number"),
        ("relations_topic", "name", 7, "name is “7”, and not a text"),
        ("relations_topic", "name", None, "name"),
        ("relations_topic", "description", "a\0b", "with a character that no text can have"),
        ("relations_topic", "description", "a\ud800", "with a character that no text can have"),
        ("relations_topic", "introduction", ["a"], 'introduction is “["a"]”, and not a text'),
        ("auth_user", "is_staff", "yes", "is_staff is “yes”, and not true or false"),
        ("auth_user", "is_staff", 1, "is_staff is “1”, and not true or false"),
        ("auth_user", "last_login", "2026-02-30", "last_login is “2026-02-30”, and not a time"),
        ("auth_user", "last_login", "2026-02-03", "last_login is “2026-02-03”, without a time zone"),
        ("auth_user", "last_login", "9999-12-31T23:59:59-12:00", "of a year that is none"),
        ("relations_event", "entry_ptr_id", -1, "entry_ptr_id is “-1”, and not a number from 1"),
        ("relations_entry", "last_day", "x", "last_day is “x”, and not a date"),
        ("relations_entry", "date", "when it was", "date “when it was”: "),
        ("relations_revision", "document", "x", "document is none: no JSON object"),
        ("relations_revision", "document", "[]", "document is none: no JSON object"),
        ("relations_revision", "document", "{}", "document is none: no JSON object"),
        ("relations_revision", "document", '{"schema": 2}', "document is not that of "),
        ("relations_edition", "document", "null", "document is none: no JSON object"),
        ("relations_edition", "rendering", "[1]", "rendering is none"),
        ("relations_edition", "born", 7777, "it is from version 7777"),
        ("relations_publication", "published_at", "2400-01-01T00:00:00+00:00", "after the backup was made"),
        ("relations_versioncounter", "version", 99, "version is 99, and that of the last publication"),
        ("relations_versioncounter", "settled_until", "2400-01-01T00:00:00+00:00", "after the backup"),
        ("relations_record", "kind", "actor", "of another kind"),
    ],
)
def test_a_value_that_its_column_cannot_have(
    refused: Callable[..., str], table: str, column: str, value: object, reason: str
) -> None:
    def changed(found: list[Row]) -> list[Row]:
        return [*found[:-1], found[-1] | {column: value}]

    said = refused(table, changed)
    assert re.search(rf"^  .*{table} [0-9-]+", said, re.MULTILINE)
    assert reason in said


def test_what_is_quoted_is_short(refused: Callable[..., str]) -> None:
    said = refused("auth_user", lambda found: [row | {"username": "u" * 5000} for row in found])
    assert "username “uuuu" in said
    assert "has 5000 characters, and room for 150" in said
    assert len(said) < 500


def test_lines_that_are_no_rows(tmp_path: Path) -> None:
    run("backup", tmp_path / "whole.backup")
    before = rows()
    for line in ("{", "7", "[]", "[1, 2]", "[" * 100_000):
        file = with_line(tmp_path / "whole.backup", "auth_user", line)
        with pytest.raises(CommandError, match=r"auth_user, row 1: it has not 11 values\n"):
            run("restore", file, "--force")
    assert rows() == before


def test_a_name_is_folded_again(tmp_path: Path) -> None:
    """As this version folds it, whatever the backup has; and not so that two are one."""
    topic = Topic.objects.create(name="Straße", slug="strasse")
    other = Topic.objects.create(name="Gasse", slug="gasse")
    run("backup", tmp_path / "whole.backup")

    def folded(row: Row, wrong: dict[str, str]) -> Row:
        return row | {"folded": wrong.get(row["text"], row["folded"])}

    def restored(wrong: dict[str, str]) -> None:
        run("restore", folding(tmp_path / "whole.backup", wrong), "--force")

    def folding(file: Path, wrong: dict[str, str]) -> Path:
        return rewritten(file, "relations_recordname", lambda found: [folded(row, wrong) for row in found])

    restored({"Straße": "gasse", "Gasse": "strasse"})
    found = RecordName.objects.filter(record__in=(topic.record, other.record))
    assert dict(found.values_list("text", "folded")) == {"Straße": "strasse", "Gasse": "gasse"}

    def same(found: list[Row]) -> list[Row]:
        return [row | {"text": "STRASSE"} if row["text"] == "Gasse" else row for row in found]

    before = rows()
    with pytest.raises(CommandError, match="its name “STRASSE” is that of record"):
        run("restore", rewritten(tmp_path / "whole.backup", "relations_recordname", same), "--force")
    assert rows() == before


def test_after_a_restore_no_migrate_has_anything_left_to_make(tmp_path: Path) -> None:
    """Otherwise a restore that is refused, which migrates first, would change rows all the same."""

    def without_one(found: list[Row]) -> list[Row]:
        return [row | {"codename": f"former_{row['codename']}"} if row["id"] == 5 else row for row in found]

    run("backup", tmp_path / "whole.backup")
    run("restore", rewritten(tmp_path / "whole.backup", "auth_permission", without_one), "--force")
    restored = rows()
    call_command("migrate", verbosity=0)
    assert rows() == restored
