"""The data page: every format and every field, the archives, and nothing that is not so."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from relations import publishing
from relations.finder import Params
from relations.finder.facets import FACETS
from relations.formats import FORMATS
from relations.formats.api_description import OBJECT_DESCRIPTIONS, PARAMETERS
from relations.formats.as_csv import COLUMNS
from relations.formats.dump_tables import TABLES
from tests.formats.files import make_archive, publish_entries
from tests.support.factories import publish_document
from tests.support.world import a_document
from tests.views.pages import links, open_page, section, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DUMP_FOLDER = tmp_path / "dumps"
    return settings.DUMP_FOLDER


def test_every_format_is_explained_and_linked(reader: Client) -> None:
    publish_entries()
    files = section(open_page(reader, "/data/"), "files")
    paths = [f"/entries.{suffix}" for suffix in FORMATS]
    assert links(files) == [
        *paths,
        *("/sources.bib", "/sources.ris", "/sources.csl.json", "/sources.json"),
        *("/changes.atom", "/corrections.atom", "/topics/defence.atom", "/topics/defence.ics"),
    ]
    for path in links(files):
        assert reader.get(path).status_code == 200
    for form in FORMATS.values():
        assert str(form.meaning) in words(files)


def terms(reader: Client, id_: str) -> list[str]:
    return [term.get_text() for term in section(open_page(reader, "/data/"), id_).select("dt code")]


def test_every_parameter_that_is_read_is_explained(reader: Client) -> None:
    facets = tuple((facet.name, ("x",)) for facet in FACETS)
    dates = {"from_": "2014", "to": "2015", "dated": ("yes", "no"), "until": "2016", "links_to": "aaaaaa"}
    every = Params(q="x", choices=facets, sort="oldest", page=2, page_size=3, **dates)
    assert set(terms(reader, "parameters")) == {name for name, _value in every.pairs}
    assert len(terms(reader, "parameters")) == len(PARAMETERS)


def test_every_column_and_every_member_is_explained(reader: Client) -> None:
    assert terms(reader, "columns") == [column.name for column in COLUMNS]
    assert terms(reader, "archive") == [column.name for table in TABLES for column in table.columns]
    members = [member.name for table in OBJECT_DESCRIPTIONS for member in table.members]
    assert terms(reader, "json") == members


def test_no_two_things_have_one_name_and_all_have_a_meaning() -> None:
    names = [table.name for table in OBJECT_DESCRIPTIONS]
    assert len(set(names)) == len(names)
    described = [table.members for table in OBJECT_DESCRIPTIONS]
    for members in (*described, COLUMNS, *(table.columns for table in TABLES)):
        assert len({member.name for member in members}) == len(members)
        assert all(str(member.meaning).endswith(".") for member in members)


def test_the_page_is_linked_from_every_page_and_from_the_page_about_the_reference(reader: Client) -> None:
    assert "/data/" in links(open_page(reader, "/").select_one("footer"))
    assert "/data/" in links(open_page(reader, "/about/").select_one("main"))


def test_without_an_archive_the_page_says_so(reader: Client) -> None:
    assert "No archive" in words(section(open_page(reader, "/data/"), "archive"))


@pytest.mark.long
def test_the_newest_archive_is_linked_with_its_size_and_day_as_soon_as_it_is_there(
    reader: Client, folder: Path
) -> None:
    publish_entries()
    path = make_archive(folder)
    told = section(open_page(reader, "/data/"), "archive")
    assert links(told) == [f"/dumps/{path.name}"]
    assert "KB" in words(told)
    publish_document(a_document("event", title="Summit at sea"))
    assert links(section(open_page(reader, "/data/"), "archive")) == [f"/dumps/{path.name}"]
    newer = make_archive(folder)
    assert links(section(open_page(reader, "/data/"), "archive")) == [f"/dumps/{newer.name}"] != [path.name]
    assert reader.get(f"/dumps/{path.name}").getvalue() == path.read_bytes()


def test_the_page_is_another_one_with_a_publication_or_an_archive_and_with_nothing_else(
    reader: Client, folder: Path
) -> None:
    publish_entries()
    tags = []

    def open_as_changed() -> None:
        page = reader.get("/data/", headers={"If-None-Match": ", ".join(tags)})
        assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-cache")
        tags.append(page.headers["ETag"])
        assert reader.get("/data/", headers={"If-None-Match": tags[-1]}).status_code == 304

    open_as_changed()
    path = make_archive(folder)
    open_as_changed()
    publish_document(a_document("event", title="Summit at sea"))
    open_as_changed()
    make_archive(folder)
    open_as_changed()
    assert len(set(tags)) == 4
    path.unlink()  # an older one, of which the page says nothing
    assert reader.get("/data/", headers={"If-None-Match": tags[-1]}).status_code == 304


def test_an_archive_is_sent_as_it_is(reader: Client, folder: Path) -> None:
    publish_entries()
    path = make_archive(folder)
    response = reader.get(f"/dumps/{path.name}", headers={"Accept-Encoding": "gzip"})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/zip")
    assert "Content-Encoding" not in response.headers
    assert response.headers["Content-Length"] == str(path.stat().st_size)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.getvalue() == path.read_bytes()
    head = reader.head(f"/dumps/{path.name}")
    assert (head.getvalue(), head.headers["Content-Length"]) == (b"", response.headers["Content-Length"])


def test_an_archive_that_was_removed_is_gone_and_names_the_newest(reader: Client, folder: Path) -> None:
    publish_entries()
    path = make_archive(folder)
    gone = path.name
    publish_document(a_document("event", title="Summit at sea"))
    newer = make_archive(folder)
    path.unlink()
    response = reader.get(f"/dumps/{gone}")
    assert (response.status_code, response.headers["Content-Type"]) == (410, "application/problem+json")
    assert response.json()["replacement"].endswith(f"/dumps/{newer.name}")


def test_an_archive_taken_away_meanwhile_is_passed_over(reader: Client, folder: Path) -> None:
    publish_entries()
    path = make_archive(folder)
    (folder / "relations-2026-01-01-v999.zip").symlink_to(folder / "taken-away.zip")
    assert links(section(open_page(reader, "/data/"), "archive")) == [f"/dumps/{path.name}"]
    assert reader.get("/dumps/relations-2026-01-01-v0.zip").status_code == 410


@pytest.mark.parametrize(
    "name",
    [
        "relations-2026-01-01-v99.zip",
        "secret_key",
        "../secret_key",
        "..%2Fsecret_key",
        "%2e%2e/secret_key",
        ".relations-2026-01-01-v1-abc",
        "relations-2026-01-01-v1.zip%00",
        "relations-2026-01-01-v1.zip/",
        "relations-2026-01-01-v%EF%BC%91.zip",
        f"relations-2026-01-01-v{'9' * 400}.zip",
        "",
    ],
)
def test_nothing_else_of_the_machine_is_given_out(reader: Client, folder: Path, name: str) -> None:
    folder.mkdir()
    for secret in ("../secret_key", "secret_key", ".relations-2026-01-01-v1-abc"):
        (folder / secret).write_text("secret")
    assert reader.get(f"/dumps/{name}").status_code in (400, 404)


def test_a_file_of_another_name_is_not_listed(reader: Client, folder: Path) -> None:
    folder.mkdir()
    for name in ("relations-2026-01-01-v1.zip.part", "other.zip", "relations-backup.zip"):
        (folder / name).write_bytes(b"x")
    assert "No archive" in words(section(open_page(reader, "/data/"), "archive"))
    name = "relations-2026-01-01-v1.zip"
    publishing.update_reference(title="What the archive is of")
    with zipfile.ZipFile(folder / name, "w"):
        assert links(section(open_page(reader, "/data/"), "archive")) == [f"/dumps/{name}"]
