"""The records a document names: found, left out when they are lost, replaced when they were merged."""

import pytest

from relations.documents import references
from relations.documents.canonical import canonicalize
from relations.documents.references import with_keys_replaced, without_references
from relations.documents.schema import Document
from tests.support.world import CITATION, a_claim, a_document

OTHER = {"source": "letter", "locator": "Page 1"}


@pytest.fixture
def agreement() -> Document:
    """One that names something wherever an entry can."""
    return a_document(
        "agreement",
        topics=["defence", "trade"],
        actors=[{"actor": "arland", "role": "side"}, {"actor": "borland", "role": "host"}],
        links=[{"kind": "follows", "entry": "vvvvv2"}],
        claims=[a_claim(speaker="minister", side="arland", citations=[CITATION, OTHER])],
        milestones=[{"stage": "signed", "date": "2019", "note": "", "citations": [OTHER]}],
    )


def test_every_name_is_found_with_its_kind(agreement: Document) -> None:
    assert references(agreement) == {
        ("relationship", "arland-borland"),
        ("topic", "defence"),
        ("topic", "trade"),
        ("actor", "arland"),
        ("actor", "borland"),
        ("actor", "minister"),
        ("entry", "vvvvv2"),
        ("source", "joint-statement"),
        ("source", "letter"),
    }


@pytest.mark.parametrize(
    ("kind", "values", "named"),
    [
        ("topic", {"parent": "trade"}, {("topic", "trade")}),
        ("actor", {"acts_for": "borland"}, {("actor", "borland")}),
        ("source", {"issuer": "arland"}, {("actor", "arland")}),
        ("relationship", {}, {("actor", "arland"), ("actor", "borland")}),
        ("topic", {}, set()),
    ],
)
def test_other_records_name_some_too(kind: str, values: Document, named: set[tuple[str, str]]) -> None:
    assert references(a_document(kind, **values)) == named


def test_what_names_a_lost_record_is_left_out_or_left_without_it(agreement: Document) -> None:
    lost = {("topic", "trade"), ("actor", "arland"), ("entry", "vvvvv2"), ("source", "letter")}
    left = without_references(agreement, lost)
    assert references(left) == references(agreement) - lost
    assert left["actors"] == [{"actor": "borland", "role": "host"}]
    assert left["links"] == []
    assert left["claims"] == [a_claim(speaker="minister", side="", citations=[CITATION])]
    assert left["milestones"][0]["citations"] == []


def test_a_lost_theme_leaves_a_topic_without_one() -> None:
    assert without_references(a_document("topic", parent="trade"), {("topic", "trade")})["parent"] == ""


def test_a_merged_key_is_replaced_wherever_it_stands(agreement: Document) -> None:
    merged = {
        ("topic", "trade"): "commerce",
        ("actor", "arland"): "zealand",
        ("source", "letter"): "joint-statement",
        ("relationship", "arland-borland"): "borland-zealand",
    }
    replaced = with_keys_replaced(agreement, merged)
    assert replaced["topics"] == ["commerce", "defence"]
    assert replaced["relationships"] == ["borland-zealand"]
    assert replaced["actors"] == [{"actor": "zealand", "role": "side"}, {"actor": "borland", "role": "host"}]
    assert replaced["claims"][0]["side"] == "zealand"
    assert [one["locator"] for one in replaced["claims"][0]["citations"]] == ["Page 1", "Paragraph 1"]


def test_what_becomes_the_same_stands_once(agreement: Document) -> None:
    agreement["actors"] = [{"actor": "arland", "role": "side"}, {"actor": "zealand", "role": "side"}]
    agreement["claims"][0]["citations"] = [CITATION, CITATION | {"source": "letter"}]
    merged = {
        ("topic", "trade"): "defence",
        ("actor", "arland"): "zealand",
        ("source", "letter"): "joint-statement",
    }
    replaced = with_keys_replaced(agreement, merged)
    assert replaced["topics"] == ["defence"]
    assert replaced["actors"] == [{"actor": "zealand", "role": "side"}]
    assert replaced["claims"][0]["citations"] == [CITATION]


def test_sides_keep_their_order() -> None:
    replaced = with_keys_replaced(a_document("relationship"), {("actor", "arland"): "zealand"})
    assert replaced["sides"] == ["zealand", "borland"]


def test_ties_stand_in_the_order_of_their_roles_and_kinds(agreement: Document) -> None:
    roles = [("a", "constraint"), ("b", "side"), ("a", "side"), ("c", "host")]
    links = [("counterpart", "a"), ("follows", "b"), ("follows", "a")]
    agreement["actors"] = [{"actor": actor, "role": role} for actor, role in roles]
    agreement["links"] = [{"kind": kind, "entry": entry} for kind, entry in links]
    ordered = canonicalize(agreement)
    assert [tuple(tie.values()) for tie in ordered["actors"]] == [
        ("a", "side"),
        ("b", "side"),
        ("c", "host"),
        ("a", "constraint"),
    ]
    assert [tuple(tie.values()) for tie in ordered["links"]] == [
        ("follows", "a"),
        ("follows", "b"),
        ("counterpart", "a"),
    ]
