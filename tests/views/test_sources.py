"""The page of a source with what rests on it, and the bibliography."""

import pytest
from bs4 import Tag
from django.test import Client

from tests.support.factories import publish_documents
from tests.support.world import CITATION, a_claim, a_document, a_person, an_institution
from tests.views.pages import an_issue, links, open_page, publish_world, words

pytestmark = pytest.mark.django_db


def test_what_rests_on_a_source_stands_passage_by_passage(reader: Client) -> None:
    cited = [{"source": "joint-statement", "locator": "Paragraph 2"}]
    publish_world(
        a_document("event", claims=[a_claim(id="v22", citations=cited)]),
        an_issue(a_claim(id="s22", text="Both fish.")),
    )
    passages = open_page(reader, "/sources/joint-statement/").select(".passage")
    assert [words(passage.h3) for passage in passages] == ["Paragraph 1", "Paragraph 2"]
    assert [links(passage) for passage in passages] == [["/issues/fishing/#c-s22"], ["/events/summit/#c-v22"]]
    assert words(passages[0].select_one(".claim-text")) == "Both fish."


def test_a_milestone_rests_on_a_passage_too(reader: Client) -> None:
    milestone = {"stage": "signed", "date": "2018", "note": "", "citations": [CITATION]}
    publish_world(a_document("agreement", milestones=[milestone]))
    passage = open_page(reader, "/sources/joint-statement/").select_one(".passage")
    assert "Milestone: signed in agreement Defence pact" in words(passage)


def test_places_stand_in_natural_order_and_only_those_that_are_cited(reader: Client) -> None:
    places = ["Paragraph 10", "Paragraph 2", "annex 1", "Paragraph 9"]
    cited = [{"source": "joint-statement", "locator": place} for place in places]
    claims = [a_claim(id=f"c{number}", citations=[one]) for number, one in enumerate(cited)]
    publish_world(a_document("event", claims=claims))
    in_order = ["annex 1", "Paragraph 2", "Paragraph 9", "Paragraph 10"]
    passages = open_page(reader, "/sources/joint-statement/").select(".passage")
    assert [words(passage.h3) for passage in passages] == in_order
    assert reader.get("/sources/joint-statement.json").json()["passages"] == in_order


def facts_of(page: Tag) -> dict[str, str]:
    """What the page of a source says of it, by the heading."""
    return {words(fact.dt): " ".join(fact.dd.get_text(" ").split()) for fact in page.select(".facts > div")}


GOGH = a_person("Gogh", given="Vincent", particle="van")


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, {"Author and publisher": "Names no author and no publisher."}),
        ({"authors": [a_person("Scribe", given="A.")]}, {"Author": "A. Scribe"}),
        (
            {"authors": [GOGH, an_institution("Institute for Studies and Analyses")]},
            {"Authors": "Vincent van Gogh Institute for Studies and Analyses"},
        ),
        ({"editors": [a_person("Rao", given="B.", suffix="Jr.")]}, {"Editor": "B. Rao, Jr."}),
        (
            {"container": "Journal", "volume": "12", "issue": "3", "pages": "45–67"},
            {"Published in": "Journal", "Volume": "12", "Issue": "3", "Pages": "45–67"},
        ),
        (
            {"publisher": "Press", "place": "Port Arle", "edition": "2nd"},
            {"Publisher": "Press", "Place of publication": "Port Arle", "Edition of the work": "2nd"},
        ),
        (
            {"doi": "10.1000/182", "isbn": "978-0-306-40615-7", "issn": "0378-5955"},
            {"DOI": "10.1000/182", "ISBN": "978-0-306-40615-7", "ISSN": "0378-5955"},
        ),
        ({"archived_url": "https://archive.example/x"}, {"Archived copy": "https://archive.example/x"}),
        (
            {"original_title": "Заявление", "original_language": "ru"},
            {"Original title": "Заявление", "Original language": "ru"},
        ),
    ],
)
def test_a_source_says_what_was_published_where_and_by_whom(
    reader: Client, values: dict, shown: dict[str, str]
) -> None:
    publish_world(a_document("source", **values))
    facts = facts_of(open_page(reader, "/sources/joint-statement/"))
    assert {name: facts.get(name) for name in shown} == shown


def test_a_doi_leads_to_its_resolver_and_a_script_nowhere(reader: Client) -> None:
    publish_world(a_document("source", doi="10.1000/a<b>#c", archived_url="javascript:alert(1)"))
    page = open_page(reader, "/sources/joint-statement/")
    assert "https://doi.org/10.1000/a%3Cb%3E%23c" in links(page.select_one(".facts"))
    assert "Archived copy" not in facts_of(page)


def test_the_issuer_is_an_actor_of_the_reference(reader: Client) -> None:
    publish_world(a_document("source", issuer="arland"))
    assert "/actors/arland/" in links(open_page(reader, "/sources/joint-statement/").select_one(".facts"))


@pytest.mark.parametrize("entries", [1, 3])
def test_a_source_costs_three_queries_however_many_entries(
    reader: Client, django_assert_num_queries: object, entries: int
) -> None:
    publish_world(
        *(
            a_document("event", key=f"vvvvv{n}", slug=f"event-{n}", claims=[a_claim(id=f"v{n}")])
            for n in range(2, 2 + entries)
        )
    )
    reader.get("/sources/joint-statement/?warm")
    with django_assert_num_queries(3):
        page = open_page(reader, "/sources/joint-statement/")
    assert len(page.select(".passage li")) == entries


def test_the_bibliography_lists_every_source_with_how_much_rests_on_it(reader: Client) -> None:
    publish_world(a_document("event"))
    page = open_page(reader, "/sources/")
    assert "/sources/joint-statement/" in links(page.main)
    assert "1 entry rests on it" in words(page.main)


def test_that_a_source_names_nobody_is_said_once_where_its_description_says_it(reader: Client) -> None:
    described = {"described": "It is anonymous and names no publisher.", "bare": ""}
    publish_documents(
        [
            a_document("source", slug=slug, title=slug, authors=[], publisher="", description=description)
            for slug, description in described.items()
        ]
    )
    rows = {
        row.cite.get_text(): words(row) for row in open_page(reader, "/sources/").select(".name-list > li")
    }
    assert "Names no author" not in rows["described"]
    assert "Names no author and no publisher." in rows["bare"]
