"""The first page: what waits for whom, and the accounts below."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations import publishing
from relations.admin.assignments import assign
from relations.admin.claim_queue import DueClaimsQueue
from relations.admin.queue_list import summarize_queues
from relations.admin.queues import QueueSummary
from relations.models import Claim
from tests.support.admin import change_url, changelist_url, main_content, parse_html, text_of
from tests.support.autosave import type_in
from tests.support.reviewing import require_reviews, save_as, sent
from tests.support.scheduling import scheduled
from tests.support.world import a_claim, a_draft, a_published

SignIn = Callable[[User], Client]


def queues_of(user: User) -> list[QueueSummary]:
    return [queue for group in summarize_queues(user) for queue in group.queues]


def section(client: Client, name: str) -> object:
    return parse_html(client.get("/admin/")).find("section", attrs={"aria-labelledby": f"{name}-heading"})


def names(node: Any) -> list[str]:
    return [text_of(link) for link in node.select(".record-list a")] if node else []


def test_work_that_readers_do_not_see_is_listed_and_counted(ada: User, ben: User, signed_in: SignIn) -> None:
    save_as(ben, a_published("event"), title="Changed since")
    draft = save_as(ada, a_draft("event", key="vvvvv3", slug="b", title="Draft", claims=[]), title="A draft")
    client = signed_in(ada)
    changed, drafts = section(client, "changed"), section(client, "my-drafts")
    assert text_of(changed.h3) == "Changed since it was published (1)"
    assert text_of(changed.select_one(".quiet")).startswith("Event · saved by ben, ")
    assert text_of(drafts.h3) == "Your drafts (1)"
    link = drafts.select_one(".record-list a")
    assert text_of(link) == "A draft"
    assert client.get(link["href"]).url == change_url(draft)
    assert names(main_content(client.get(drafts.h3.a["href"]))) == ["A draft"]


def test_the_draft_that_was_left_alone_longest_stands_first(ada: User, signed_in: SignIn) -> None:
    topics = [
        save_as(ada, a_draft("topic", slug=f"t{n}", name=f"T {n}"), name=f"Topic {n}") for n in range(10)
    ]
    for number in (3, 0, 3):
        save_as(ada, topics[number], description=f"More of {number}.")
    named = names(section(signed_in(ada), "my-drafts"))
    assert named == [f"Topic {n}" for n in (1, 2, 4, 5, 6, 7, 8, 9)]


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
    assert text_of(queue.h3) == "Claims due for a check (60)"
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
    with django_assert_num_queries(1 + len(("claims-due", "records"))):
        assert {queue.name: queue.total for queue in queues_of(ada)} == {
            "claims-due": 1,
            "drafts-of-nobody": 6,
        }


@pytest.mark.long
def test_the_first_page_is_eleven_queries(
    ada: User, ben: User, root: User, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    """With something of everything that an editor can have."""
    client = signed_in(ada)
    changed = save_as(ben, a_published("event"), title="Changed since")
    require_reviews()
    publishing.publish([changed], user=root, without_review="Urgent.", note="Better.")
    save_as(ben, changed, title="Changed again")
    Claim.objects.update(review_by=date(2020, 1, 1))
    draft = a_draft("issue")
    publishing.send_for_review([draft], user=ben)
    assign(DueClaimsQueue(), [changed.pk], ada, by=ben)
    type_in(client.get(change_url(draft)), title="Typed")
    topic = a_draft("topic", key="vvvvv4", slug="energy", name="Energy")
    publishing.approve([sent(topic, ben)], user=root)
    scheduled(topic, user=root)
    client.get("/admin/")
    with django_assert_num_queries(11):
        page = parse_html(client.get("/admin/"))
    assert [each["aria-labelledby"].removesuffix("-heading") for each in page.select("section.queue")] == [
        *("assigned", "typed", "for-my-review", "without-review", "scheduled", "changed", "claims-due")
    ]


def test_what_is_approved_and_scheduled_waits_under_scheduled_only(ada: User, ben: User) -> None:
    record = a_draft("topic")
    review = sent(record, ben)
    publishing.approve([review], user=ada)

    def queues() -> list[str]:
        return [queue.name for queue in queues_of(ada) if queue.name in ("approved", "scheduled")]

    assert queues() == ["approved"]
    schedule = scheduled(record, user=ada)
    assert queues() == ["scheduled"]
    save_as(ben, record, description="Written after that.")
    publishing.approve([sent(record, ben)], user=ada)
    assert queues() == ["approved", "scheduled"]
    publishing.cancel(schedule, user=ada)
    assert queues() == ["approved"]


def test_a_queue_that_is_not_there_is_not_found(ada: User, signed_in: SignIn) -> None:
    assert signed_in(ada).get("/admin/queues/nothing/").status_code == 404


def test_an_empty_reference_says_so(ada: User, signed_in: SignIn) -> None:
    page = text_of(parse_html(signed_in(ada).get("/admin/")).find(id="content"))
    assert "Nothing waits for you." in page


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


def test_accounts_and_groups_stand_below_under_administration(root: User, signed_in: SignIn) -> None:
    root.is_superuser = True
    root.save()
    client = signed_in(root)
    page = parse_html(client.get("/admin/"))
    lists = [text_of(caption) for caption in page.select("#content .module caption")]
    assert lists == ["Reference", "Administration"]
    kinds = [text_of(row.th) for row in page.select("#content .app-relations tr[class^=model]")]
    assert kinds.index("Passages") == kinds.index("Sources") + 1
    assert [text_of(row.th) for row in page.select("#content .app-auth tr[class^=model]")] == [
        "Groups",
        "Users",
    ]
    assert text_of(main_content(client.get("/admin/auth/")).h1) == "Administration"


def test_of_the_attempts_to_sign_in_no_page_is_there(root: User, signed_in: SignIn) -> None:
    root.is_superuser = True
    root.save()
    assert signed_in(root).get("/admin/axes/accessattempt/").status_code == 404
