"""Rows → document → rows: nothing is lost on the way."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from relations import documents, publishing
from relations.documents.schema import SCHEMAS, Document
from relations.models import Actor, Claim, Involvement, Link, Passage, Record, Revision, Source, Topic
from tests.documents.strategies import KINDS, a_generated
from tests.support.laws import examples
from tests.support.world import (
    a_claim,
    a_document,
    a_draft,
    a_person,
    a_published,
    a_vocabulary,
    an_institution,
    change,
    save,
)


class TestRoundTrip(TestCase):
    """Hypothesis needs a transaction per example, which its own test case gives."""

    @settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.sampled_from(KINDS).flatmap(a_generated))
    def test_what_is_decoded_is_encoded_again(self, document: Document) -> None:
        a_vocabulary()
        record = documents.decode(document)
        assert documents.encode(Record.objects.get(pk=record.pk)) == document


pytestmark = pytest.mark.django_db


def test_decoding_twice_changes_no_row_of_a_claim() -> None:
    record = a_draft()
    before = Claim.objects.get().pk
    documents.decode(documents.encode(record))
    assert Claim.objects.get().pk == before


def test_excerpts_stay_when_a_source_is_decoded() -> None:
    a_vocabulary()
    Passage.objects.filter(locator="Paragraph 1").update(excerpt="Word for word.")
    source = Source.objects.get()
    document = documents.encode(source.record)
    assert "Word for word" not in documents.canonical_json(document)
    documents.decode(document | {"title": "Another title"})
    assert [p.excerpt for p in source.passages.all()] == ["Word for word.", ""]


def test_a_new_place_changes_no_source() -> None:
    a_published()
    source = Source.objects.get()
    Passage.objects.create(source=source, locator="Annex", position=3)
    assert publishing.record_revision(source.record) is None
    source.record.refresh_from_db()
    assert source.record.status == Record.Status.PUBLISHED


def test_authors_and_editors_keep_their_order_apart() -> None:
    a_vocabulary()
    source = Source.objects.get().record
    people = [a_person("Sharma", given="Anil"), an_institution("Institute for Studies and Analyses")]
    changed = change(source, authors=people, editors=[people[1], people[0]])
    document = documents.encode(changed)
    assert (document["authors"], document["editors"]) == (people, people[::-1])
    assert documents.encode_all([changed]) == [document]


def test_other_names_are_written_shared_ones_last() -> None:
    a_vocabulary()
    record = Actor.objects.get(slug="arland").record
    names = [{"name": "Pact", "shared": True}, {"name": "AL", "shared": False}]
    document = documents.encode(change(record, other_names=names))
    assert document["other_names"] == names[::-1]
    assert documents.encode_all([record]) == [document]


def test_an_other_name_may_become_the_name_and_the_name_an_other() -> None:
    a_vocabulary()
    record = Actor.objects.get(slug="arland").record
    change(record, other_names=[{"name": "Arle", "shared": False}])
    document = documents.encode(
        change(record, name="Arle", other_names=[{"name": "ARLAND", "shared": False}])
    )
    assert (document["name"], document["other_names"]) == ("Arle", [{"name": "ARLAND", "shared": False}])


def test_every_save_that_changes_something_is_kept() -> None:
    record = a_draft()
    assert publishing.record_revision(record) is None
    change(record, summary="Another summary.")
    assert [documents.load_document(r.document)["summary"] for r in record.revisions.all()] == [
        "Another summary.",
        "What is told here.",
    ]


def test_restoring_brings_everything_back_and_keeps_what_stood() -> None:
    record = a_draft()
    first = record.revisions.get()
    change(record, title="Other", claims=[], topics=[])
    publishing.restore_revision(record, first)
    assert documents.canonical_json(documents.encode(Record.objects.get(pk=record.pk))) == first.document
    assert [r.origin for r in record.revisions.all()] == [
        Revision.Origin.RESTORED,
        Revision.Origin.SAVED,
        Revision.Origin.SAVED,
    ]


def test_a_revision_of_another_record_is_not_restored() -> None:
    record = a_draft()
    other = Source.objects.get().record
    with pytest.raises(ValueError, match="another record"):
        publishing.restore_revision(record, other.revisions.get())


def test_a_newer_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema 99"):
        documents.load_document('{"schema": 99}')


def test_control_characters_pasted_along_are_dropped() -> None:
    record = a_draft()
    change(record, summary="One\x0btwo\x9d.")
    assert documents.encode(record)["summary"] == "Onetwo."


def test_a_revision_that_names_what_was_deleted_is_restored_without_it() -> None:
    record = a_draft()
    save(a_document("topic", slug="arms", name="Arms"))
    named = change(record, topics=["arms", "defence"]).revisions.first()
    change(record, topics=["defence"])
    Topic.objects.get(slug="arms").delete()
    publishing.restore_revision(record, named)
    assert documents.encode(record)["topics"] == ["defence"]


def test_a_restored_passage_is_a_place_of_its_source_again() -> None:
    record = a_published()
    first = record.revisions.first()
    change(record, claims=[])
    Passage.objects.filter(locator="Paragraph 1").update(locator="Paragraph 1a")
    publishing.restore_revision(record, first)
    source = Source.objects.get()
    places = ["Paragraph 1a", "Paragraph 2", "Paragraph 1"]
    assert [passage.locator for passage in source.passages.all()] == places
    assert source.record.status == "published"


def test_decoding_twice_leaves_the_rows_of_ties_as_they_are() -> None:
    other = a_draft("issue")
    record = a_draft(links=[{"kind": "concerns", "entry": other.key}])
    rows = [list(model.objects.order_by("pk").values()) for model in (Involvement, Link)]
    documents.decode(documents.encode(record) | {"title": "Other"})
    assert [list(model.objects.order_by("pk").values()) for model in (Involvement, Link)] == rows
    assert rows[1]


def test_ties_that_are_gone_lose_their_rows() -> None:
    other = a_draft("issue")
    record = a_draft(links=[{"kind": "concerns", "entry": other.key}])
    documents.decode(
        documents.encode(record) | {"links": [], "actors": [{"actor": "arland", "role": "host"}]}
    )
    assert not Link.objects.exists()
    assert [tie.role for tie in record.entry.involvements.all()] == ["host"]


def test_a_merged_key_is_decoded_as_the_survivors() -> None:
    record = a_draft()
    save(a_document("actor", slug="crland", name="Crland"))
    Record.objects.filter(key="borland").update(merged_into=Record.objects.get(key="crland"))
    documents.decode(documents.encode(record) | {"actors": [{"actor": "borland", "role": "host"}]})
    assert [tie.actor.name for tie in record.entry.involvements.all()] == ["Crland"]


def test_a_key_that_is_nobodys_is_refused() -> None:
    a_vocabulary()
    with pytest.raises(Record.DoesNotExist, match="no actor with the key nobody"):
        documents.decode(a_document("event", actors=[{"actor": "nobody", "role": "host"}]))


def test_a_locator_that_a_source_does_not_list_is_made_after_those_it_lists() -> None:
    claims = [
        a_claim(id=f"cccccccc2{n}", citations=[{"source": "joint-statement", "locator": locator}])
        for n, locator in enumerate(["Paragraph 9", "Paragraph 8", "Paragraph 9"])
    ]
    a_draft(claims=claims)
    passages = Source.objects.get().passages.values_list("locator", "position")
    assert list(passages) == [
        ("Paragraph 1", 1),
        ("Paragraph 2", 2),
        ("Paragraph 9", 3),
        ("Paragraph 8", 4),
    ]


@given(st.sampled_from(list(SCHEMAS)).flatmap(a_generated))
def test_the_text_of_a_document_is_that_of_the_standard_library(document: Document) -> None:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert documents.canonical_json(document) == text


def test_many_records_are_encoded_as_each_is_in_as_many_queries_as_one_of_each_kind(
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    kinds = [a_draft(kind) for kind in ("event", "agreement", "issue")]
    more = [save(a_document("issue", key=f"sssss{n}", slug=f"fishing-{n}", claims=[])) for n in range(3, 9)]
    records = [kinds[2], *more, *kinds[:2], *Record.objects.filter(kind="actor")]
    one_by_one = [documents.encode(record) for record in records]
    # An event and an issue have 7 tables, an agreement one more and its citations none here, an actor 3.
    with django_assert_num_queries(7 + 8 + 7 + 3):
        assert documents.encode_all(records) == one_by_one


def test_no_record_is_no_document() -> None:
    assert documents.encode_all([]) == []
