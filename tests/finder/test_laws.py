"""Laws that hold for whatever a reader asks, each against a plain reading of the documents.

They hold whichever engine counts and searches.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from relations import catalogue
from relations.finder import Params, Result, parse_params
from relations.finder.engine import search_engine
from relations.finder.entries_list import entries_list_params
from relations.finder.facet_value_search import find_values, list_found_values
from relations.finder.facets import FACETS, ChoiceFacet
from relations.finder.selection import EntryCodes, Selection
from relations.search import spelling
from relations.search.term import word_term
from relations.search.tokenizer import stem_text
from tests.finder import reference
from tests.finder.reference import ACTORS, PAIRS, SOURCES, THEMES, Reading
from tests.support.laws import examples

Ask = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("engine")

lawfully = settings(
    deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture]
)

VALUES = {
    "topic": [*THEMES, *(topic for under in THEMES.values() for topic in under)],
    "relationship": ["-".join(pair) for pair in PAIRS],
    "source": list(SOURCES),
    **{name: list(ACTORS) for name in ("actor", "cause", "speaker")},
    **{facet.name: list(facet.values) for facet in FACETS if isinstance(facet, ChoiceFacet)},
}
WORDS = [
    "treaty",
    "exercises",
    '"free trade"',
    "elysee",
    "S-400",
    '"S400"',
    "s 400s",
    "boxfree",
    "gas pip",
    "miss*",
    "arland",
    "defence",
    "xyzzy",
]


MISSPELT = ["traety", "tready", "exercices", "elisee", "misile", "xyzzy", '"fre trade"', "defense"]


@st.composite
def questions(draw: Any) -> str:
    """A query string that a reader could have clicked together."""
    pairs = [
        (name, value)
        for name in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=3, unique=True))
        for value in draw(st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=3))
    ]
    if draw(st.booleans()):
        pairs.append(("q", " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)))))
    years = sorted(draw(st.lists(st.sampled_from(["2013", "2014-05-17", "2016-03", "2020"]), max_size=2)))
    pairs += list(zip(["from", "to"], years, strict=False))
    pairs += [("dated", value) for value in draw(st.sampled_from([[], ["yes"], ["no"], ["no", "yes"]]))]
    pairs += [("until", day) for day in draw(st.lists(st.sampled_from(["2014-05-17", "2018"]), max_size=1))]
    pairs += [("sort", draw(st.sampled_from(["newest", "oldest", "updated", "relevance"])))]
    pairs += [("page_size", draw(st.sampled_from(["5", "24", "100"])))]
    return urlencode(pairs)


def every_code(ask: Ask, params: Params) -> list[str]:
    """The codes of all pages of a list."""
    codes: list[str] = []
    page = ask(replace(params, page=1, page_size=7))
    while True:
        codes += [card.code for card in page.cards]
        if page.next_query is None:
            return codes
        page = ask(page.next_query + "&page_size=7")


def total(params: Params, reading: Reading) -> int:
    return len(reading.select(params))


@pytest.mark.long
@lawfully
@given(question=questions())
def test_a_selection_is_what_a_plain_reading_says(reading: Reading, ask: Ask, question: str) -> None:
    result = ask(question)
    assert result.total == total(result.params, reading)
    assert sorted(every_code(ask, result.params)) == sorted(reading.select(result.params))


@lawfully
@given(question=questions())
def test_each_count_is_the_hits_when_its_value_is_the_only_choice(
    reading: Reading, ask: Ask, question: str
) -> None:
    result = ask(question)
    for facet in result.facets:
        listed = {value.value: value.count for value in facet.values}
        expected = {
            value: total(result.params.with_choices(facet.name, [value]), reading)
            for value in VALUES[facet.name]
        }
        chosen = result.params.chosen(facet.name)
        assert listed == {value: n for value, n in expected.items() if n or value in chosen}


@lawfully
@given(question=questions())
def test_removing_a_chip_gives_the_list_without_that_choice(
    reading: Reading, ask: Ask, question: str
) -> None:
    result = ask(question)
    for chip in result.chips:
        without = ask(chip.query)
        assert not without.problems
        removed = {(chip.name, chip.value)}
        if chip.name == "dated" or (chip.name in ("from", "to") and not without.params.is_bounded):
            # Both its values are one choice, which means nothing else than the usual without bounds.
            removed |= {("dated", "yes"), ("dated", "no")}
        assert not removed & {*without.params.pairs}
        kept = {pair for pair in result.params.pairs if pair[0] not in ("page", "sort")}
        assert {pair for pair in without.params.pairs if pair[0] != "sort"} == kept - removed
        assert without.total == total(without.params, reading)


@lawfully
@given(question=questions(), place=st.integers(0, 2))
def test_choosing_a_value_and_choosing_it_again_gives_the_list_back(
    reading: Reading, ask: Ask, question: str, place: int
) -> None:
    result = ask(question)
    for facet in result.facets:
        for value in facet.values:
            assert value.query == result.params.with_toggled(facet.name, value.value).query
        for value in facet.values[place : place + 1]:
            toggled = ask(value.query)
            again = next(f for f in toggled.facets if f.name == facet.name)
            back = next((v.query for v in again.values if v.value == value.value), None)
            if back is not None:
                assert ask(back).params == replace(result.params, page=1)


@lawfully
@given(question=questions())
def test_the_dated_come_before_the_undated_and_each_group_is_read_backwards_in_the_other_order(
    reading: Reading, ask: Ask, question: str
) -> None:
    params = ask(question).params
    newest = every_code(ask, replace(params, sort="newest"))
    oldest = every_code(ask, replace(params, sort="oldest"))
    assert newest == reading.select(params, "newest")
    assert oldest == reading.select(params, "oldest")
    is_dated = {entry.code: entry.is_dated for entry in reading.entries}
    for codes in (newest, oldest):
        assert [is_dated[code] for code in codes] == sorted(map(is_dated.get, codes), reverse=True)
    for group in (True, False):
        down, up = ([code for code in codes if is_dated[code] is group] for codes in (newest, oldest))
        assert down == up[::-1]


@lawfully
@given(question=questions())
def test_updated_lists_the_latest_publication_first(reading: Reading, ask: Ask, question: str) -> None:
    codes = every_code(ask, replace(ask(question).params, sort="updated"))
    entries = {entry.code: entry for entry in reading.entries}
    assert codes == sorted(codes, key=lambda c: (entries[c].published_at, entries[c].pk), reverse=True)


@lawfully
@given(question=questions())
def test_parameters_survive_the_way_through_the_address(reading: Reading, question: str) -> None:
    names = catalogue.current_snapshot()
    params = parse_params(QueryDict(question), names)
    again = parse_params(QueryDict(params.query), names)
    assert again == params
    assert again.terms == params.terms
    assert not again.problems
    assert not again.has_former_slugs
    assert again.query == params.query


@lawfully
@given(question=questions())
def test_a_relaxation_tells_the_hits_that_dropping_its_choice_gives(
    reading: Reading, ask: Ask, question: str
) -> None:
    result = ask(question)
    if result.total:
        assert result.relaxations == ()
    told = [relaxation.total for relaxation in result.relaxations]
    assert told == sorted(told, reverse=True)
    for relaxation in result.relaxations:
        assert ask(relaxation.chip.query).total == relaxation.total > 0


@lawfully
@given(question=questions())
def test_each_dated_entry_counts_once_by_its_first_and_last_year_whatever_dates_are_chosen(
    reading: Reading, ask: Ask, question: str
) -> None:
    result = ask(question)
    anytime = reading.select(replace(result.params, from_="", to="", dated=()))
    entries = {entry.code: entry for entry in reading.entries}
    dated = [entries[code] for code in anytime if entries[code].is_dated]
    years = [(entry.span.first.year, entry.span.last.year) for entry in dated]
    assert list(result.year_ranges) == sorted((*pair, number) for pair, number in Counter(years).items())
    assert result.undated == len(anytime) - len(dated)
    longer = [entry.code for entry in dated if entry.span.first.year < entry.span.last.year]
    for limit in (3, 100):
        assert result.selection.of_several_years(limit) == EntryCodes(len(longer), tuple(longer[:limit]))


@lawfully
@given(question=questions())
def test_each_count_of_dated_is_the_hits_with_it_alone_and_its_query_takes_it_in_or_out(
    reading: Reading, ask: Ask, question: str
) -> None:
    result = ask(question)
    params = result.params
    within, without = replace(params, dated=()), replace(params, from_="", to="", dated=("no",))
    within = within if params.is_bounded else replace(params, dated=("yes",))
    told = {value.value: (value.count, value.selected) for value in result.dated}
    assert told == {
        "yes": (total(within, reading), "yes" in params.dated),
        "no": (total(without, reading), "no" in params.dated),
    }
    for value in result.dated:
        toggled = ask(value.query)
        assert not toggled.problems
        assert toggled.total == total(toggled.params, reading)


@lawfully
@given(question=questions())
def test_bounds_take_out_dated_entries_only(reading: Reading, ask: Ask, question: str) -> None:
    """With "dated" yes and no, a list with bounds holds every undated entry that it holds without them."""
    params = replace(ask(question).params, from_="2014-05-17", to="2016", dated=("yes", "no"))
    bounded = every_code(ask, params)
    anytime = every_code(ask, replace(params, from_="", to="", dated=()))
    is_dated = {entry.code: entry.is_dated for entry in reading.entries}
    assert {*bounded} <= {*anytime}
    assert {c for c in bounded if not is_dated[c]} == {c for c in anytime if not is_dated[c]}
    assert {c for c in bounded if is_dated[c]} == {*every_code(ask, replace(params, dated=()))}


SYNTAX = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(
            ["AND", "OR", "NOT", "NEAR(", ")", "title:", "^", "-", "*", '"', "'", "<->", "|", "&"]
        ),
        st.sampled_from(
            ["a*", "tr*", "the", "Élysée", "s", "400", "\x00", "\ud800", "%", ":*", "\\", "{", "+"]
        ),
        st.text(max_size=8),
    ),
    max_size=24,
).map(" ".join)


@settings(lawfully, max_examples=examples(100))
@given(q=SYNTAX)
def test_whatever_is_searched_for_is_counted_as_a_plain_reading_counts(
    reading: Reading, ask: Ask, q: str
) -> None:
    asked = QueryDict(mutable=True)
    asked["q"] = q
    result = ask(parse_params(asked, catalogue.current_snapshot()))
    assert result.total == total(result.params, reading)


@lawfully
@given(question=questions(), q=st.lists(st.sampled_from([*WORDS, *MISSPELT]), max_size=3).map(" ".join))
def test_a_suggestion_tells_the_hits_that_its_search_has(
    reading: Reading, ask: Ask, question: str, q: str
) -> None:
    asked = QueryDict(question, mutable=True)
    asked["q"] = q
    result = ask(parse_params(asked, catalogue.current_snapshot()))
    assert len(result.suggestions) <= 3
    for suggestion in result.suggestions:
        found = ask(suggestion.query)
        assert found.params.q == suggestion.q
        assert found.total == suggestion.total == total(found.params, reading) > 0
        assert (found.unknown, found.suggestions) == ((), ())


@lawfully
@given(q=st.lists(st.sampled_from([*WORDS, *MISSPELT]), max_size=3).map(" ".join))
def test_a_word_is_unknown_when_no_entry_holds_it_even_alone(reading: Reading, ask: Ask, q: str) -> None:
    result = ask(f"q={quote_plus(q)}")
    for word in result.unknown:
        assert not any(entry.holds(word_term(stem_text(word)[0])) for entry in reading.entries)
    if not result.total:
        lone = [term for term in result.params.terms if len(term.writings[0]) == 1]
        lost = {t.writings[0][0] for t in lone if not any(entry.holds(t) for entry in reading.entries)}
        assert lost <= {stem for word in result.unknown for stem in stem_text(word)}


@st.composite
def slips(draw: Any) -> str:
    """A word of the reference with one mistake in it."""
    plain = [word.lower() for word in reference.WORDS if word.isascii() and word.isalpha()]
    word = draw(st.sampled_from([word for word in plain if len(word) >= spelling.MIN_WORD_LENGTH]))
    place, letter = draw(st.integers(0, len(word) - 2)), draw(st.sampled_from("aeioukrstz"))
    head, one, two, tail = word[:place], word[place], word[place + 1], word[place + 2 :]
    ways = (one, one + letter, letter + two, two + one, one + letter + two)
    return head + draw(st.sampled_from(ways)) + tail


@settings(lawfully, max_examples=examples(60))
@given(slip=slips())
def test_a_slip_is_answered_with_words_one_letter_away(reading: Reading, ask: Ask, slip: str) -> None:
    result = ask(f"q={slip}")
    is_a_word = any(not each.distance for each in spelling.similar_words([slip])[slip])
    if len(slip) >= spelling.MIN_WORD_LENGTH and not is_a_word:  # as "what" of "wheat" is
        assert result.total or result.suggestions
    for suggestion in result.suggestions:
        assert DamerauLevenshtein.distance(slip, suggestion.q) == 1


NONSENSE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *(
                "\x00",
                "\ud800",
                '"',
                "'; DROP TABLE relations_record; --",
                "NEAR(a b)",
                "title:x",
                "a AND",
                "*",
            ),
            *("-1", "0", "10" * 9, "9" * 20, "9" * 5000, "1e9", "٣", "²", "2014-13-45", "0000", "x" * 5000),
            *("(" * 500, '"' * 501, "^a", "a -b", "%", "\\", "{}", "../..", "<script>", "event", "defence"),
        ]
    ),
)
NAMES = ["q", "page", "page_size", "from", "to", "dated", "until", "sort", "unknown", *VALUES]


@settings(lawfully, max_examples=examples(200))
@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES), NONSENSE), max_size=12))
def test_no_nonsense_raises_or_is_followed(reading: Reading, ask: Ask, pairs: list[tuple[str, str]]) -> None:
    asked = QueryDict(mutable=True)
    for name, value in pairs:
        asked.appendlist(name, value)
    names = catalogue.current_snapshot()
    params = parse_params(asked, names)
    assert parse_params(QueryDict(params.query), names) == params
    result = ask(params)
    assert result.total == total(params, reading)
    for problem in result.problems:
        problem.message.encode()
        problem.value.encode()
        assert parse_params(QueryDict(problem.query), names).problems == ()


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)
def test_every_facet_is_a_parameter_the_laws_cover(facet: Any) -> None:
    assert facet.name in VALUES


def test_the_reading_has_issues_that_rest_on_each_word(reading: Reading) -> None:
    words = Counter(word for entry in reading.entries for word in entry.values("word"))
    assert {*words} == {"both", "one", "commentators", "none"}


def test_the_index_belongs_to_the_version_of_its_snapshot(reading: Reading) -> None:
    names = catalogue.current_snapshot()
    assert search_engine(names) is search_engine(names)
    assert search_engine(names).version == names.version


@lawfully
@given(asked=questions(), by_label=st.booleans())
def test_the_page_of_a_facet_holds_the_values_and_counts_of_the_list(
    reading: Reading, ask: Ask, asked: str, by_label: bool
) -> None:
    """With no more values than the list names, both tell the same."""
    result, names = ask(asked), catalogue.current_snapshot()
    selection = Selection(result.params, names)
    for facet, listed in zip(FACETS, result.facets, strict=True):
        values = list_found_values(facet, selection, find_values(facet, selection, "", by_label=by_label))
        told = {(value.value, value.label, value.count, value.selected, value.query) for value in values}
        assert told == {(v.value, v.label, v.count, v.selected, v.query) for v in listed.values}
        assert len(values) == listed.total_values == len(told)
        chosen = [value.selected for value in values]
        assert chosen == sorted(chosen, reverse=True)
        counts = [value.count for value in values if not value.selected]
        assert by_label or counts == sorted(counts, reverse=True)


BASES = [
    {},
    {"type": ["issue"]},
    {"type": ["event"]},
    {"topic": ["defence"]},
    {"topic": ["trade"]},
    {"actor": ["arland"]},
    {"relationship": ["arland-borland"]},
]


@lawfully
@given(asked=questions(), base=st.sampled_from(BASES))
def test_a_pages_feed_and_files_are_of_the_very_entries_it_lists(
    reading: Reading, ask: Ask, asked: str, base: dict[str, list[str]]
) -> None:
    """Or there are none: two choices of one facet, both at once, are no address of a list of all entries."""
    here = ask(asked, base=base)
    told = entries_list_params(here.params, catalogue.current_snapshot())
    if told is None:
        (name,) = base
        assert here.params.chosen(name)
    else:
        assert told.base == ()
        there = ask(told.query)
        assert there.total == here.total
        names = catalogue.current_snapshot()
        assert Selection(there.params, names).hits == Selection(here.params, names).hits
