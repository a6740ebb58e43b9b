"""A backup whose rows do not fit the database: which rows, in words, and nothing is changed."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError

from relations.models import Claim, Topic
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
