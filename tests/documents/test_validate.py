"""Whether a document is well formed: every fault with its exact place."""

from typing import Any

import pytest

from relations import documents
from relations.documents.schema import REFERENCE
from relations.documents.validate import validate, validate_reference
from tests.support.world import a_claim, a_document, a_person, an_other_name

MILESTONE = {"stage": "signed", "date": "2019", "note": "", "citations": []}


@pytest.mark.parametrize(
    ("kind", "values", "path", "words"),
    [
        ("event", {"title": ""}, "title", "“title” is missing."),
        ("event", {"title": "x" * 201}, "title", "at most 200 characters; this has 201"),
        ("event", {"slug": "Two words"}, "slug", "lower-case"),
        ("event", {"date": "soon"}, "date", "not a date"),
        ("event", {"place": "a\x07b"}, "place", "control character"),
        ("event", {"topics": ["defence", "defence"]}, "topics", "names something twice"),
        ("event", {"topics": [""]}, "topics/0", "This is empty."),
        ("event", {"actors": [{"actor": "", "role": "host"}]}, "actors/0/actor", "“actor” is missing."),
        (
            "event",
            {"actors": [{"actor": "a", "role": "chief"}]},
            "actors/0/role",
            "not a role. It is one of: side",
        ),
        ("event", {"links": [{"kind": "follows", "entry": "vvvvv2"}]}, "links/0", "linked to itself"),
        ("event", {"key": "two-words"}, "key", "The key of an entry"),
        ("event", {"claims": [a_claim(id="A")]}, "claims/0/id", "The id of a claim"),
        ("event", {"claims": [a_claim(review_by="2021-W01-1")]}, "claims/0/review_by", "is not a date"),
        (
            "event",
            {"claims": [a_claim(citations=[{"source": "s", "locator": ""}])]},
            "claims/0/citations/0/locator",
            "missing",
        ),
        ("agreement", {"milestones": [MILESTONE | {"date": ""}]}, "milestones/0/date", "“date” is missing."),
        ("agreement", {"form": "pact"}, "form", "“pact” is not a form. It is one of: instrument,"),
        ("issue", {"state": "ended"}, "state", "The state of a divergence is one of: emerging"),
        ("issue", {"state_as_of": ""}, "state_as_of", "missing"),
        ("topic", {"parent": "defence"}, "parent", "not its own theme"),
        ("topic", {"key": "Ä"}, "key", "A key has"),
        ("actor", {"acts_for": "arland"}, "acts_for", "cannot act for itself"),
        (
            "actor",
            {"existed_from": "2000", "existed_to": "1999"},
            "existed_to",
            "before the date it existed from",
        ),
        ("relationship", {"sides": ["arland", "borland", "crland"]}, "sides", "two different sides"),
        ("source", {"url": "ftp://example.org/x"}, "url", "is not a web address"),
        ("source", {"archived_url": "javascript:alert(1)"}, "archived_url", "is not a web address"),
        ("source", {"doi": "11.1000/182"}, "doi", "A DOI begins with 10."),
        ("source", {"doi": "https://doi.org/10.1000/182"}, "doi", "A DOI begins with 10."),
        ("source", {"isbn": "978-0-306-40615-8"}, "isbn", "does not fit the others"),
        ("source", {"isbn": "12345"}, "isbn", "An ISBN has 13 digits"),
        ("source", {"issn": "0378-5954"}, "issn", "does not fit the others"),
        ("source", {"issn": "03785955"}, "issn", "two groups of four"),
        ("source", {"authors": [a_person("")]}, "authors/0/family", "Write a family name, or the name of"),
        ("source", {"editors": [a_person("", given="A.")]}, "editors/0/family", "Write the family name, or"),
        (
            "source",
            {"authors": [a_person("Sharma"), a_person("Sharma") | {"institution": "Institute"}]},
            "authors/1/institution",
            "not both",
        ),
        ("actor", {"other_names": [an_other_name("ARLAND")]}, "other_names/0", "is the name it has already"),
        (
            "actor",
            {"other_names": [an_other_name("USA"), an_other_name("u\u00ads\u200ba", shared=True)]},
            "other_names/1",
            "stands here twice",
        ),
        (
            "topic",
            {"other_names": [an_other_name("\u200b")]},
            "other_names/0",
            "Write a name that can be seen.",
        ),
        ("topic", {"other_names": [an_other_name("x" * 101)]}, "other_names/0", "at most 100 characters"),
    ],
)
def test_a_fault_names_its_exact_place(kind: str, values: dict[str, Any], path: str, words: str) -> None:
    ((place, message),) = validate(a_document(kind, **values))
    assert place == path
    assert words in message


@pytest.mark.parametrize("kind", ["event", "agreement", "issue", "topic", "actor", "relationship", "source"])
def test_a_good_document_has_no_fault(kind: str) -> None:
    assert validate(a_document(kind)) == []


def test_a_claim_may_be_still_to_be_written() -> None:
    assert validate(a_document("event", claims=[a_claim(text="")])) == []


def test_the_reference_says_what_its_row_has_room_for() -> None:
    values = REFERENCE.empty() | {"title": "Test", "licence": "x" * 101, "sources_reach": "soon"}
    assert [name for name, _message in validate_reference(values)] == ["licence", "sources_reach"]


def test_an_id_that_is_too_long_is_so_and_has_no_address() -> None:
    found = validate(a_document("event", claims=[a_claim(id="c" * 13)]))
    assert [path for path, _message in found] == ["claims/0/id"] * 2


def test_half_a_surrogate_pair_is_a_fault_and_has_no_text() -> None:
    document = a_document("event", claims=[a_claim(text="\ud800"), a_claim(id="cccccccc23")])
    assert validate(document) == [("claims/0/text", "There is a control character in this text.")]
    with pytest.raises(TypeError):
        documents.canonical_json(document)


def test_an_item_that_stands_twice_is_named() -> None:
    tie = {"actor": "arland", "role": "host"}
    cited = {"source": "joint-statement", "locator": "Paragraph 1"}
    claim = a_claim(citations=[cited, dict(cited)])
    document = a_document("event", actors=[tie, dict(tie)], claims=[claim])
    assert validate(document) == [
        ("actors/1", "This stands here twice."),
        ("claims/0/citations/1", "This stands here twice."),
    ]
