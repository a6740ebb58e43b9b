"""The shipped reference at its real proportions."""

from collections import Counter

import pytest

from relations.documents import derive_voices, derive_word
from relations.documents.files.folder import read_folder
from relations.documents.files.writer import format_record_file
from relations.documents.schema import Document
from tests.reference.ledger import FOLDER


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [reading.document for reading in read_folder(FOLDER).parsed_files.values()]


@pytest.mark.long
def test_its_files_are_as_an_export_writes_them() -> None:
    for file, reading in read_folder(FOLDER).parsed_files.items():
        assert file.read_text(encoding="utf-8") == format_record_file(reading.document, reading.passages), (
            file.name
        )


def test_it_is_whole(documents: list[Document]) -> None:
    kinds = Counter(document["kind"] for document in documents)
    themes = [one for one in documents if one["kind"] == "topic" and not one["parent"]]
    assert 50 <= kinds["event"] + kinds["agreement"] + kinds["issue"] <= 75
    assert (len(themes), kinds["relationship"], kinds["source"]) == (9, 1, 2)
    assert kinds["topic"] - len(themes) >= 30
    assert kinds["actor"] >= 30


def test_every_topic_and_actor_is_borne_by_something(documents: list[Document]) -> None:
    entries = [document for document in documents if "claims" in document]
    topics = {topic for entry in entries for topic in entry["topics"]}
    topics |= {one["parent"] for one in documents if one["kind"] == "topic" and one["key"] in topics}
    assert {one["key"] for one in documents if one["kind"] == "topic"} == topics
    named = {tie["actor"] for entry in entries for tie in entry["actors"]}
    named |= {claim[part] for entry in entries for claim in entry["claims"] for part in ("speaker", "side")}
    assert {one["key"] for one in documents if one["kind"] == "actor"} <= named


def test_only_people_in_office_speak_for_a_side(documents: list[Document]) -> None:
    actors = {document["key"]: document for document in documents if document["kind"] == "actor"}
    for entry in (document for document in documents if "claims" in document):
        for claim in entry["claims"]:
            if claim["kind"] == "position":
                speaker = actors[claim["speaker"]]
                assert speaker["type"] in ("person", "office"), claim["id"]
                assert speaker["acts_for"] == claim["side"], claim["id"]


def test_on_whose_word_its_issues_rest(documents: list[Document]) -> None:
    pairs = {one["key"]: one["sides"] for one in documents if one["kind"] == "relationship"}
    words: Counter[str] = Counter()
    for document in documents:
        if voices := derive_voices(document) if "claims" in document else None:
            sides = [pairs[key] for key in voices.relationships]
            words[derive_word(voices.sides, sides, only_opinions=voices.only_opinions)] += 1
    assert (words["both"], words["one"], words["commentators"] + words["none"]) == (2, 8, 30)


def test_an_undated_thing_says_so(documents: list[Document]) -> None:
    for document in documents:
        if document.get("date", "").startswith("[.."):
            assert document["date_note"], document["key"]
