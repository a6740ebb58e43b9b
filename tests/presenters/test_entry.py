"""A document read as a page: its keys become names."""

from datetime import date
from types import SimpleNamespace

from relations.catalogue import Vocabulary
from relations.documents import render
from relations.presenters import EntryContent, passage_anchor, present_entry
from tests.support.world import a_claim, a_document

NOBODY = SimpleNamespace(
    topics=Vocabulary(), actors=Vocabulary(), relationships=Vocabulary(), sources=Vocabulary()
)


def read(**values: object) -> EntryContent:
    document = a_document("issue", **values)
    return present_entry(document, render(document, lambda key: None), NOBODY, today=date(2026, 11, 21))


def test_a_key_without_a_published_name_stands_for_itself_without_a_page() -> None:
    page = read()
    assert [(name.label, name.url) for name in page.topics] == [("defence", "")]
    assert page.claims[0].citations[0].url == ""


def test_an_actor_in_two_roles_is_one_participant() -> None:
    page = read(actors=[{"actor": "arland", "role": role} for role in ("side", "host")])
    assert [(each.actor.key, each.roles) for each in page.participants] == [("arland", ("side", "host"))]


def test_a_review_is_overdue_the_day_after() -> None:
    days = ("2026-11-20", "2026-11-21", "")
    page = read(claims=[a_claim(id=f"k{n}", review_by=day) for n, day in enumerate(days)])
    assert [claim.overdue for claim in page.claims] == [True, False, False]


def test_a_source_cited_twice_is_listed_once() -> None:
    page = read(claims=[a_claim(id="k2"), a_claim(id="k3")])
    assert [source.key for source in page.sources] == ["joint-statement"]


def test_the_anchor_of_a_passage_is_made_of_its_locator() -> None:
    assert (
        passage_anchor("Impact on India–US relations, bullet 3") == "p-impact-on-indiaus-relations-bullet-3"
    )
    assert passage_anchor("第二段") == "p-第二段"
