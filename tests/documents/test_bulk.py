"""The rows of many new documents, written together, are those of each written by itself."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from relations import documents
from relations.documents import Document
from relations.documents.bulk import bulk_create_working_copies
from relations.models import Entry, Passage, Record
from tests.documents.strategies import a_generated
from tests.support.laws import examples
from tests.support.world import CITATION, PLACES, a_claim, a_document, a_person, an_institution

pytestmark = pytest.mark.django_db
ENTRIES = ("event", "agreement", "issue")


def differ(entries: list[Document]) -> bool:
    """Whether no two of them have a key, a slug or the id of a claim in common."""
    names = [
        [claim["id"] for document in entries for claim in document["claims"]],
        [document["key"] for document in entries],
        [document["slug"] for document in entries],
    ]
    return all(len(set(some)) == len(some) for some in names)


SOME_ENTRIES = st.lists(st.sampled_from(ENTRIES).flatmap(a_generated), max_size=4).filter(differ)


def vocabulary() -> list[Document]:
    return [
        a_document("actor"),
        a_document("actor", name="Borland", slug="borland"),
        a_document("actor", name="Premier", slug="premier", type="person", acts_for="arland"),
        a_document("topic", name="Arms", slug="arms", parent="defence"),
        a_document("topic"),
        a_document("relationship"),
        a_document(
            "source", authors=[a_person("Arle", given="Ann"), an_institution("The Press")], doi="10.1000/182"
        ),
    ]


def every_kind() -> list[Document]:
    claims = [a_claim(id="cccccccc22"), a_claim(id="dddddddd22", speaker="premier", side="arland")]
    milestone = {"stage": "signed", "date": "2019", "note": "", "citations": [dict(CITATION)]}
    return [
        *vocabulary(),
        a_document("event", topics=["arms", "defence"], claims=claims),
        a_document("agreement", milestones=[milestone], links=[{"kind": "follows", "entry": "sssss2"}]),
        a_document("issue"),
    ]


def test_what_was_written_together_is_read_back() -> None:
    wanted = every_kind()
    records = bulk_create_working_copies(wanted, {"joint-statement": PLACES})
    assert [documents.encode(record) for record in records] == wanted
    assert list(Entry.objects.get(record__key="vvvvv2").claims.values_list("position", flat=True)) == [1, 2]


def test_a_merged_key_leads_to_the_survivor() -> None:
    _arland, borland, *_others = bulk_create_working_copies(vocabulary())
    Record.objects.create(kind="actor", key="gone", merged_into=borland)
    (record,) = bulk_create_working_copies([a_document("event", actors=[{"actor": "gone", "role": "host"}])])
    assert documents.encode(record)["actors"] == [{"actor": "borland", "role": "host"}]


def test_a_locator_not_listed_in_an_existing_source_is_added() -> None:
    bulk_create_working_copies(vocabulary(), {"joint-statement": PLACES})
    claim = a_claim(citations=[{"source": "joint-statement", "locator": "Annex"}])
    bulk_create_working_copies([a_document("event", claims=[claim])])
    assert Passage.objects.get(locator="Annex").position == 3


def test_what_is_another_records_is_refused() -> None:
    bulk_create_working_copies(vocabulary())
    with pytest.raises(IntegrityError):
        bulk_create_working_copies([a_document("topic", key="other", name="Other")])


class TestAnyDocuments(TestCase):
    """Hypothesis needs a transaction per example, which its own test case gives."""

    @settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(SOME_ENTRIES)
    def test_any_documents_go_there_and_back(self, entries: list[Document]) -> None:
        entries = sorted(entries, key=lambda one: ENTRIES.index(one["kind"]))
        bulk_create_working_copies(vocabulary())
        records = bulk_create_working_copies(entries)
        assert [documents.encode(record) for record in records] == entries


def test_statements_do_not_grow_with_the_number_of_documents() -> None:
    bulk_create_working_copies(vocabulary(), {"joint-statement": PLACES})

    def cost(first: int, last: int) -> int:
        some = [
            a_document("event", key=f"v{n}", slug=f"summit-{n}", claims=[a_claim(id=f"claim{n}")])
            for n in range(first, last)
        ]
        with CaptureQueriesContext(connection) as queries:
            bulk_create_working_copies(some)
        return len(queries)

    assert cost(0, 2) == cost(2, 30)
