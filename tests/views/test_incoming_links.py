"""An entry that many others link to: its page stays short, and leads to the list of all of them."""

from typing import Any

import pytest
from django.test import Client

from relations.presenters.entry_lists import MAX_ITEMS, TRUNCATED_ITEMS
from tests.support.world import a_claim, a_document
from tests.views.pages import ENTRY_QUERIES, links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db

# A list of entries: the version, the entry that is linked to, the entries of the page.
LIST_QUERIES = 3


def linking(number: int, kind: str = "event", link: str = "follows") -> list[dict[str, Any]]:
    """So many entries that link to the pact, of 2001, 2002 and so on."""
    return [
        a_document(
            kind,
            key=f"{kind[0]}{n:05}",
            slug=f"{kind}-{n}",
            title=f"The {kind} {n}",
            links=[{"kind": link, "entry": "pact22"}],
            claims=[],
        )
        | ({"date": str(2001 + n)} if kind == "event" else {})
        for n in range(number)
    ]


def the_pact(**values: Any) -> dict[str, Any]:
    return a_document("agreement", key="pact22", title="The pact", **values)


def test_all_links_are_shown_while_they_are_no_more_than_in_other_lists(
    reader: Client, django_assert_num_queries: Any
) -> None:
    publish_world(the_pact(), *linking(MAX_ITEMS))
    reader.get("/entries/")  # which reads names and index
    with django_assert_num_queries(ENTRY_QUERIES):
        events = section(open_page(reader, "/agreements/pact/"), "events")
    assert links(events) == [f"/events/event-{n}/" for n in range(MAX_ITEMS)]


def test_of_more_the_oldest_are_shown_and_a_list_has_all(
    reader: Client, django_assert_num_queries: Any
) -> None:
    publish_world(the_pact(links=[{"kind": "concerns", "entry": "e00070"}]), *linking(MAX_ITEMS + 20))
    reader.get("/entries/")
    with django_assert_num_queries(ENTRY_QUERIES):
        events = section(open_page(reader, "/agreements/pact/"), "events")
    *shown, own, every = links(events)
    assert shown == [f"/events/event-{n}/" for n in range(TRUNCATED_ITEMS)]
    assert own == "/events/event-70/", "what the entry itself states is always there"
    assert words(events).endswith("20 of 80 that link here are listed. All 80")
    with django_assert_num_queries(LIST_QUERIES):
        page = open_page(reader, every)
    assert words(page.h1) == "80 events linked to “The pact”"
    assert words(page.select_one(".chips")).endswith("Remove Linked to The pact ×")


def test_a_counterpart_is_shown_however_many_others_there_are(reader: Client) -> None:
    publish_world(
        a_document("issue", key="pact22", slug="of-one", title="The one"),
        *linking(MAX_ITEMS + 1, "issue"),
        a_document(
            "issue",
            key="other2",
            slug="of-other",
            title="The other",
            claims=[a_claim(id="ccccccccc3")],
            links=[{"kind": "counterpart", "entry": "pact22"}],
        ),
    )
    page = open_page(reader, "/issues/of-one/")
    assert links(section(page, "counterpart")) == ["/issues/of-other/"]
    assert len(links(section(page, "issues"))) == TRUNCATED_ITEMS + 1


def test_every_format_has_the_entries_that_link_to_one(reader: Client) -> None:
    publish_world(the_pact(), *linking(3), a_document("issue"))
    assert [each["code"] for each in reader.get("/entries.json?links_to=pact22").json()["results"]] == [
        "e00002",
        "e00001",
        "e00000",
    ]
    table = reader.get("/entries.csv?links_to=PACT22")
    assert len(b"".join(table).decode().splitlines()) == 4
    assert reader.get("/entries.json?links_to=e00000").json()["count"] == 0


@pytest.mark.parametrize("value", ["nobody", "pact", "x" * 300, "a b", "пакт"])
def test_what_is_no_code_of_a_published_entry_is_said_to_be_none(reader: Client, value: str) -> None:
    publish_world(the_pact())
    answer = reader.get("/entries.json", {"links_to": value}).json()
    assert answer["count"] == 1
    assert [problem["name"] for problem in answer["problems"]] == ["links_to"]
    assert answer["problems"][0]["message"].startswith("No published entry has the code")
