"""The full-text engine: on each database the hits that a plain reading of the words gives."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.catalogue import fulltext
from relations.catalogue.query import Term, read_query
from relations.catalogue.words import normalise
from relations.models import Edition
from tests.factories import publish_document, publish_documents, withdraw_record
from tests.world import a_claim, a_document

pytestmark = pytest.mark.django_db

VOCABULARY = [
    "treaty",
    "treaties",
    "Élysée",
    "trade",
    "free",
    "boxes",
    "S-400",
    "भारत",
    "Россия",
    "zz",
    "gas",
]
texts = st.lists(st.sampled_from(VOCABULARY), max_size=5).map(" ".join)


def publish(key: str, title: str = "", summary: str = "", claims: tuple[str, ...] = ()) -> Edition:
    return publish_document(
        a_document(
            "event",
            key=key,
            slug=key,
            title=title,
            summary=summary,
            claims=[a_claim(id=f"{key}{n}", text=text) for n, text in enumerate(claims)],
        )
    )


def hits(query: str) -> set[int]:
    """The editions that hold every term."""
    found = [{pk for pks in places.values() for pk in pks} for places in fulltext.search(read_query(query))]
    return set.intersection(*found) if found else set()


def weight(query: str, edition: Edition) -> int:
    """How much an edition earns for a query of one term."""
    (places,) = fulltext.search(read_query(query))
    return max(weight for weight, pks in places.items() if edition.pk in pks)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    entries=st.lists(st.tuples(texts, texts, st.lists(texts, max_size=3)), min_size=1, max_size=4),
    queries=st.lists(
        st.one_of(texts, texts.map('"{}"'.format), st.sampled_from(["tre*", "fr", "élys", "भा*", "росс"])),
        max_size=4,
    ),
)
def test_hits_are_what_a_plain_reading_of_the_words_says(
    db: None, entries: list[tuple[str, str, list[str]]], queries: list[str]
) -> None:
    editions = {
        publish(f"b{n}", title, summary, tuple(claims)).pk: [title, summary, *claims]
        for n, (title, summary, claims) in enumerate(entries)
    }

    def holds(texts: list[str], term: Term) -> bool:
        return any(term.matches(normalise(text)) for text in texts)

    for query in queries:
        terms = read_query(query)
        expected = {pk for pk, texts in editions.items() if terms and all(holds(texts, t) for t in terms)}
        assert hits(query) & set(editions) == expected


def test_a_word_counts_most_in_the_title_then_in_the_summary_then_in_a_claim() -> None:
    title = publish("b1", title="Gas")
    summary = publish("b2", summary="Gas")
    claim = publish("b3", claims=("Gas " * 30,))
    begun = publish("b4", title="Gasoline")
    assert weight("gas", title) > weight("gas", begun) > weight("gas", summary) > weight("gas", claim)


def test_no_phrase_reaches_from_one_claim_into_the_next() -> None:
    publish("b1", title="free", summary="trade", claims=("free", "trade"))
    together = publish("b2", claims=("free trade",))
    assert hits('"free trade"') == {together.pk}


def test_topics_and_actors_have_rows_of_their_own_and_other_records_none() -> None:
    actor = publish_document(a_document("actor", name="Élysée forum"))
    topic = publish_document(a_document("topic", name="Forum shopping"))
    publish_document(a_document("source", title="Forum report"))
    assert hits("forum") == {actor.pk, topic.pk}


def test_the_words_of_a_claim_are_those_readers_see_not_its_markup() -> None:
    edition = publish("b1", claims=("See [the *treaty*](https://hidden.example/path).",))
    assert hits('"the treaty"') == {edition.pk}
    assert hits("hidden") == set()


def test_rows_are_appended_once_and_stay() -> None:
    first = publish("b1", title="Gas")
    second = publish("b1", title="Oil")
    fulltext.append([first, second])
    assert hits("gas") == {first.pk}
    assert hits("oil") == {second.pk}
    (places,) = fulltext.search(read_query("oil"))
    assert sorted(places.values()) == [[second.pk], [second.pk]]


def test_a_withdrawal_adds_no_row() -> None:
    edition = publish("b1", title="Gas")
    withdraw_record(edition.record)
    assert hits("gas") == {edition.pk}


def test_a_rebuild_gives_the_same_rows() -> None:
    edition = publish("b1", title="Gas")
    actor = publish_document(a_document("actor", name="Gas forum"))
    fulltext.rebuild()
    fulltext.rebuild()
    assert hits("gas") == {edition.pk, actor.pk}


def test_one_query_searches_for_all_terms(django_assert_num_queries: Any) -> None:
    publish("b1", title="Free trade in gas")
    with django_assert_num_queries(1):
        assert len(hits("free trade gas")) == 1
    with django_assert_num_queries(0):
        assert fulltext.search(()) == []


def test_an_entry_longer_than_any_index_page_is_found_by_its_last_word() -> None:
    edition = publish("b1", claims=(" ".join(f"word{n}" for n in range(20_000)), "needle"))
    assert hits("needle") == {edition.pk}


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.one_of(
        st.text(), st.text(alphabet="\"'*:()^-+ANDORNEAR title\\%\x00"), st.text(alphabet="अआ॑ıİßﬁ·‐'’")
    )
)
def test_no_query_breaks_either_database(db: None, query: str) -> None:
    hits(query)


def test_many_documents_are_added_in_batches() -> None:
    publish_documents(a_document("event", key=f"b{n}", slug=f"b{n}", claims=[]) for n in range(20))
    assert len(hits("summit")) == 20


def test_the_engine_is_that_of_the_database() -> None:
    assert connection.vendor in fulltext.ENGINES
