"""The pages of an event and of an agreement, and what every entry's page ends with."""

import re

import pytest
from django.test import Client

from tests.support.world import CITATION, a_claim, a_document
from tests.views.pages import links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db


def facts(client: Client, path: str) -> dict[str, str]:
    rows = open_page(client, path).select(".facts > div")
    return {words(row.dt): words(row.dd) for row in rows}


@pytest.mark.parametrize(
    ("code", "note", "shown"),
    [
        ("2019-09-04", "", "4 September 2019"),
        ("2019-09", "", "September 2019"),
        ("201X", "", "2010s"),
        ("2014~", "From the context", "about 2014 (From the context)"),
        (
            "[..2021-04]",
            "Date not given in the sources",
            "by April 2021 (Date not given in the sources)",
        ),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(reader: Client, code: str, note: str, shown: str) -> None:
    publish_world(a_document("event", date=code, date_note=note))
    assert facts(reader, "/events/summit/")["Date"] == shown


def test_actors_are_listed_by_their_part(reader: Client) -> None:
    parts = [("arland", "side"), ("borland", "side"), ("a-panel", "cause")]
    publish_world(a_document("event", actors=[{"actor": actor, "role": role} for actor, role in parts]))
    shown = facts(reader, "/events/summit/")
    assert (shown["Side"], shown["Cause"]) == ("Arland, Borland", "A panel")


def test_milestones_stand_in_order_each_with_its_date_and_citation(reader: Client) -> None:
    milestones = [
        {"stage": "signed", "date": "2018", "note": "In Port Arle", "citations": [CITATION]},
        {"stage": "in-force", "date": "2019-01", "note": "", "citations": [CITATION]},
    ]
    publish_world(a_document("agreement", milestones=milestones))
    page = open_page(reader, "/agreements/pact/")
    rows = section(page, "milestones").select("li.claim")
    assert [words(row.select_one(".claim-header")) for row in rows] == [
        "Signed 2018",
        "In force January 2019",
    ]
    assert links(rows[0]) == ["/sources/joint-statement/#p-paragraph-1"]
    assert words(page.select_one(".eyebrow")) == "Agreement, in force"


@pytest.mark.parametrize(
    ("form", "badge", "dated"),
    [
        ("instrument", "Agreement", "Made"),
        ("contract", "Contract", "Made"),
        ("mechanism", "Mechanism", "Made"),
        ("project", "Project", "Date"),
        ("proposal", "Proposal", "Date"),
    ],
)
def test_only_what_was_agreed_is_called_an_agreement(
    reader: Client, form: str, badge: str, dated: str
) -> None:
    publish_world(
        a_document("agreement", form=form, claims=[a_claim(id="g22")]),
        a_document("event", links=[{"kind": "concerns", "entry": "ggggg2"}]),
    )
    page = open_page(reader, "/agreements/pact/")
    assert words(page.select_one(".eyebrow")) == badge
    assert "Agreements and projects" in words(page.select_one(".breadcrumb"))
    assert facts(reader, "/agreements/pact/")[dated] == "2019"
    for path in ("/agreements/", "/entries/?type=agreement", "/timeline/?type=agreement"):
        listed = open_page(reader, path)
        assert words(listed.h1) == "1 agreement or project"
        assert words(listed.select_one(".card .eyebrow")) == badge
    topic = open_page(reader, "/topics/defence/")
    assert words(section(topic, "agreements").h2) == "Agreements and projects 1"
    assert words(section(topic, "agreements").select_one(".line-details b")) == badge.lower()
    related = section(open_page(reader, "/events/summit/"), "agreements")
    assert words(related.h2) == "Related agreements and projects"
    assert words(related.select_one(".line-details b")) == badge


def test_the_facet_of_types_names_them_together_and_keeps_its_values(reader: Client) -> None:
    publish_world(a_document("agreement", form="project", claims=[a_claim(id="g22")]))
    (types,) = (
        facet.ul
        for facet in open_page(reader, "/entries/").select(".facets > details")
        if words(facet.summary) == "Type"
    )
    assert [(words(link), link["href"]) for link in types.select("a")] == [
        ("Agreements and projects 1", "?type=agreement")
    ]


def test_no_line_of_a_heading_ends_within_a_name_such_as_s_400(reader: Client) -> None:
    publish_world(a_document("event", title="S-400 & COVID-19 <or> well-known 2-1"))
    heading = open_page(reader, "/events/summit/").h1
    assert words(heading) == "S-400 & COVID-19 <or> well-known 2-1"
    assert [words(whole) for whole in heading.select(".whole")] == ["S-400", "COVID-19"]


def test_a_page_says_its_edition_and_how_to_cite_it(reader: Client) -> None:
    publish_world(a_document("event"))
    page = open_page(reader, "/events/summit/")
    assert words(page.select_one(".edition")).startswith("Edition 1, published ")
    assert links(page.select_one(".edition")) == ["/events/summit/editions/", "/events/summit/cite/"]
    cited = words(page.select_one(".citation-text"))
    assert re.fullmatch(
        r"“Summit in Port Arle”\. Relations, \d+ \w+ \d{4}\. http\S+/events/summit/@v2/", cited
    )


def test_the_tie_of_two_entries_reads_right_from_either_end(reader: Client) -> None:
    pact = a_document("agreement", claims=[a_claim(id="g22")], links=[{"kind": "follows", "entry": "vvvvv2"}])
    publish_world(a_document("event"), pact)
    ahead = section(open_page(reader, "/agreements/pact/"), "events")
    back = section(open_page(reader, "/events/summit/"), "agreements")
    assert "came before this" in words(ahead)
    assert "followed this" in words(back)


def test_a_source_without_author_and_publisher_is_described_so(reader: Client) -> None:
    publish_world(a_document("event"))
    shown = section(open_page(reader, "/events/summit/"), "sources")
    assert "Names no author and no publisher." in words(shown)
