"""A word that no entry holds: the page says so, and offers the nearest that is held."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import pytest

from relations.finder import Result, suggestions
from relations.finder.engine import MAX_PHRASES
from relations.models import Record
from relations.search.query import MAX_TERMS
from tests.support.factories import publish_document, withdraw_record
from tests.support.world import a_claim, a_document, a_draft

pytestmark = pytest.mark.django_db
Ask = Callable[..., Result]


def publish(key: str, title: str, text: str = "", **values: Any) -> Record:
    claims = [a_claim(id=f"{key}c", text=text)] if text else []
    plain = {"summary": "", "actors": [], "topics": [], "relationships": [], "claims": claims}
    document = a_document("event", key=key, slug=key, title=title, **{**plain, **values})
    return publish_document(document).record


@pytest.fixture
def suggested(ask: Ask) -> Callable[[str], list[tuple[str, int]]]:
    """The searches offered in place of ``q``, each with its hits."""

    def offer(q: str, more: str = "") -> list[tuple[str, int]]:
        return [(each.q, each.total) for each in ask(f"q={quote_plus(q)}{more}").suggestions]

    return offer


Suggested = Callable[..., list[tuple[str, int]]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("defense", "defence"),
        ("brahmoss", "brahmos"),
        ("barhmos", "brahmos"),
        ("elisee", "elysee"),
        ("россиа", "россия"),
        ("defenses", "defence"),
        ("Defense's", "defence"),
    ],
)
def test_the_nearest_word_is_offered(suggested: Suggested, ask: Ask, typed: str, meant: str) -> None:
    publish("b1", "Defence and BrahMos in the Élysée", "Россия")
    assert suggested(typed) == [(meant, 1)]
    assert ask(f"q={quote_plus(typed)}").unknown == (typed,)


@pytest.mark.parametrize("typed", ["xyzzy", "2015", "S-401", "de", "dfnc"])
def test_what_is_like_no_word_is_only_said_to_be_unknown(ask: Ask, typed: str) -> None:
    publish("b1", "Defence in 2014: S-400")
    result = ask(f"q={typed}")
    assert result.suggestions == ()
    assert result.unknown == (typed,)


def test_only_the_unknown_word_is_replaced(suggested: Suggested, ask: Ask) -> None:
    publish("b1", "Free trade, defence and oil")
    assert suggested("Oil  tarde, (defence)") == [("Oil trade, (defence)", 1)]
    assert suggested('oil "free tarde"') == [('oil "free trade"', 1)]
    assert ask("q=oil+%22free+tarde%22").unknown == ("tarde",)


def test_of_words_equally_near_the_more_frequent_comes_first_then_the_alphabet(suggested: Suggested) -> None:
    for number, title in enumerate(["Trade", "Trade", "Grade", "Prade", "Krade", "Grades and trades"]):
        publish(f"b{number}", title)
    assert suggested("irade") == [("trade", 3), ("grade", 2), ("krade", 1)]


def test_a_word_further_away_is_not_offered_beside_a_nearer_one(suggested: Suggested) -> None:
    publish("b1", "Pipeline")
    publish("b2", "Pipelore")
    assert suggested("pipelene") == [("pipeline", 1)]


def test_several_unknown_words_are_replaced_together(suggested: Suggested, ask: Ask) -> None:
    publish("b1", "Defence trade")
    publish("b2", "Defence grade")
    publish("b3", "Grade")
    assert suggested("irade defense") == [("grade defence", 1), ("trade defence", 1)]
    assert ask("q=irade+defense").unknown == ("irade", "defense")


def test_a_word_like_no_other_is_left_out(suggested: Suggested, ask: Ask) -> None:
    publish("b1", "China's trade", "Defence")
    publish("b2", "Chinas free oil")
    assert suggested("China's shadow") == [("China's", 2)]
    assert suggested("shadow  trade, (plugh) China's xyzzy*") == [("trade, China's", 1)]
    assert suggested('shadow "xyzzy" "plugh free oil" "free shadow"') == [('"free oil" "free"', 1)]
    assert suggested("xyzzy defense China's") == [("defence China's", 1)]
    assert suggested("xyzzy defense") == [("defence", 1)]
    assert ask("q=China's+shadow").unknown == ("shadow",)


def test_where_the_nearest_words_find_nothing_all_unknown_words_are_left_out(suggested: Suggested) -> None:
    publish("b1", "China's trade")
    publish("b2", "Shallow")
    assert suggested("China's shadlow") == [("China's", 1)]
    assert suggested("China's shadlow", "&type=agreement") == []


def test_words_that_every_text_holds_are_no_search_of_their_own(suggested: Suggested) -> None:
    publish("b1", "The trade of a river")
    assert suggested("the shadow of a plugh") == []


def test_short_words_are_not_all_exchanged_at_once(suggested: Suggested) -> None:
    publish("b1", "Hold the way of trade")
    assert suggested("cold war") == []
    assert suggested("the cold war") == []
    assert suggested("cold") == [("hold", 1)]
    assert suggested("cold trade war") == [("hold trade way", 1)]
    assert suggested("cold tarde") == [("trade", 1)]


def test_words_that_are_held_but_not_together_are_left_alone(ask: Ask) -> None:
    publish("b1", "Trade")
    publish("b2", "Defence")
    for q in ("trade defence", '"trade defence"'):
        result = ask(f"q={quote_plus(q)}")
        assert (result.total, result.unknown, result.suggestions) == (0, (), ())


def test_the_other_choices_stay_and_a_search_without_hits_is_not_offered(ask: Ask) -> None:
    publish("b1", "Defence", date="2014-05-17")
    (suggestion,) = ask("q=defense&type=event&from=2014&page=3").suggestions
    assert suggestion.query == "q=defence&type=event&from=2014"
    result = ask("q=defense&type=agreement")
    assert (result.unknown, result.suggestions) == (("defense",), ())


def test_a_name_is_suggested_with_the_entries_that_have_it(suggested: Suggested) -> None:
    publish_document(a_document("actor", key="brahmos", slug="brahmos", name="BrahMos Aerospace"))
    publish("b1", "Missile", actors=[{"actor": "brahmos", "role": "about"}])
    assert suggested("brahmoss") == [("brahmos", 1)]
    assert suggested("aerspace misile") == [("aerospace missile", 1)]


def test_nothing_is_offered_that_no_reader_finds_today(suggested: Suggested) -> None:
    a_draft(key="b4", slug="submarine", title="Submarine")
    withdraw_record(publish("b1", "Harbour"))
    publish("b2", "Pipeline")
    publish("b2", "Railway")
    publish_document(a_document("topic", key="satellites", slug="satellites", name="Satellites"))
    for typed in ("harbuor", "pipelines", "pipelene", "satelites", "submarines", "submarrine"):
        assert suggested(typed) == []
    assert suggested("railvay") == [("railway", 1)]


@pytest.mark.parametrize(
    "known",
    [
        lambda: publish_document(a_document("topic", description="Ties as far as they bear on it.")),
        lambda: publish("b2", "Talks", date_note="As far as is known."),
        lambda: withdraw_record(publish("b2", "The Far West")),
    ],
)
def test_a_word_that_the_reference_knows_is_not_replaced(
    suggested: Suggested, ask: Ask, known: Callable[[], Any]
) -> None:
    publish("b1", "Fair talks in the East")
    assert suggested("Far East") == [("fair East", 1)]
    known()
    assert suggested("Far East") == [("East", 1)]
    assert ask("q=Far+East").unknown == ("Far",)


def test_a_word_written_as_two_is_not_unknown(ask: Ask) -> None:
    publish("b1", "Cyber security")
    publish("b2", "Cyberspace")
    result = ask("q=cybersecurity+cyberspace")
    assert (result.total, result.unknown, result.suggestions) == (0, (), ())


def test_no_word_is_offered_that_the_search_would_leave_out(suggested: Suggested) -> None:
    publish("b1", "Routes for the East")
    assert suggested("fdr East") == [("East", 1)]
    assert suggested('"fdr the East"') == [('"for the East"', 1)]


@pytest.mark.parametrize(
    ("q", "queries"),
    [
        # The snapshot's, the search's, the similar words, where they stand; and the searches that are tried.
        ("defense", 5),
        ('"free oil"', 5),
        # With a phrase whose words stand in one entry, a search is two queries; so is where others are tried.
        ("S-400 defense", 7),
        ("oil xyzzy", 5),
        ('oil "free tarde" "of oil"', 7),
    ],
)
def test_a_list_without_hits_costs_few_queries_more(
    ask: Ask, django_assert_num_queries: Any, q: str, queries: int
) -> None:
    publish("b1", "Free trade, defence of oil, S-400")
    ask("")
    with django_assert_num_queries(queries):
        result = ask(f"q={quote_plus(q)}")
    assert result.total == 0
    assert len(result.suggestions) == len(result.unknown)


def test_all_searches_that_are_tried_fit_into_one_query() -> None:
    assert suggestions.MAX_SEARCHES * MAX_TERMS <= MAX_PHRASES


def test_many_doubtful_words_take_no_longer_than_one(ask: Ask) -> None:
    publish("b1", "Defence")
    result = ask("q=" + "+".join(f"defens{letter}x" for letter in "abcdefghij"))
    assert len(result.unknown) == 10
    assert result.suggestions == ()


def test_a_long_search_with_many_phrases_is_answered(ask: Ask) -> None:
    publish("b1", " ".join(f"trade{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"))
    q = " ".join(f'"trade {word}"' for word in "abcdefghijkl")
    assert ask(f"q={quote_plus(q)}").total == 0
