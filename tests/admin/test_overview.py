"""The first page: what is unpublished, what changed since, which claims are due for a check."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations import publishing
from relations.admin.queue_list import QUEUES, summarize_queues
from relations.models import Claim
from tests.support.admin import change_url, changelist_url, main_content, parse_html, text_of
from tests.support.autosave import type_in
from tests.support.world import a_claim, a_draft, a_published, change

SignIn = Callable[[User], Client]


def section(client: Client, name: str) -> object:
    return parse_html(client.get("/admin/")).find("section", attrs={"aria-labelledby": f"{name}-heading"})


def test_work_that_readers_do_not_see_is_listed_and_counted(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, title="Changed since")
    draft = a_draft("event", key="vvvvv3", slug="b", title="A draft", claims=[])
    client = signed_in(ada)
    changed, drafts = section(client, "changed"), section(client, "drafts")
    assert text_of(changed.select_one(".kind-counts")) == "Event 1"
    link = drafts.select_one(".record-list a")
    assert text_of(link) == "A draft"
    assert client.get(link["href"]).url == change_url(draft)
    counted = drafts.select_one(".kind-counts a")["href"]
    assert counted == changelist_url("event") + "?record__status__exact=never-published"
    assert len(parse_html(client.get(counted)).select("#result_list tbody tr")) == 1


def test_the_eight_last_worked_on_are_named_once_each(ada: User, signed_in: SignIn) -> None:
    topics = [a_draft("topic", slug=f"t{n}", name=f"Topic {n}") for n in range(10)]
    for number, description in ((3, "More."), (0, "More."), (3, "Still more.")):
        change(topics[number], description=description)
    named = [text_of(link) for link in section(signed_in(ada), "drafts").select(".record-list a")]
    assert named == ["Topic 3", "Topic 0", *(f"Topic {n}" for n in (9, 8, 7, 6, 5, 4))]


def test_claims_whose_day_has_passed_lead_to_themselves(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event", claims=[a_claim(), a_claim(id="dddddddd22", text="Due.")])
    Claim.objects.filter(text="Due.").update(review_by=date(2020, 1, 1))
    Claim.objects.exclude(text="Due.").update(review_by=date(9999, 1, 1))
    client = signed_in(ada)
    due = section(client, "claims-due").select(".record-list a")
    assert [text_of(link) for link in due] == ["Due."]
    address, _hash, anchor = due[0]["href"].partition("#")
    assert client.get(address).url == change_url(record)
    assert parse_html(client.get(change_url(record))).find(id=anchor)


def test_a_queue_lists_eight_counts_all_and_leads_to_all_of_them(ada: User, signed_in: SignIn) -> None:
    claims = [
        a_claim(id=f"dddddddd{n:02}".replace("0", "a").replace("1", "b"), text=f"Due {n}.") for n in range(60)
    ]
    a_draft("event", claims=claims)
    for claim in Claim.objects.all():
        days = int(claim.text.removeprefix("Due ").removesuffix("."))
        Claim.objects.filter(pk=claim.pk).update(review_by=date(2020, 1, 1) - timedelta(days))
    client = signed_in(ada)
    queue = section(client, "claims-due")
    assert text_of(queue.h2) == "Claims due for a check (60)"
    assert [text_of(link) for link in queue.select(".record-list a")] == [
        f"Due {n}." for n in range(59, 51, -1)
    ]
    whole = queue.select_one("p a")["href"]
    listed = [
        text_of(link)
        for page in (1, 2)
        for link in main_content(client.get(f"{whole}?p={page}")).select(".record-list a")
    ]
    assert listed == [f"Due {n}." for n in range(59, -1, -1)]


def test_queues_of_one_family_are_one_query(ada: User, django_assert_num_queries: Any) -> None:
    a_draft("event")
    Claim.objects.update(review_by=date(2020, 1, 1))
    assert ada.has_perm("relations.view_entry")  # its permissions are read once
    families = {queue.family or queue.name for queue in QUEUES if queue.is_for(ada)}
    with django_assert_num_queries(len(families)):
        assert [queue.total for queue in summarize_queues(ada)] == [1]


def test_the_first_page_is_less_than_twelve_queries(
    ada: User, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    """With something of everything but what is scheduled, of which it is foreseen whether it can be done."""
    change(a_published("event"), title="Changed since")
    Claim.objects.update(review_by=date(2020, 1, 1))
    draft = a_draft("issue")
    publishing.send_for_review([draft], user=ada)
    client = signed_in(ada)
    type_in(client.get(change_url(draft)), title="Typed")
    client.get("/admin/")
    with django_assert_max_num_queries(11):
        client.get("/admin/")


@pytest.mark.parametrize("count", [1, 8, 9])
def test_a_family_lists_each_of_its_queues_as_if_it_were_alone(ada: User, ben: User, count: int) -> None:
    drafts = [a_draft("topic", slug=f"t{n}", name=f"Topic {n}") for n in range(count)]
    publishing.send_for_review(drafts, user=ben)
    publishing.send_back(drafts[0].reviews.get(), user=ada, note="Mend it.")
    for user in (ada, ben):
        summaries = {summary.name: summary for summary in summarize_queues(user)}
        for queue in (queue for queue in QUEUES if queue.is_for(user)):
            rows = list(queue.rows(user))
            found = summaries.get(queue.name)
            assert (found.total if found else 0) == len(rows), queue.name
            assert (found.lines if found else []) == queue.describe_all(rows[:8])
    assert summaries["sent-back"].total == 1


def test_a_queue_that_is_not_there_is_not_found(ada: User, signed_in: SignIn) -> None:
    assert signed_in(ada).get("/admin/queues/nothing/").status_code == 404


def test_an_empty_reference_says_so(ada: User, signed_in: SignIn) -> None:
    page = text_of(parse_html(signed_in(ada).get("/admin/")).find(id="content"))
    assert "There are no drafts." in page
    assert "Readers see everything as it stands here." in page


def test_our_words_for_the_parts_stand_on_no_page(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    for url in (
        "/admin/",
        change_url(record),
        changelist_url("event"),
        f"/admin/publish/?record={record.pk}",
    ):
        page = parse_html(client.get(url))
        text = text_of(page.body).lower()
        assert "desk" not in text
        assert "press" not in text.replace("compress", "").replace("express", "")
        assert "Relations: editing" in text_of(page.title)


def test_a_record_that_is_not_there_is_not_found(ada: User, signed_in: SignIn) -> None:
    for pk in ("0", "x", "9" * 30):
        assert signed_in(ada).get(f"/admin/record/{pk}/").status_code == 404
