"""One result: its sentence, its cards, its facets and its ways on."""

from collections.abc import Callable
from typing import Any

import pytest

from relations import catalogue
from relations.finder import FacetResult, Result
from relations.finder.facet_values import LISTED_VALUES
from relations.finder.overview import (
    EntryCodes,
    IncomingLinks,
    count_values,
    incoming_links,
    list_codes,
    most_co_occurring,
)
from relations.management import full_text
from relations.models import Claim, Record
from relations.search import fulltext
from tests.finder.reference import vocabulary_documents
from tests.support.factories import merge_record, publish_document, publish_documents, withdraw_record
from tests.support.world import a_claim, a_document

pytestmark = pytest.mark.django_db
Ask = Callable[..., Result]


@pytest.fixture(autouse=True)
def _vocabulary() -> None:
    publish_documents(vocabulary_documents())


def publish(kind: str, key: str, **values: Any) -> Record:
    values = {"slug": key, "claims": [], "actors": [], "topics": [], "relationships": [], **values}
    return publish_document(a_document(kind, key=key, **values)).record


def facet(result: Result, name: str) -> FacetResult:
    return next(facet for facet in result.facets if facet.name == name)


def codes(result: Result) -> list[str]:
    return [card.code for card in result.cards]


def test_an_empty_reference_has_an_empty_result(ask: Ask) -> None:
    result = ask("")
    assert (result.total, result.pages, result.first, result.last) == (0, 1, 0, 0)
    assert result.sentence == "No entries"
    assert (result.next_query, result.previous_query) == (None, None)


def test_a_selection_says_which_values_its_entries_have(ask: Ask) -> None:
    publish("event", "b1", topics=["trade"], claims=[a_claim(kind="position")])
    publish("event", "b2", claims=[a_claim(id="dddddddd22", kind="assessment")])
    for query, kinds in (("", {"position", "assessment"}), ("topic=trade", {"position"}), ("q=zzz", set())):
        selection = ask(query).selection
        assert {kind for kind in Claim.Kind.values if selection.has_value("says", kind)} == kinds


def test_a_list_costs_one_query_beyond_the_snapshot_and_a_search_two(
    ask: Ask, django_assert_num_queries: Any
) -> None:
    publish("event", "b1", topics=["trade"])
    publish("event", "b2", topics=["trade"])
    ask("")
    with django_assert_num_queries(2):
        assert len(ask("topic=trade&page_size=1").cards) == 1
    with django_assert_num_queries(3):
        assert len(ask("topic=trade&q=summit&page_size=1&page=2").cards) == 1


def test_the_same_words_are_looked_up_and_an_entry_is_read_once_until_something_is_published(
    ask: Ask, django_assert_num_queries: Any
) -> None:
    publish("event", "b1", topics=["trade"])
    first = ask("q=summit").cards
    with django_assert_num_queries(1):  # the snapshot's own
        assert ask("topic=trade&q=summit").cards == first
    publish("event", "b2", topics=["trade"], title="Summit on gas")
    assert [card.title_html for card in ask("q=summit").cards] == [
        "<mark>Summit</mark> on gas",
        first[0].title_html,
    ]


def test_a_full_text_that_was_made_again_is_asked_again(ask: Ask) -> None:
    publish("event", "b1")
    fulltext.clear()
    assert ask("q=summit").total == 0
    full_text.rebuild()
    assert ask("q=summit").total == 1


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "3 entries"),
        ("type=event", "1 event"),
        ("type=divergence&topic=trade", "2 divergences about Trade"),
        ("type=event&type=issue", "3 events and issues"),
        ("type=event&type=agreement", "1 event, agreement or project"),
        ("state=active&state=emerging", "2 emerging or active issues"),
        ("status=signed", "No agreements or projects with the status signed"),
        ("topic=trade&from=2014&to=2021", "2 entries about Trade, 2014 to 2021"),
        ("topic=trade&to=2019-09-04", "2 entries about Trade, until 4 September 2019"),
        ("from=2019&to=2019", "3 entries, 2019"),
        ("from=2019", "3 entries, from 2019"),
        ("q=fishing", "2 entries matching “fishing”"),
        ("q=%22in+the+strait%22", "2 entries matching “in the strait”"),
        ("relationship=arland-borland", "2 entries between Arland and Borland"),
        ("actor=arland&actor=borland", "2 entries involving Arland or Borland"),
        ("cause=cerland", "2 entries with Cerland as cause or constraint"),
        ("speaker=arland", "2 entries with claims by Arland"),
        ("says=position&says=prospect&speaker=arland", "2 entries with positions or prospects by Arland"),
        ("source=annual-report", "2 entries citing “Annual report”"),
    ],
)
def test_a_selection_names_itself(ask: Ask, query: str, sentence: str) -> None:
    publish("event", "b1", date="2019")
    for key in ("b2", "b3"):
        claim = a_claim(
            id=f"{key}c",
            kind="position",
            speaker="arland",
            said_on="2019",
            citations=[{"source": "annual-report", "locator": "Paragraph 1"}],
        )
        publish(
            "issue",
            key,
            topics=["trade"],
            relationships=["arland-borland"],
            actors=[{"actor": "arland", "role": "side"}, {"actor": "cerland", "role": "cause"}],
            claims=[claim],
        )
    assert ask(query).sentence == sentence


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Entries"),
        ("type=event&type=agreement", "Events, agreements and projects"),
        ("type=divergence&topic=trade&from=2014&to=2021", "Divergences about Trade, 2014 to 2021"),
        ("state=active&q=gas", "Active issues matching “gas”"),
    ],
)
def test_a_selection_has_the_same_title_whatever_it_holds(ask: Ask, query: str, title: str) -> None:
    assert ask(query).feed_title == f"Relations: {title}"


@pytest.mark.long
def test_a_large_number_is_written_with_separators_and_the_pages_own_choice_is_said(ask: Ask) -> None:
    publish_documents(
        a_document("event", key=f"b{n:04}", slug=f"b{n}", claims=[], topics=["trade"]) for n in range(1001)
    )
    result = ask("", base={"topic": ["trade"], "type": ["event"]})
    assert result.sentence == "1,001 events about Trade"
    assert result.chips == ()


def test_pages_show_every_entry_once_in_order(ask: Ask) -> None:
    publish_documents(
        a_document("event", key=f"b{n}", slug=f"b{n}", claims=[], date=f"20{10 + n}") for n in range(5)
    )
    first = ask("page_size=2")
    assert (codes(first), first.first, first.last, first.pages) == (["b4", "b3"], 1, 2, 3)
    assert (first.previous_query, first.next_query) == (None, "page_size=2&page=2")
    second = ask(first.next_query)
    assert (codes(second), second.first, second.last) == (["b2", "b1"], 3, 4)
    last = ask(second.next_query)
    assert (codes(last), last.first, last.last, last.next_query) == (["b0"], 5, 5, None)
    assert last.previous_query == "page_size=2&page=2"


def test_a_page_beyond_the_last_is_empty_and_says_so(ask: Ask) -> None:
    publish("event", "b1")
    result = ask("page=1000000000")
    assert (result.total, result.cards) == (1, ())
    (problem,) = result.problems
    assert problem.message == "There is no page 1000000000: the last one is 1."
    assert problem.query == ""
    assert result.previous_query == ""


def test_undated_entries_come_last_in_newest_first(ask: Ask) -> None:
    publish("event", "b1", date="")
    publish("event", "b2", date="2019")
    publish("event", "b3", date="2019-09")
    assert codes(ask("")) == ["b2", "b3", "b1"]


def test_a_card_tells_what_a_list_shows(ask: Ask) -> None:
    claim = a_claim(said_on="2019-09-04", text="The **strait** is ours.", kind="position", speaker="arland")
    publish(
        "issue",
        "b1",
        slug="fishing",
        topics=["trade"],
        summary="On the strait.",
        actors=[{"actor": "arland", "role": "side"}, {"actor": "arland", "role": "cause"}],
        claims=[claim],
    )
    (card,) = ask("q=strait").cards
    assert (card.code, card.kind, card.type, card.url, card.edition) == (
        "b1",
        "issue",
        "divergence",
        "/issues/fishing/",
        1,
    )
    assert (card.state, card.status, card.date.code) == ("active", "", "2019-09-04")
    assert [name.label for name in (*card.topics, *card.actors)] == ["Trade", "Arland"]
    assert card.title_html == "Fishing in the <mark>strait</mark>"
    assert card.summary_html == "On the <mark>strait</mark>."
    (hit,) = card.claims
    assert (hit.id, hit.kind, hit.url) == (
        claim["id"],
        "position",
        f"/issues/fishing/{catalogue.claim_url('', claim['id'])}",
    )
    assert hit.html == "<p>The <strong><mark>strait</mark></strong> is ours.</p>"


def test_a_card_shows_the_claims_that_match_what_was_asked_and_at_most_three(ask: Ask) -> None:
    claims = [
        a_claim(id="c1", kind="position", speaker="arland", text="On gas."),
        a_claim(id="c2", kind="position", speaker="borland", text="On gas."),
        a_claim(id="c3", kind="position", speaker="arland", text="On oil."),
        *(a_claim(id=f"d{n}", kind="prospect", text="On wheat.") for n in range(4)),
    ]
    publish("issue", "b1", claims=claims)

    def shown(query: str) -> list[str]:
        return [hit.id for hit in ask(query).cards[0].claims]

    assert shown("") == []
    assert shown("says=position&speaker=arland") == ["c1", "c3"]
    assert shown("says=position&speaker=arland&q=gas") == ["c1"]
    assert shown("says=position&q=fishing") == ["c1", "c2", "c3"]
    assert shown("q=fishing") == []
    assert shown("q=wheat") == ["d0", "d1", "d2"]


def test_a_kind_of_claim_and_a_speaker_must_meet_in_one_claim(ask: Ask) -> None:
    publish(
        "issue",
        "b1",
        claims=[
            a_claim(id="c1", kind="position", speaker="arland"),
            a_claim(id="c2", kind="prospect", speaker="borland"),
        ],
    )
    assert ask("says=position&speaker=arland").total == 1
    result = ask("says=position&speaker=borland")
    assert result.total == 0
    assert [(r.chip.value_label, r.total) for r in result.relaxations] == [("position", 1), ("Borland", 1)]


def test_a_topic_stands_below_its_theme_and_counts_for_it(ask: Ask) -> None:
    publish("event", "b1", topics=["trade"])
    publish("event", "b2", topics=["energy"])
    publish("event", "b3", topics=["energy", "defence"])
    values = [(v.label, v.count, v.indent) for v in facet(ask(""), "topic").values]
    assert values == [("Economy", 3, False), ("Energy", 2, True), ("Trade", 1, True), ("Defence", 1, False)]
    assert ask("topic=economy").total == 3


def test_a_value_that_no_entry_has_is_listed_only_when_chosen(ask: Ask) -> None:
    publish("event", "b1", topics=["trade"])
    listed = facet(ask("topic=asia"), "topic")
    assert [(v.value, v.count, v.selected) for v in listed.values] == [
        ("economy", 1, False),
        ("trade", 1, False),
        ("asia", 0, True),
    ]
    assert listed.selected


def test_a_facet_lists_its_most_frequent_values_and_the_chosen_ones(ask: Ask) -> None:
    numbers = range(LISTED_VALUES + 10)
    publish_documents(a_document("topic", name=f"T{n:02}", slug=f"t{n}", key=f"t{n}") for n in numbers)
    publish_documents(
        a_document("event", key=f"b{n:03}{m}", slug=f"b{n}-{m}", claims=[], topics=[f"t{n}"])
        for n in numbers
        for m in range(2 if n < LISTED_VALUES else 1)
    )
    listed = facet(ask("topic=t55"), "topic")
    assert len(listed.values) == LISTED_VALUES + 1
    assert [value.value for value in listed.values if value.selected] == ["t55"]
    assert listed.total_values == len(numbers)


def test_of_values_as_frequent_as_the_last_listed_those_first_by_name_are_listed(ask: Ask) -> None:
    numbers = range(LISTED_VALUES + 10)
    publish_documents(
        a_document("actor", name=f"A{n:02}", slug=f"a{n}", key=f"a{n}") for n in reversed(numbers)
    )
    publish_documents(
        a_document(
            "event", key=f"b{n}", slug=f"b{n}", claims=[], actors=[{"actor": f"a{n}", "role": "party"}]
        )
        for n in reversed(numbers)
    )
    assert [value.label for value in facet(ask(""), "actor").values] == [
        f"A{n:02}" for n in numbers[:LISTED_VALUES]
    ]


def test_a_topic_is_not_listed_without_its_theme_because_of_the_themes_name(ask: Ask) -> None:
    names = ("z", "a0", *(f"b{n:02}" for n in range(LISTED_VALUES - 1)))
    publish_documents(
        a_document("topic", name=name, slug=name, key=name, parent="z" if name == "a0" else "")
        for name in names
    )
    publish_documents(
        a_document("event", key=f"e{name}", slug=f"e{name}", claims=[], topics=[name]) for name in names[1:]
    )
    listed = facet(ask(""), "topic").values
    assert [(v.label, v.indent) for v in listed[-2:]] == [("b48", False), ("z", False)]


def test_types_stand_in_their_own_order_with_the_stances_below_issue(ask: Ask) -> None:
    publish("issue", "b1")
    publish("issue", "b2", stance="convergence")
    publish("event", "b3")
    assert [(v.value, v.indent) for v in facet(ask(""), "type").values] == [
        ("event", False),
        ("issue", False),
        ("convergence", True),
        ("divergence", True),
    ]


def test_the_page_of_a_topic_counts_within_it_and_does_not_offer_it_again(ask: Ask) -> None:
    publish("event", "b1", topics=["trade", "asia"])
    publish("event", "b2", topics=["asia"])
    result = ask("", base={"topic": ["trade"]})
    assert result.total == 1
    assert [(v.value, v.count) for v in facet(result, "topic").values] == [("asia", 1)]
    assert ask("topic=asia", base={"topic": ["trade"]}).total == 1
    listed = facet(ask("topic=economy", base={"topic": ["trade"]}), "topic")
    assert [(v.value, v.count) for v in listed.values] == [("asia", 1), ("economy", 1)]
    assert listed.total_values == 2


def test_a_merged_topics_entries_are_its_survivors(ask: Ask) -> None:
    publish("event", "b1", topics=["trade"])
    publish("event", "b2", topics=["trade", "asia"])
    merge_record(
        Record.objects.select_related("edition").get(kind="topic", key="trade"),
        Record.objects.get(key="asia"),
    )
    result = ask("topic=asia")
    assert result.total == 2
    assert [[name.key for name in card.topics] for card in result.cards] == [["asia"], ["asia"]]
    assert facet(ask(""), "topic").total_values == 1


def test_a_renamed_topic_is_found_by_its_new_name_only(ask: Ask) -> None:
    publish("event", "b1", topics=["trade"])
    publish_document(a_document("topic", name="Commerce", slug="commerce", key="trade", parent="economy"))
    assert ask("q=commerce").total == 1
    assert ask("q=trade").total == 0


def test_a_withdrawn_entry_is_out_and_a_new_edition_replaces_the_old(ask: Ask) -> None:
    record = publish("event", "b1", title="Gas")
    publish("event", "b2")
    publish("event", "b1", title="Oil")
    assert (ask("q=gas").total, ask("q=oil").total, ask("").total) == (0, 1, 2)
    record.refresh_from_db()
    withdraw_record(record)
    assert (ask("q=oil").total, ask("").total) == (0, 1)


def test_an_entry_may_last_for_all_years_there_are(ask: Ask) -> None:
    publish("event", "b1", date="0001/9999")
    publish("event", "b2", date="2020")
    assert ask("").year_ranges == ((1, 9999, 1), (2020, 2020, 1))


def test_words_may_stand_in_different_places_of_one_entry(ask: Ask) -> None:
    publish("event", "b1", title="Gas", summary="In winter.", topics=["trade"])
    publish("event", "b2", title="Gas")
    assert codes(ask("q=gas+winter+trade")) == ["b1"]
    assert codes(ask("q=economy")) == ["b1"]


def test_relevance_puts_the_title_first_and_breaks_ties_by_newness(ask: Ask) -> None:
    publish("event", "b1", title="Gas", date="2010")
    publish("event", "b2", title="Gas", date="2012")
    publish("event", "b3", summary="Gas", date="2020")
    publish("event", "b4", claims=[a_claim(id="c4", text="Gas gas gas gas.")], date="2021")
    assert codes(ask("q=gas")) == ["b2", "b1", "b3", "b4"]
    assert codes(ask("q=gas&page_size=1&page=2")) == ["b1"]
    assert codes(ask("q=gas&page_size=3&page=2")) == ["b4"]
    assert codes(ask("q=gas&sort=newest")) == ["b4", "b3", "b2", "b1"]


def test_what_the_sources_do_not_date_is_counted_apart(ask: Ask) -> None:
    publish("event", "b1", date="2019-12/2020-01")
    publish("event", "b2", date="[..2021-04]")
    publish("event", "b3", date="")
    result = ask("from=2020")
    assert (result.year_ranges, result.undated, result.total) == (((2019, 2020, 1),), 2, 1)


@pytest.mark.parametrize(
    ("query", "found", "canonical"),
    [
        ("", ["b1", "b0", "b3", "b2"], ""),
        ("dated=yes", ["b1", "b0"], "dated=yes"),
        ("dated=no", ["b3", "b2"], "dated=no"),
        ("dated=no&dated=yes", ["b1", "b0", "b3", "b2"], ""),
        ("from=2021-04&to=2021-04", [], "from=2021-04&to=2021-04"),
        ("from=2014", ["b1"], "from=2014"),
        ("to=2014", ["b0"], "to=2014"),
        ("from=2014&dated=yes", ["b1"], "from=2014"),
        ("from=2014&dated=yes&dated=no", ["b1", "b3", "b2"], "from=2014&dated=yes&dated=no"),
        ("from=2014&dated=no", ["b3", "b2"], "dated=no"),
        ("to=2014&from=2013&dated=no", ["b3", "b2"], "dated=no"),
    ],
)
def test_bounds_are_of_dated_entries_and_dated_decides_about_the_others(
    ask: Ask, query: str, found: list[str], canonical: str
) -> None:
    publish("event", "b0", date="2013")
    publish("event", "b1", date="2019")
    publish("event", "b2", date="")
    publish("event", "b3", date="[..2021-04]")
    result = ask(query)
    assert (codes(result), result.params.query) == (found, canonical)


@pytest.mark.parametrize(
    ("query", "name", "message"),
    [
        ("from=2014&dated=no", "from", "“From 2014” did nothing"),
        ("to=2014-09-04&dated=no", "to", "“Until 4 September 2014” did nothing"),
        ("from=2014&to=2016&dated=no", "from", "“2014 to 2016” did nothing"),
        ("dated=maybe", "dated", "“maybe” is no choice for “dated”. It can be: yes, no."),
    ],
)
def test_what_dated_cannot_follow_is_said(ask: Ask, query: str, name: str, message: str) -> None:
    publish("event", "b1", date="2019")
    (problem,) = ask(query).problems
    assert problem.name == name
    assert message in problem.message


@pytest.mark.parametrize(
    ("query", "sentence", "chips"),
    [
        ("dated=yes", "1 entry, dated", [("dated", "only dated ones", "")]),
        (
            "dated=no",
            "2 entries, without a date in the sources",
            [("dated", "only those without a date in the sources", "")],
        ),
        (
            "from=2014&dated=yes&dated=no",
            "3 entries, from 2014 or without a date in the sources",
            [
                ("from", "2014", ""),
                ("dated", "also those without a date in the sources", "from=2014"),
            ],
        ),
    ],
)
def test_dated_stands_in_the_sentence_and_among_the_chips(
    ask: Ask, query: str, sentence: str, chips: list[tuple[str, str, str]]
) -> None:
    publish("event", "b1", date="2019")
    publish("event", "b2", date="")
    publish("event", "b3", date="[..2021-04]")
    result = ask(query)
    assert result.sentence == sentence
    assert [(chip.name, chip.value_label, chip.query) for chip in result.chips] == chips


@pytest.mark.parametrize(
    ("query", "yes", "no"),
    [
        ("", "dated=yes", "dated=no"),
        ("dated=yes", "", ""),
        ("dated=no", "", ""),
        ("from=2014", "from=2014", "from=2014&dated=yes&dated=no"),
        ("from=2014&dated=yes&dated=no", "dated=no", "from=2014"),
    ],
)
def test_each_value_of_dated_is_taken_in_or_out(ask: Ask, query: str, yes: str, no: str) -> None:
    assert {value.value: value.query for value in ask(query).dated} == {"yes": yes, "no": no}


@pytest.mark.parametrize(
    ("query", "bounds", "expected"),
    [
        ("from=2014&dated=yes&dated=no", ("2016", "2018"), "from=2016&to=2018&dated=yes&dated=no"),
        ("from=2014&dated=yes&dated=no", ("", ""), ""),
        ("dated=no", ("2016", "2018"), "from=2016&to=2018"),
        ("dated=yes", ("2016", "2018"), "from=2016&to=2018"),
        ("dated=yes", ("", ""), "dated=yes"),
    ],
)
def test_other_bounds_keep_dated_where_it_means_the_same(
    ask: Ask, query: str, bounds: tuple[str, str], expected: str
) -> None:
    assert ask(query).params.with_bounds(*bounds).query == expected


def test_overviews_cost_no_query(
    django_assert_num_queries: Any,
) -> None:
    cites = [{"source": "annual-report", "locator": "Paragraph 2"}]
    publish("event", "b1", topics=["trade", "asia"], claims=[a_claim(id="c1", citations=cites)], date="2019")
    publish("issue", "b2", topics=["trade"], links=[{"kind": "concerns", "entry": "b1"}])
    milestone = {"stage": "signed", "date": "2020", "note": "", "citations": cites}
    publish("agreement", "b3", topics=["trade"], date="2020", milestones=[milestone])
    names = catalogue.current_snapshot()
    assert count_values(names, "topic").get("trade", 0) == 3
    with django_assert_num_queries(0):
        assert incoming_links(names, "b1", most=1, truncated=1) == IncomingLinks((("concerns", "b2"),))
        assert incoming_links(names, "b2", most=1, truncated=1) == IncomingLinks()
        counts = count_values(names, "topic")
        assert (counts.get("trade", 0), counts.get("economy", 0), counts.get("x", 0)) == (3, 3, 0)
        cited = {"source": "annual-report"}
        assert list_codes(names, cited, "oldest", 9) == EntryCodes(2, ("b1", "b3"))
        assert list_codes(names, cited, "newest", 1) == EntryCodes(2, ("b3",))
        assert list_codes(names, {}, "oldest", 9, excluding=cited) == EntryCodes(1, ("b2",))
        assert most_co_occurring(names, "topic", "asia", 2) == [("asia", 1), ("economy", 1)]
