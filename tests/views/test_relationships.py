"""The dossier of a relationship, and the list of pairs."""

import pytest
from django.test import Client

from tests.support.world import a_claim, a_document
from tests.views.pages import an_issue, links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db


def publish_pair() -> None:
    publish_world(
        an_issue(),
        an_issue(a_claim(id="t22"), key="ttttt2", slug="tides", title="Tides", stance="convergence"),
        an_issue(a_claim(id="t33"), key="ttttt3", slug="loose", title="Loose", topics=[]),
        a_document("event", claims=[a_claim(id="v22")]),
    )


def test_the_dossier_sets_convergences_and_divergences_beside_their_theme(reader: Client) -> None:
    publish_pair()
    row = open_page(reader, "/relationships/arland-borland/").select_one(".comparison-row")
    assert words(row.h3) == "Defence"
    assert words(row.select_one(".is-convergence h4")) == "Convergence"
    assert links(row.select_one(".is-convergence ul")) == ["/issues/tides/"]
    assert links(row.select_one(".is-divergence ul")) == ["/issues/fishing/"]
    assert words(row.select_one(".is-divergence li .note")) == "active"


def test_an_issue_without_a_theme_is_not_lost(reader: Client) -> None:
    publish_pair()
    row = open_page(reader, "/relationships/arland-borland/").select(".comparison-row")[-1]
    assert words(row.h3) == "Without a theme"
    assert links(row) == ["/issues/loose/"]


def test_an_empty_side_of_a_theme_says_so(reader: Client) -> None:
    publish_world(an_issue())
    row = open_page(reader, "/relationships/arland-borland/").select_one(".comparison-row")
    assert words(row.select_one("div.is-convergence .note")) == "none recorded"


def test_the_reversed_pair_leads_to_the_dossier(reader: Client) -> None:
    publish_pair()
    response = reader.get("/relationships/borland-arland/?type=event")
    assert (response.status_code, response.url) == (301, "/relationships/arland-borland/?type=event")


def test_the_dossier_can_be_narrowed(reader: Client) -> None:
    publish_pair()
    page = open_page(reader, "/relationships/arland-borland/?type=convergence")
    assert [words(card.h3) for card in page.select(".card")] == ["Tides"]


def test_the_list_counts_what_each_pair_has(reader: Client) -> None:
    publish_pair()
    page = open_page(reader, "/relationships/")
    assert [words(cell) for cell in page.select("tbody td")] == [
        "1 Convergence",
        "2 Divergences",
        "0",
        "1 Event",
    ]


def test_key_dates_of_a_dossier_are_events_and_the_steps_of_agreements(reader: Client) -> None:
    citation = {"source": "joint-statement", "locator": "Paragraph 1"}
    step = {"stage": "signed", "date": "2018", "note": "", "citations": [citation]}
    pact = a_document("agreement", claims=[a_claim(id="g22")], milestones=[step])
    publish_world(pact, a_document("event", claims=[a_claim(id="v22")]))
    dates = section(open_page(reader, "/relationships/arland-borland/"), "dates")
    assert [words(each) for each in dates.select("li")] == [
        "2018 Agreement: Defence pact signed",
        "4 September 2019 Event: Summit in Port Arle",
    ]
