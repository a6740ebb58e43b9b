"""Every passage of the source texts is used by a claim, or set aside with a reason."""

import re

import pytest

from relations.documents.derive import citations
from relations.documents.files.folder import read_folder
from relations.documents.schema import Document
from tests.reference.ledger import FOLDER, Row, read_ledger


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    folder = read_folder(FOLDER)
    assert folder.faults == {}
    return [reading.document for reading in folder.parsed_files.values()]


@pytest.fixture(scope="module")
def cited(documents: list[Document]) -> set[tuple[str, str]]:
    return {
        (citation["source"], citation["locator"])
        for document in documents
        for citation in citations(document)
    }


@pytest.fixture(params=sorted(read_ledger()))
def source(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def rows(source: str) -> list[Row]:
    return read_ledger()[source]


def test_every_source_of_the_reference_has_its_ledger(documents: list[Document]) -> None:
    assert {document["key"] for document in documents if document["kind"] == "source"} == set(read_ledger())


def test_every_passage_is_used_or_set_aside_with_a_reason(
    source: str, rows: list[Row], cited: set[tuple[str, str]]
) -> None:
    unaccounted = [
        row["locator"] for row in rows if not row.get("set_aside") and (source, row["locator"]) not in cited
    ]
    assert unaccounted == []


def test_what_is_set_aside_is_not_cited(source: str, rows: list[Row], cited: set[tuple[str, str]]) -> None:
    assert [row for row in rows if row.get("set_aside") and (source, row["locator"]) in cited] == []


def test_nothing_is_cited_that_the_text_does_not_have(
    source: str, rows: list[Row], cited: set[tuple[str, str]]
) -> None:
    assert {locator for key, locator in cited if key == source} <= {row["locator"] for row in rows}


def test_a_source_lists_the_passages_that_are_used(source: str, rows: list[Row]) -> None:
    (file,) = (
        one
        for one in read_folder(FOLDER).parsed_files.values()
        if (one.document["kind"], one.document["key"]) == ("source", source)
    )
    assert file.passages == [row["locator"] for row in rows if not row.get("set_aside")]


def test_a_ledger_holds_hashes_and_no_words(rows: list[Row]) -> None:
    for row in rows:
        assert row.keys() <= {"locator", "sha256", "set_aside"}
        assert re.fullmatch("[0-9a-f]{64}", row["sha256"])
    assert len({row["locator"] for row in rows}) == len(rows)
