"""The page of a source with what rests on it, and the bibliography."""

import pytest
from django.test import Client

from tests.support.world import CITATION, a_claim, a_document
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


def test_a_passage_nothing_rests_on_says_so(reader: Client) -> None:
    publish_world(a_document("event"))
    assert "Nothing published rests on this passage." in words(
        open_page(reader, "/sources/joint-statement/").select(".passage")[1]
    )


@pytest.mark.parametrize(
    ("values", "shown"),
    [({}, "Names no author and no publisher."), ({"author": "A. Scribe", "publisher": "Press"}, "A. Scribe")],
)
def test_a_source_names_its_authors_or_says_it_has_none(reader: Client, values: dict, shown: str) -> None:
    publish_world(a_document("source", **values))
    assert shown in words(open_page(reader, "/sources/joint-statement/").select_one(".facts"))


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
