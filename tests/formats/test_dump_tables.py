"""The archive's tables: valid as a Data Package, and joined again what the documents say."""

import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import frictionless
import pytest
from django.core.management import call_command

from relations import publishing
from relations.catalogue import SECTIONS, Snapshot, current_snapshot
from relations.catalogue.edition_history import edition_history
from relations.documents.schema import CITATION, CLAIM, CONTRIBUTOR, INVOLVEMENT, LINK, MILESTONE, SCHEMAS
from relations.formats.dump_tables import TABLES, TableWriter
from relations.formats.dump_tables.table import TableRecord
from relations.models import Record
from tests.formats.archive import files_of, lines_of, table_of
from tests.formats.files import SITE, an_event, make_archive, publish_entries
from tests.support import shipped
from tests.support.factories import merge_record, publish_document, withdraw_record
from tests.support.world import a_claim, a_document, a_person, an_institution, an_other_name
from tests.views.pages import publish_world

pytestmark = pytest.mark.django_db
Files = dict[str, bytes]
DATES = ("", "_from", "_to", "_precision")


def faults_of(archive: Path, folder: Path) -> list[str]:
    """What is wrong with the package of an archive, by the reference implementation of the specification."""
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    report = frictionless.validate(str(folder / archive.stem / "datapackage.json"))
    assert len(report.tasks) == len(TABLES)
    assert not report.warnings
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


def publish_everything() -> None:
    """Every kind of record with every list filled, with dangerous texts, names merged and entries gone."""
    publish_entries(
        a_document("topic", slug="arms", name="=Arms", other_names=[an_other_name("@arms")]),
        a_document("topic", slug="ships", name="Ships", parent="defence"),
        a_document(
            "actor",
            slug="ann-bee",
            name="Ann Bee",
            type="person",
            acts_for="arland",
            existed_from="[..1960]",
            other_names=[an_other_name("A. Bee", shared=True)],
        ),
        a_document(
            "source",
            slug="essay",
            title="-5 degrees; =SUM(A1)",
            authors=[a_person("Ödman", given="Å."), an_institution("Institute, for; things")],
            editors=[a_person("Ödman", given="Å.")],
            issuer="ann-bee",
            date="[..2021-04]",
            reaches="2014~",
            url="https://example.org/a",
            accessed_on="2021-05-01",
        ),
        an_event(1, title="=1+1", date="[..2021-04]", topics=["arms", "ships"]),
        an_event(2, title="Withdrawn summit"),
        an_event(
            3,
            summary='Line;=one\n-"two"',
            links=[{"kind": "follows", "entry": "v00001"}, {"kind": "follows", "entry": "zzzzz2"}],
            claims=[
                a_claim(
                    id="v00000033",
                    citations=[
                        {"source": "essay", "locator": "=p. 1"},
                        {"source": "joint-statement", "locator": "section 2"},
                    ],
                    speaker="ann-bee",
                    side="arland",
                    kind="position",
                    said_on="2019-09",
                    figure_date="201X",
                    review_by="2022-01-01",
                    note="- *note*",
                )
            ],
        ),
        a_document(
            "agreement",
            key="ggggg3",
            slug="other-pact",
            claims=[a_claim(id="ccccccccc9")],
            milestones=[
                {
                    "stage": "signed",
                    "date": "2019",
                    "note": "",
                    "citations": [{"source": "essay", "locator": "=p. 1"}],
                }
            ],
        ),
    )
    withdraw_record(Record.objects.get(key="v00002"))
    arms, defence = (Record.objects.get(kind="topic", key=key) for key in ("arms", "defence"))
    merge_record(arms, into=defence)
    publish_document(a_document("event", title="Summit at sea"), note="=The title was wrong.")


def lay_out_generated() -> None:
    call_command("generate_reference", "120", seed=1, stdout=StringIO())


@pytest.mark.long
@pytest.mark.markup
@pytest.mark.parametrize("publish", [shipped.lay_out, lay_out_generated, publish_everything, publish_world])
def test_the_package_is_valid(publish: Callable[[], None], tmp_path: Path) -> None:
    publish()
    assert faults_of(make_archive(tmp_path), tmp_path / "read") == []


@pytest.mark.slow
@pytest.mark.markup
def test_the_package_of_a_large_reference_is_valid(tmp_path: Path) -> None:
    call_command("generate_reference", "2000", seed=1, stdout=StringIO())
    assert faults_of(make_archive(tmp_path), tmp_path / "read") == []


@pytest.mark.long
@pytest.mark.markup
@pytest.mark.parametrize(
    ("table", "before", "after", "said"),
    [
        ("entry_topics", b",defence", b",offence", "foreign-key"),
        ("entries", b"vvvvv2,", b"ggggg2,", "primary-key"),
        ("entries", b",2019-09-04,", b",soon,", "type-error"),
    ],
)
def test_what_is_wrong_with_a_table_is_noticed(
    tmp_path: Path, table: str, before: bytes, after: bytes, said: str
) -> None:
    """The description says enough of a table for a program to find what does not fit."""
    publish_entries()
    archive = make_archive(tmp_path)
    with zipfile.ZipFile(archive) as file:
        file.extractall(tmp_path)
    path = tmp_path / archive.stem / "tables" / f"{table}.csv"
    assert before in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(before, after))
    report = frictionless.validate(str(tmp_path / archive.stem / "datapackage.json"))
    assert said in {error.type for task in report.tasks for error in task.errors}


def test_the_package_says_what_it_is(tmp_path: Path, settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    publishing.update_reference(title="Arland and Borland", licence="CC BY 4.0")
    archive = make_archive(tmp_path)
    files = files_of(archive)
    package = json.loads(files["datapackage.json"])
    about = json.loads(files["reference.json"])
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (package["name"], package["title"]) == ("arland-and-borland", "Arland and Borland")
    assert (package["version"], package["created"]) == (str(about["version"]), about["published_at"])
    assert package["homepage"] == f"{SITE}/"
    assert package["licenses"] == [
        {
            "name": "CC-BY-4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
            "title": "CC BY 4.0",
        }
    ]
    assert {resource["path"] for resource in package["resources"]} == {
        name for name in files if name.startswith("tables/")
    }
    for resource in package["resources"]:
        assert all(field["description"].endswith(".") for field in resource["schema"]["fields"])


@pytest.mark.long
def test_a_licence_that_programs_do_not_know_is_the_page_that_states_it(
    tmp_path: Path, settings: Any
) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    publishing.update_reference(licence="Ask us")
    archive = make_archive(tmp_path)
    package = json.loads(files_of(archive)["datapackage.json"])
    assert package["licenses"] == [{"path": f"{SITE}/about/", "title": "Ask us"}]
    assert faults_of(archive, tmp_path / "read") == []


def test_a_column_has_one_name_in_its_table_and_all_keys_lead_to_keys() -> None:
    by_name = {table.name: table for table in TABLES}
    assert len(by_name) == len(TABLES)
    for table in TABLES:
        columns = [column.name for column in table.columns]
        assert len(set(columns)) == len(columns)
        assert set(table.key) <= set(columns)
        for key in table.foreign_keys:
            assert set(key.columns) <= set(columns)
            assert by_name[key.table].key == key.key


def test_every_field_of_a_document_stands_in_a_table() -> None:
    columns = {table.name: {column.name for column in table.columns} for table in TABLES}
    lists = {
        "relationships": "entry_relationships",
        "topics": "entry_topics",
        "actors": "involvements",
        "sides": "relationships",
        "authors": "contributors",
        "editors": "contributors",
    }
    for kind, section in SECTIONS.items():
        schema = SCHEMAS[kind]
        own = columns["entries" if kind in Record.ENTRY_KINDS else section]
        # What an issue is stands among the types.
        named = {field.json_name or field.name for field in schema.values} - {"stance"}
        assert named <= own, kind
        for field in schema.lists:
            held = f"{kind}_names" if field.name == "other_names" else lists.get(field.name, field.name)
            assert held in columns, (kind, field.name)
    parts = {"claims": CLAIM, "milestones": MILESTONE, "citations": CITATION, "contributors": CONTRIBUTOR}
    for name, schema in {**parts, "milestone_citations": CITATION, "involvements": INVOLVEMENT}.items():
        assert {field.name for field in schema.values} <= columns[name], name
    assert {"kind", "target"} == {field.attribute for field in LINK.values} <= columns["links"]


def joined(files: Files) -> dict[str, dict[str, Any]]:
    """What the tables say of entries, put together again by their keys."""
    entries: dict[str, dict[str, Any]] = {}
    for line in table_of(files, "entries"):
        entries[line["code"]] = {"title": line["title"], "summary": line["summary"], "slug": line["slug"]}
    lists: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for name, kind in (("topics", "topic"), ("relationships", "relationship")):
        for line in table_of(files, f"entry_{name}"):
            lists[line["entry"]][name].append(line[kind])
    for line in table_of(files, "involvements"):
        lists[line["entry"]]["actors"].append({"actor": line["actor"], "role": line["role"]})
    for line in table_of(files, "links"):
        lists[line["entry"]]["links"].append({"kind": line["kind"], "entry": line["target"]})
    claims = {}
    for line in table_of(files, "claims"):
        claim = {name: line[name] for name in ("id", "kind", "text", "note", "speaker", "side", "review_by")}
        claims[line["entry"], line["id"]] = claim | {"citations": []}
        lists[line["entry"]]["claims"].append(claims[line["entry"], line["id"]])
    for line in table_of(files, "citations"):
        cited = {"source": line["source"], "locator": line["locator"]}
        claims[line["entry"], line["claim"]]["citations"].append(cited)
    names = ("topics", "relationships", "actors", "links", "claims")
    return {code: {**entry, **{name: lists[code][name] for name in names}} for code, entry in entries.items()}


def documented(files: Files) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same of the documents."""
    names = ("title", "summary", "slug", "topics", "relationships", "actors", "links")
    for kind in Record.ENTRY_KINDS:
        for document in lines_of(files, f"documents/{SECTIONS[kind]}.jsonl"):
            claims = [
                {name: value for name, value in claim.items() if name not in ("said_on", "figure_date")}
                for claim in document["claims"]
            ]
            yield document["key"], {**{name: document[name] for name in names}, "claims": claims}


@pytest.mark.parametrize("publish", [shipped.lay_out, lay_out_generated, publish_everything])
def test_joined_by_their_keys_the_tables_say_what_the_documents_say(
    publish: Callable[[], None], tmp_path: Path
) -> None:
    publish()
    files = files_of(make_archive(tmp_path))
    assert joined(files) == dict(documented(files))


def test_names_and_sources_are_in_tables_with_what_belongs_to_them(tmp_path: Path) -> None:
    publish_everything()
    files = files_of(make_archive(tmp_path))
    (ships,) = (line for line in table_of(files, "topics") if line["key"] == "ships")
    assert (ships["name"], ships["parent"]) == ("Ships", "defence")
    (ann,) = (line for line in table_of(files, "actors") if line["key"] == "ann-bee")
    assert (ann["acts_for"], ann["type"]) == ("arland", "person")
    assert [ann[f"existed_from{suffix}"] for suffix in DATES] == ["by 1960", "", "1960-12-31", "by"]
    assert table_of(files, "actor_names")[-1] == {
        "actor": "ann-bee",
        "position": "1",
        "name": "A. Bee",
        "shared": "true",
    }
    (pair,) = table_of(files, "relationships")
    assert (pair["name"], pair["first_side"], pair["second_side"]) == ("Arland–Borland", "arland", "borland")
    (essay,) = (line for line in table_of(files, "sources") if line["key"] == "essay")
    assert (essay["title"], essay["issuer"]) == ("-5 degrees; =SUM(A1)", "ann-bee")
    assert [essay[f"date{suffix}"] for suffix in DATES] == ["by April 2021", "", "2021-04-30", "by"]
    assert essay["accessed_on"] == "2021-05-01"
    assert [
        (line["role"], line["position"], line["family"], line["institution"])
        for line in table_of(files, "contributors")
        if line["source"] == "essay"
    ] == [
        ("author", "1", "Ödman", ""),
        ("author", "2", "", "Institute, for; things"),
        ("editor", "1", "Ödman", ""),
    ]


def test_dates_of_entries_claims_and_steps_are_days_beside_words(tmp_path: Path) -> None:
    publish_everything()
    files = files_of(make_archive(tmp_path))
    entries = {line["code"]: line for line in table_of(files, "entries")}
    assert [entries["v00001"][f"date{suffix}"] for suffix in DATES] == [
        *("by April 2021", "", "2021-04-30", "by")
    ]
    issue = entries["sssss2"]
    assert (issue["type"], issue["state"], issue["state_as_of_from"], issue["word"]) == (
        *("divergence", "active", "2019-09-01", "none"),
    )
    (claim,) = (line for line in table_of(files, "claims") if line["id"] == "v00000033")
    assert [claim[f"said_on{suffix}"] for suffix in DATES] == [
        *("September 2019", "2019-09-01", "2019-09-30", "month")
    ]
    assert [claim[f"figure_date{suffix}"] for suffix in DATES] == [
        *("2010s", "2010-01-01", "2019-12-31", "decade")
    ]
    (step,) = table_of(files, "milestones")
    assert (step["entry"], step["position"], step["stage"], step["date_to"]) == (
        *("ggggg3", "1", "signed", "2019-12-31"),
    )
    assert table_of(files, "milestone_citations") == [
        {"entry": "ggggg3", "milestone": "1", "source": "essay", "position": "1", "locator": "=p. 1"}
    ]


def test_every_public_record_stands_with_its_editions_and_no_other(tmp_path: Path) -> None:
    publish_everything()
    files = files_of(make_archive(tmp_path))
    public = {(record.kind, record.key): record for record in Record.objects.public()}
    records = {(line["kind"], line["key"]): line for line in table_of(files, "records")}
    assert records.keys() == public.keys()
    editions = table_of(files, "editions")
    assert [(line["kind"], line["key"], int(line["number"])) for line in editions] == [
        (record.kind, record.key, edition.number)
        for record in sorted(public.values(), key=lambda record: record.pk)
        for edition in record.editions.order_by("number")
    ]
    told = [line for line in editions if line["key"] == "vvvvv2"]
    assert [line["action"] for line in told] == ["published", "published"]
    assert told[1]["change_note"] == "=The title was wrong."
    assert records["event", "vvvvv2"]["edition"] == "2"


def test_nothing_hidden_is_in_a_table(tmp_path: Path) -> None:
    publish_everything()
    files = files_of(make_archive(tmp_path))
    cells = {
        cell for table in TABLES for line in table_of(files, table.name) for cell in line.values() if cell
    }
    assert not cells & {"zzzzz2", "v00002", "Withdrawn summit", "arms", "=Arms"}


def test_a_later_edition_than_the_archives_version_is_not_in_its_history() -> None:
    publish_document(an_event(1))
    version = current_snapshot().version
    publish_document(an_event(1, title="Later"))
    assert [edition.number for edition in edition_history(version) if edition.key == "v00001"] == [1]
    assert [edition.number for edition in edition_history(version + 1) if edition.key == "v00001"] == [1, 2]


def test_a_line_that_needs_a_name_which_is_not_public_is_left_out_and_a_key_that_may_miss_is_empty() -> None:
    publish_entries()
    names = current_snapshot()
    document = an_event(
        1,
        topics=["defence", "unknown"],
        actors=[{"actor": "unknown", "role": "side"}],
        claims=[a_claim(speaker="unknown", citations=[{"source": "unknown", "locator": "1"}])],
    )
    told = lines_told(document, names)
    assert told["entry_topics"] == [["v00001", "defence"]]
    assert told["involvements"] == told["citations"] == []
    ((_entry, _id, _position, _kind, speaker, *_rest),) = told["claims"]
    assert speaker == ""


def lines_told(document: dict[str, Any], names: Snapshot) -> dict[str, list[list[Any]]]:
    """What the tables of lists say of a document, whatever it names."""
    edition: Any = None  # only the record's own lines read it
    record = TableRecord(document, edition, names)
    tables = {table.name: table for table in TABLES}
    wanted = ("entry_topics", "involvements", "claims", "citations")
    return {name: list(tables[name].lines(tables[name].items(record))) for name in wanted}


def test_tables_leave_no_file_behind(tmp_path: Path) -> None:
    publish_entries()
    with TableWriter(tmp_path, current_snapshot()):
        assert list(tmp_path.iterdir()) == []
    make_archive(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
