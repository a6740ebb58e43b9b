"""A backup in which one value is another: restored whole and well, or refused by the name of its row."""

import json
import re
import shutil
from contextlib import suppress
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from relations import publishing
from relations.management.backup_file import BackupError, check_backup
from relations.models import Comment, PreviewLink, Record, RecordName, Topic
from relations.models.name import fold_name
from tests.management.test_backup import rewrite, rows, run
from tests.management.test_misfits import rewritten
from tests.support.laws import examples
from tests.support.reviewing import save_as, sent
from tests.support.scheduling import in_an_hour, scheduled
from tests.support.world import a_published, an_other_name, change

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PAGES = (
    "/",
    "/entries/?q=summit",
    "/entries.json",
    "/entries.csv",
    "/changes/",
    "/about/",
    "/topics/defence/",
)
OF_RECORDS = ("/events/summit/", "/issues/fishing/", "/agreements/pact.json", "/sources/joint-statement/")

NUMBERS = (10**30, 2**63 - 1, 2**31 - 1, 77, 0, -1)
TEXTS = (
    *("", " ", "no", "t", "10", "x" * 5000, "a/b", "<b>", "a\0b", "\ud800", "-", "Юг"),
    *("yesterday", "2019-02-30", "2019-01-01", "9999-12-31T23:59:59-12:00", "2019-01-01T00:00:00+00:00"),
    *("null", "[]", "{}", '{"schema": 2}', '{"schema": 99}', "[" * 5000, '{"html": {}}'),
)
WRONG: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from(TEXTS),
    st.none(),
    st.booleans(),
    st.floats(),
    st.sampled_from(([], [1], {})),
    st.integers(),
    st.text(max_size=20),
)


@pytest.fixture
def backup(ada: User, ben: User, root: User, tmp_path: Path) -> Path:
    """Something in most tables."""
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    summit = a_published("event")
    for kind in ("agreement", "issue"):
        a_published(kind)
    topic = Topic.objects.get().record
    change(topic, other_names=[an_other_name("Defense"), an_other_name("Arms", shared=True)])
    publishing.publish([topic], note="More names.")
    change(topic, description="What armies do.")
    scheduled(topic, user=ada, note="Reworded.")
    sent(save_as(ben, summit, title="Another title"), ben, ada)
    newest = summit.revisions.first()
    Comment.objects.create(record=summit, revision=newest, anchor="title", text="Why?", author=ada)
    PreviewLink.objects.create(revision=newest, token_hash="a" * 64, made_by=ada, expires_at=in_an_hour())
    Client().post("/admin/login/", {"username": "ada", "password": "wrong"})
    run("backup", tmp_path / "whole.backup")
    return tmp_path / "whole.backup"


def with_another_value(backup: Path, table: str, column: str, number: int, value: object) -> Path:
    def changed(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row | {column: value} if place == number else row for place, row in enumerate(found)]

    return rewritten(backup, table, changed)


def assert_well(root: User) -> None:
    """Its pages are there for readers and editors, names are folded, and it can be backed up."""
    reader, editor = Client(), Client()
    editor.force_login(root, backend="relations.admin.second_factor.backend.AccountBackend")
    urls = ["/admin/", *(f"/admin/record/{record.pk}/" for record in Record.objects.with_pages())]
    answers = [reader.get(path) for path in (*PAGES, *OF_RECORDS)]
    answers += [editor.get(url, follow=True) for url in urls]
    assert [answer.request["PATH_INFO"] for answer in answers if answer.status_code >= 500] == []
    assert all(name.folded == fold_name(name.text) for name in RecordName.objects.all())
    run("backup", "again.backup")


def test_with_one_other_value_it_is_restored_and_well_or_refused_by_its_row(
    backup: Path, root: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(backup.parent)
    tables = {name: table for name, table in check_backup(backup)["tables"].items() if table["rows"]}
    state = {"rows": rows()}

    @settings(
        max_examples=examples(30),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(data=st.data())
    def law(data: st.DataObject) -> None:
        table = data.draw(st.sampled_from(sorted(tables)))
        column = data.draw(st.sampled_from(tables[table]["columns"]))
        number = data.draw(st.integers(0, tables[table]["rows"] - 1))
        value = data.draw(WRONG)
        file = with_another_value(backup, table, column, number, value)
        try:
            call_command("restore", str(file), force=True, stdout=StringIO())
        except CommandError as error:
            event("refused")
            said = str(error)
            assert said.endswith("Nothing was changed.")
            assert re.search(r"^  [a-z]+_[a-z_]+( |, row )[0-9–-]*", said, re.MULTILINE)
            assert all(len(line) < 500 for line in said.splitlines())
            said.encode()
            assert rows() == state["rows"]
        else:
            event("restored")
            assert_well(root)
            state["rows"] = rows()

    law()


def damaged(content: bytes, how: str, place: int) -> bytes:
    """A file as a disk or a transfer may leave it."""
    match how:
        case "a byte":
            return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        case "cut":
            return content[:place]
        case "zeros":
            return content[:place] + bytes(len(content) - place)
        case _:
            return content[:place] + content[: len(content) - place]


@pytest.mark.markup  # of a file, whatever database it was made from
def test_a_file_damaged_anywhere_is_refused_or_whole(backup: Path) -> None:
    content, manifest = backup.read_bytes(), check_backup(backup)

    @settings(max_examples=examples(300), deadline=None, database=None)
    @given(st.sampled_from(("a byte", "cut", "zeros", "again")), st.integers(0, len(content) - 1))
    def law(how: str, place: int) -> None:
        file = backup.with_name("damaged.backup")
        file.write_bytes(damaged(content, how, place))
        with suppress(BackupError):
            assert check_backup(file) == manifest  # what was damaged is read by nobody

    law()


MANIFESTS: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.markup  # of a file, whatever database it was made from
def test_a_manifest_of_any_form_is_refused_or_whole(backup: Path) -> None:
    manifest = check_backup(backup)
    paths = [("format",), ("made_at",), ("migrations",), ("tables",), ("tables", "auth_user")]
    paths += [("tables", "auth_user", name) for name in manifest["tables"]["auth_user"]]

    @settings(max_examples=examples(200), deadline=None, database=None)
    @given(st.sampled_from(paths), MANIFESTS)
    def law(path: tuple[str, ...], value: Any) -> None:
        other = deepcopy(manifest)
        place = other
        for name in path[:-1]:
            place = place[name]
        assume(place[path[-1]] != value)
        place[path[-1]] = value
        file = backup.with_name("other.backup")
        shutil.copy(backup, file)
        rewrite(file, {"manifest.json": json.dumps(other).encode()})
        with pytest.raises(BackupError, match=r"other\.backup"):
            check_backup(file)

    law()
