"""The lists: statuses, counted filters, search, dates, and what they cost."""

import logging
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import publishing
from relations.models import Claim
from tests.support.admin import changelist_url, parse_html, text_of
from tests.support.world import a_claim, a_draft, a_published, change

SignIn = Callable[[User], Client]


@pytest.fixture
def four(db: None) -> None:
    """Four events: published, changed since, withdrawn, never published."""
    codes = {"vvvvv2": "Published", "vvvvv3": "Changed", "vvvvv4": "Withdrawn", "vvvvv5": "Draft"}
    for number, (key, title) in enumerate(codes.items(), start=2):
        claim = a_claim(id=f"ccccccccc{number}", text=f"Of {title}.")
        values = {
            "key": key,
            "title": title,
            "slug": title.lower(),
            "date": f"201{number}",
            "claims": [claim],
        }
        record = (a_draft if title == "Draft" else a_published)("event", **values)
        if title == "Changed":
            change(record, summary="Other words.")
        if title == "Withdrawn":
            publishing.withdraw([record], reason="Wrong.")


def rows(client: Client, query: str = "", kind: str = "event") -> dict[str, str]:
    page = parse_html(client.get(changelist_url(kind) + query))
    return {
        text_of(row.find("th")): text_of(row.select_one(".field-status"))
        for row in page.select("#result_list tbody tr")
    }


def test_each_row_has_its_status(four: None, ada: User, signed_in: SignIn) -> None:
    assert rows(signed_in(ada)) == {
        "Changed": "changed since",
        "Draft": "never published",
        "Published": "published",
        "Withdrawn": "withdrawn",
    }


def test_only_what_readers_can_open_links_to_its_page(four: None, ada: User, signed_in: SignIn) -> None:
    page = parse_html(signed_in(ada).get(changelist_url("event")))
    links = [a["href"] for a in page.select("#result_list .field-public_link a")]
    assert links == ["/events/changed/", "/events/published/"]


def test_filters_carry_their_counts(four: None, ada: User, signed_in: SignIn) -> None:
    page = parse_html(signed_in(ada).get(changelist_url("event")))
    filters = [text_of(item) for item in page.select("#changelist-filter li")]
    for expected in ("published (1)", "changed since (1)", "never published (1)", "Defence (4)"):
        assert expected in filters


@pytest.mark.database
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?record__status__exact=withdrawn", {"Withdrawn"}),
        ("?last_day__year=2013", {"Changed"}),
        ("?q=Of+Draft", {"Draft"}),
        ("?q=nothing", set()),
        ("?uncited=yes", set()),
    ],
)
def test_a_list_is_narrowed(four: None, ada: User, signed_in: SignIn, query: str, titles: set[str]) -> None:
    assert rows(signed_in(ada), query).keys() == titles


def test_a_search_for_very_many_words_looks_for_the_first(four: None, ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    assert rows(client, "?q=" + "draft+" * 12 + "nowhere").keys() == {"Draft"}
    assert rows(client, "?q=" + "draft+" * 11 + "nowhere").keys() == set()


def test_dates_are_drilled_down_by_year(four: None, ada: User, signed_in: SignIn) -> None:
    page = parse_html(signed_in(ada).get(changelist_url("event")))
    years = [text_of(link) for link in page.select(".toplinks a")]
    assert years == ["2012", "2013", "2014", "2015"]


def test_claims_that_are_due_are_found(four: None, ada: User, signed_in: SignIn) -> None:
    claim = Claim.objects.get(text="Of Draft.")
    claim.review_by = date(2020, 1, 1)
    claim.save()
    assert rows(signed_in(ada), "?due=yes").keys() == {"Draft"}


def test_all_entries_stand_in_one_list_and_lead_to_their_own_forms(
    four: None, ada: User, signed_in: SignIn
) -> None:
    a_draft("issue", claims=[])
    client = signed_in(ada)
    page = parse_html(client.get(changelist_url("entry")))
    link = page.find("a", string="Fishing in the strait")
    moved = client.get(link["href"])
    assert moved.status_code == 302
    assert "/admin/relations/issue/" in moved.url
    assert len(page.select("#result_list tbody tr")) == 5


@pytest.mark.long
@pytest.mark.database
@pytest.mark.parametrize(
    ("kind", "queries"),
    [
        # Three for the session and the rights; one for each counted filter.
        *(("event", 14), ("agreement", 15), ("issue", 16), ("entry", 15)),
        *(("topic", 8), ("actor", 9), ("relationship", 6), ("source", 10), ("passage", 6)),
    ],
)
def test_a_list_costs_the_same_however_long_it_is(
    ada: User, signed_in: SignIn, kind: str, queries: int
) -> None:
    a_draft("event")
    a_draft("agreement", claims=[])
    a_draft("issue", claims=[])
    more(2)
    client = signed_in(ada)
    client.get(changelist_url(kind))
    with CaptureQueriesContext(connection) as short:
        client.get(changelist_url(kind))
    for number in range(3, 9):
        more(number)
    with CaptureQueriesContext(connection) as long:
        client.get(changelist_url(kind))
    assert (len(short), len(long)) == (queries, queries)


def more(number: int) -> None:
    """One more of everything."""
    for kind, code in (("event", "wwwww"), ("agreement", "hhhhh"), ("issue", "ttttt")):
        a_draft(kind, key=f"{code}{number}", slug=f"{kind}-{number}", claims=[])
    a_draft("source", slug=f"source-{number}")
    acts_for = "borland" if number % 2 else "arland"
    a_draft("actor", slug=f"actor-{number}", name=f"Actor {number}", acts_for=acts_for)
    a_draft("topic", slug=f"theme-{number}", name=f"Theme {number}")
    a_draft("topic", slug=f"topic-{number}", name=f"Topic {number}", parent=f"theme-{number}")


@pytest.mark.database
@pytest.mark.parametrize("action", ["send_selected_for_review", "publish_selected", "withdraw_selected"])
def test_an_action_on_what_is_gone_meanwhile_says_so(
    ada: User, signed_in: Callable[[User], Client], action: str
) -> None:
    answer = signed_in(ada).post(
        "/admin/relations/agreement/",
        {"action": action, "_selected_action": "99", "select_across": "1"},
        follow=True,
    )
    assert "What you chose is not there any more." in text_of(parse_html(answer))


@pytest.mark.database
@pytest.mark.parametrize("query", ["state__exact='", "status__exact=%00", "state__regex=x", "actors__name=x"])
def test_a_filter_that_is_none_leaves_no_traceback_in_the_log(
    ada: User, signed_in: SignIn, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    client = signed_in(ada)
    caplog.set_level(logging.INFO)
    client.get(f"{changelist_url('issue')}?{query}")
    assert [record.name for record in caplog.records] == ["relations.access"]
