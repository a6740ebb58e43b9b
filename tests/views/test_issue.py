"""The page of an issue: both sides beside each other, silence in words, every claim cited."""

import pytest
import time_machine
from django.test import Client

from relations.models import Record
from tests.support.factories import merge_record, publish_document
from tests.support.world import a_claim, a_document
from tests.views.pages import (
    ENTRY_QUERIES,
    a_position,
    an_issue,
    links,
    open_page,
    publish_world,
    section,
    words,
)

pytestmark = pytest.mark.django_db


def test_a_side_without_positions_says_so(reader: Client) -> None:
    publish_world(an_issue(a_position("borland")))
    sides = open_page(reader, "/issues/fishing/").select(".side")
    assert [words(side.h3) for side in sides] == ["Arland", "Borland"]
    assert words(sides[0].select_one(".no-position")) == "No position of Arland in these sources."
    assert words(sides[1].select_one(".claim-text")) == "borland wants fish."


def test_two_sides_without_positions_share_one_sentence(reader: Client) -> None:
    publish_world(an_issue())
    page = open_page(reader, "/issues/fishing/")
    silence = words(section(page, "positions").select_one(".no-position"))
    assert silence == "No position of Arland or of Borland in these sources."
    assert not page.select(".side")


def test_each_position_is_dated_and_names_its_speaker(reader: Client) -> None:
    publish_world(an_issue(a_position("arland"), a_position("borland", said_on="2019")))
    heads = [words(head) for head in open_page(reader, "/issues/fishing/").select(".side .claim-header")]
    assert heads == ["Position Ann Arle 4 September 2019", "Position Bo Borl 2019"]


def test_swapping_the_sides_changes_the_order_and_nothing_else(reader: Client) -> None:
    publish_world(an_issue(a_position("arland"), a_position("borland")))
    before = [str(side) for side in open_page(reader, "/issues/fishing/").select(".side")]
    publish_document(a_document("relationship", sides=["borland", "arland"]))
    after = [str(side) for side in open_page(reader, "/issues/fishing/").select(".side")]
    assert after == before[::-1]


def test_a_position_of_another_actor_stands_apart(reader: Client) -> None:
    publish_world(an_issue(a_position("arland"), a_position("borland", id="ppp") | {"side": "a-panel"}))
    page = open_page(reader, "/issues/fishing/")
    assert words(page.select_one("#c-ppp .claim-text")) == "borland wants fish."
    assert page.select_one("#c-ppp").find_parent(class_="side") is None


def test_the_state_stands_with_its_date(reader: Client) -> None:
    publish_world(an_issue(state="contained", state_as_of="2021-04"))
    eyebrow = open_page(reader, "/issues/fishing/").select_one(".eyebrow")
    assert words(eyebrow) == "Divergence, contained as of April 2021"
    assert eyebrow.svg is not None


def test_a_claim_has_an_anchor_a_permanent_address_and_citations_one_click_away(reader: Client) -> None:
    cited = [{"source": "joint-statement", "locator": "Paragraph 2"}]
    publish_world(an_issue(a_claim(id="ssssssss22", citations=cited)))
    claim = open_page(reader, "/issues/fishing/").select_one("#c-ssssssss22")
    assert links(claim.select_one(".claim-sources")) == [
        "/sources/joint-statement/#p-paragraph-2",
        "/claims/ssssssss22/",
        "/claims/ssssssss22/cite/",
        "/claims/ssssssss22/history/",
        "/claims/ssssssss22/report/?edition=1",
    ]
    source = open_page(reader, "/sources/joint-statement/")
    assert source.select_one("#p-paragraph-2 a")["href"] == "/issues/fishing/#c-ssssssss22"


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("reported-fact", "What is reported"),
        ("assessment", "What commentators hold"),
        ("prospect", "What is expected"),
        ("recommendation", "What is recommended"),
    ],
)
def test_each_kind_of_claim_has_its_section_and_its_owner(reader: Client, kind: str, heading: str) -> None:
    publish_world(an_issue(a_claim(id="k22", kind=kind, speaker="a-panel")))
    found = open_page(reader, "/issues/fishing/").select_one("#c-k22").find_parent("section")
    assert words(found.h2) == heading
    assert links(found.select_one(".claim-header")) == ["/actors/a-panel/"]


def test_a_note_and_the_date_of_figures_are_shown(reader: Client) -> None:
    publish_world(an_issue(a_claim(id="k22", note="The source gives no years.", figure_date="2020")))
    claim = open_page(reader, "/issues/fishing/").select_one("#c-k22")
    assert words(claim.select_one(".claim-note")) == "Editor’s note. The source gives no years."
    assert "figures as of 2020" in words(claim.select_one(".claim-header"))


@pytest.mark.parametrize(("today", "overdue"), [("2022-04-30", False), ("2022-05-01", True)])
def test_a_claim_whose_day_of_review_has_passed_says_so(reader: Client, today: str, overdue: bool) -> None:
    publish_world(an_issue(a_claim(id="k22", review_by="2022-04-30")))
    with time_machine.travel(today):
        notice = open_page(reader, "/issues/fishing/").select_one(".overdue")
    assert (notice is not None) == overdue
    if notice:
        assert words(notice) == "Awaiting a check. This was to be checked again by 30 April 2022."


def test_a_counterpart_is_named_on_both_pages(reader: Client) -> None:
    other = an_issue(
        a_claim(id="k33"),
        key="ttttt2",
        slug="tides",
        title="Tides",
        stance="convergence",
        links=[{"kind": "counterpart", "entry": "sssss2"}],
    )
    publish_world(an_issue(), other)
    for path, counterpart in (("fishing", "/issues/tides/"), ("tides", "/issues/fishing/")):
        page = open_page(reader, f"/issues/{path}/")
        assert counterpart in links(section(page, "counterpart"))


def test_related_events_stand_in_order_with_what_ties_them(reader: Client) -> None:
    events = [
        a_document(
            "event",
            key=f"vvvvv{n}",
            slug=f"event-{n}",
            title=f"Event of {year}",
            date=year,
            claims=[a_claim(id=f"v{n}")],
            links=[{"kind": "concerns", "entry": "sssss2"}],
        )
        for n, year in ((3, "2021"), (4, "1975"), (5, "2000"))
    ]
    publish_world(an_issue(), *events)
    lines = [words(line) for line in section(open_page(reader, "/issues/fishing/"), "events").select("li")]
    assert lines == [f"{year} Event of {year} Event · concerns this" for year in ("1975", "2000", "2021")]


def test_a_tie_to_an_entry_that_is_not_public_is_left_out(reader: Client) -> None:
    publish_world(an_issue(links=[{"kind": "concerns", "entry": "zzzzz9"}]))
    assert section(open_page(reader, "/issues/fishing/"), "events") is None


@pytest.mark.parametrize("ties", [1, 3])
def test_a_page_costs_three_queries_however_many_entries_it_names(
    reader: Client, django_assert_num_queries: object, ties: int
) -> None:
    events = [
        a_document(
            "event",
            key=f"vvvvv{n}",
            slug=f"event-{n}",
            claims=[a_claim(id=f"v{n}")],
            links=[{"kind": "concerns", "entry": "sssss2"}],
        )
        for n in range(2, 2 + ties)
    ]
    publish_world(an_issue(a_position("arland")), *events)
    reader.get("/issues/fishing/?warm")
    with django_assert_num_queries(ENTRY_QUERIES):
        page = open_page(reader, "/issues/fishing/")
    assert len(section(page, "events").select("li")) == ties


@pytest.mark.parametrize(
    ("sides", "words_of", "found"),
    [
        (["arland", "borland"], "Both sides are quoted", "both"),
        (["borland"], "One side is quoted", "one"),
        ([], "No office-holder is quoted", "none"),
    ],
)
def test_pages_lists_and_cards_say_on_whose_word_it_rests(
    reader: Client, sides: list[str], words_of: str, found: str
) -> None:
    publish_world(an_issue(*map(a_position, sides)))
    facts = [words(fact) for fact in open_page(reader, "/issues/fishing/").select(".facts > div")]
    assert f"On whose word{words_of}" in facts
    (card,) = open_page(reader, f"/issues/?word={found}").select(".card")
    assert words_of.lower() in words(card.select_one(".eyebrow")).lower()
    topic = open_page(reader, "/topics/defence/")
    listed = words(section(topic, "open"))
    assert f"active as of September 2019 · {words_of[0].lower()}{words_of[1:]}" in listed
    others = {"both", "one", "commentators", "none"} - {found}
    query = "&".join(f"word={other}" for other in others)
    assert open_page(reader, f"/issues/?{query}").select(".card") == []


def test_a_side_that_was_merged_is_still_quoted(reader: Client) -> None:
    publish_world(
        a_document("actor", name="Kingdom of Arland", slug="kingdom"),
        an_issue(a_position("arland") | {"side": "kingdom"}, a_position("borland")),
    )
    assert reader.get("/issues/fishing.json").json()["word"] == "one"
    kingdom, arland = (Record.objects.get(kind="actor", key=key) for key in ("kingdom", "arland"))
    merge_record(kingdom, into=arland)
    assert reader.get("/issues/fishing.json").json()["word"] == "both"
    assert reader.get("/entries.json?word=both").json()["count"] == 1
