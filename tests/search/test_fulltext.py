"""The full-text engine: on each database the hits that a plain reading of the words gives."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.models import Edition
from relations.search import fulltext, phrases, spelling
from relations.search import postings as inverted
from relations.search.compounds import read_searchable
from relations.search.postings import EditionSet
from relations.search.query import parse_query
from relations.search.term import Term, word_term
from relations.search.tokenizer import stem_text
from tests.support.factories import publish_document, publish_documents, withdraw_record
from tests.support.laws import examples
from tests.support.world import a_claim, a_document

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
    "400",
    "AK203",
    "AK-203s",
    "AK 203",
    "Free Trade",
    "freetrade",
    "free-trade",
    "U.S.",
    "us",
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
    terms = parse_query(query)
    places = fulltext.search(terms)
    return (
        set.intersection(*({*fulltext.with_any_weight(places[term])} for term in terms)) if terms else set()
    )


def weight(query: str, edition: Edition) -> int:
    """How much an edition earns for a query of one term."""
    (places,) = fulltext.search(parse_query(query)).values()
    return max(weight for weight, editions in places.items() if edition.pk in editions)


def everything() -> dict[str, list[tuple]]:
    """Every row of the tables that show theirs."""
    with connection.cursor() as cursor:
        found = {}
        for table in (inverted.TABLE, spelling.TABLE):
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 (a name of ours)
            found[table] = cursor.fetchall()
        return found


@settings(
    deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    entries=st.lists(st.tuples(texts, texts, st.lists(texts, max_size=3)), min_size=1, max_size=4),
    queries=st.lists(
        st.one_of(
            texts,
            texts.map('"{}"'.format),
            st.sampled_from(["tre*", "fr", "élys", "भा*", "росс", "s 4", "ak*"]),
        ),
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
        return any(term.matches(read_searchable(text)) for text in texts)

    for query in queries:
        terms = parse_query(query)
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


def test_the_words_of_a_claim_are_those_readers_see_not_its_markup() -> None:
    edition = publish("b1", claims=("See [the *treaty*](https://hidden.example/path).",))
    assert hits('"the treaty"') == {edition.pk}
    assert hits("hidden") == set()


def test_what_is_appended_again_changes_nothing() -> None:
    first = publish("b1", title="Gas pact", claims=("A gas pact.",))
    second = publish("b1", title="Oil pact")
    before = everything()
    fulltext.add_editions([first, second])
    assert everything() == before
    assert hits("gas") == hits('"gas pact"') == {first.pk}
    assert hits("oil") == hits('"oil pact"') == {second.pk}


def test_a_withdrawal_adds_no_row() -> None:
    edition = publish("b1", title="Gas")
    withdraw_record(edition.record)
    assert hits("gas") == {edition.pk}


def test_a_rebuild_gives_the_same_rows() -> None:
    publish("b1", title="Gas in Élysée", summary="Gas pact", claims=("A pact", "on gas"))
    publish_document(a_document("actor", name="Gas forum"))
    before = everything()
    fulltext.rebuild()
    fulltext.rebuild()
    assert everything() == before
    assert not fulltext.is_empty()


def test_a_word_stands_once_for_each_edition_in_its_best_place() -> None:
    edition = publish("b1", title="Gas", summary="Gas and oil", claims=("Gas, oil, wheat", "gas"))
    places = fulltext.search(parse_query("gas* oil* wheat*")).values()
    assert [list(found.items()) for found in places] == [
        [(12, EditionSet([edition.pk]))],
        [(6, EditionSet([edition.pk]))],
        [(2, EditionSet([edition.pk]))],
    ]


def test_words_are_one_query_and_phrases_whose_words_stand_together_another(
    django_assert_num_queries: Any,
) -> None:
    publish("b1", title="Free trade in gas")
    publish("b2", title="Wheat")
    for q in ("free trade gas", "cybersecurity freetrad", '"free wheat" gas', '"in"', "AK203", '"xyzzy gas"'):
        with django_assert_num_queries(1):
            hits(q)
    for q in ('"free trade" "trade in" gas', '"free trade"', '"gas trade"', "freetrade"):
        with django_assert_num_queries(2):
            assert len(hits(q)) == (q != '"gas trade"'), q
    with django_assert_num_queries(0):
        assert fulltext.search(()) == {}


def test_as_many_phrases_as_one_query_may_hold_are_found() -> None:
    publish("b1", title="Free trade in gas")
    several = [Term((("free", "trade", f"trade{n}"),)) for n in range(fulltext.MAX_PHRASES - 1)]
    found = fulltext.search([*several, Term((("free", "trade"),)), word_term("gas")])
    assert [len(fulltext.with_any_weight(places)) for places in found.values()] == [0] * len(several) + [1, 1]
    with pytest.raises(ValueError, match="more than 100 phrases"):
        fulltext.search([*several, Term((("free", "trade"),)), Term((("in", "gas"),))])


def test_editions_of_several_blocks_are_told_apart_and_put_together() -> None:
    texts = {"title": [["gas"]], "summary": [], "claims": []}
    inverted.add_postings({1: texts, 65_535: texts, 65_536: texts, 2**31: texts})
    inverted.add_postings({2: texts, 65_537: texts | {"title": [["oil"]]}})
    assert hits("gas") == {1, 2, 65_535, 65_536, 2**31}
    assert hits("oil") == {65_537}


@pytest.mark.long
def test_every_phrase_of_a_long_entry_is_found() -> None:
    numbered = [f"word{n:05}" for n in range(20_000)]
    claims = (
        " ".join(numbered),
        "treaty " * 300 + "needle",
        *(f"claim{n} " + "filling " * 98 + "ending" for n in range(100)),
    )
    edition = publish("b1", title="Long", claims=claims)
    for phrase in (
        *(" ".join(numbered[n : n + 20]) for n in (0, 130, 235, 2990, 16_380, 19_980)),
        "treaty needle",
        "treaty treaty treaty",
        "filling ending",
        "claim99 filling",
    ):
        assert hits(f'"{phrase}"') == {edition.pk}, phrase
    for phrase in ("word00000 word00002", "needle claim0", "ending claim1", "needle treaty"):
        assert hits(f'"{phrase}"') == set(), phrase
    assert hits('"treaty needle" "claim99 filling" word19999') == {edition.pk}


@settings(
    deadline=None, max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    words=st.lists(st.sampled_from(["gas", "oil", "भारत"]), min_size=230, max_size=520),
    start=st.integers(0, 519),
    length=st.integers(2, 90),
)
def test_a_phrase_is_found_wherever_in_a_text_it_stands(
    db: None, words: list[str], start: int, length: int
) -> None:
    edition = publish("b1", claims=(" ".join(words),))
    phrase = words[start : start + length]
    query = Term((tuple(stem_text(" ".join(phrase))),))
    if len(phrase) > 1:
        assert edition.pk in fulltext.with_any_weight(fulltext.search([query])[query])


@settings(
    deadline=None, max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
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


def test_the_engine_of_phrases_is_that_of_the_database() -> None:
    assert connection.vendor in phrases.BACKENDS
