"""Each person's activity is a page: theirs, and the administrators'."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from relations import publishing
from relations.models import Revision
from tests.support.admin import change_url, main_content, parse_html, text_of
from tests.support.reviewing import save_as, sent
from tests.support.scheduling import scheduled
from tests.support.world import a_draft, a_published

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


def url_of(user: User) -> str:
    return reverse("admin:activity", args=[user.pk])


def lines_on(client: Client, user: User, query: str = "") -> list[str]:
    page = main_content(client.get(f"{url_of(user)}{query}"))
    return [text_of(line).partition(" Topic ·")[0] for line in page.select(".record-list li")]


@pytest.mark.long
def test_all_that_somebody_did_is_said_newest_first(ada: User, ben: User, signed_in: SignIn) -> None:
    topic = save_as(ben, a_draft("topic", name="T", slug="trade"), name="Trade")
    review = sent(topic, ben)
    new = publishing.NewComment(anchor="", text="Which trade?")
    publishing.comment(review.revision, user=ada, new=[new])
    publishing.send_back(review, user=ada, note="Say more.")
    save_as(ben, topic, description="Goods and services.")
    publishing.approve([sent(topic, ben)], user=ada)
    publishing.cancel(scheduled(topic, user=ada), user=ada)
    publishing.publish([topic], user=ada)
    publishing.withdraw([topic], user=ada, reason="Not so.")
    assert lines_on(signed_in(ben), ben) == [
        *("sent for review Trade", "saved Trade", "sent for review Trade", "saved Trade")
    ]
    client = signed_in(ada)
    assert lines_on(client, ada) == [
        *("withdrew Trade", "published Trade", "scheduled Trade", "approved Trade", "sent back Trade"),
        "commented on Trade",
    ]
    assert lines_on(client, ada, "?kind=approved") == ["approved Trade"]
    link = main_content(client.get(url_of(ada))).select_one(".record-list a")
    assert client.get(link["href"]).url == change_url(topic)


def test_an_import_is_an_import(ada: User, signed_in: SignIn) -> None:
    topic = a_draft("topic", name="T", slug="trade")
    Revision.objects.filter(record=topic).update(saved_by=ada, origin=Revision.Origin.IMPORTED)
    assert lines_on(signed_in(ada), ada) == ["imported T"]


@pytest.mark.long
def test_a_month_is_chosen_among_those_with_any(ada: User, signed_in: SignIn) -> None:
    for number, moment in enumerate(
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    ):
        topic = save_as(ada, a_draft("topic", name=f"T {number}", slug=f"t{number}"), name=f"Topic {number}")
        Revision.objects.filter(record=topic).update(saved_at=moment)
    client = signed_in(ada)
    months = parse_html(client.get(url_of(ada))).select("#activity-month option")
    assert [month["value"] for month in months] == ["", "2026-01", "2025-12"]
    assert lines_on(client, ada, "?month=2025-12") == ["saved Topic 0"]
    assert lines_on(client, ada, "?month=2026-01&kind=saved") == ["saved Topic 1"]
    assert lines_on(client, ada, "?month=2026-01&kind=published") == []
    for nonsense in ("?month=2020-13", "?month=x", "?kind=x", "?p=x"):
        assert len(lines_on(client, ada, nonsense)) == 2


@pytest.mark.long
def test_what_many_did_is_paged_and_as_many_queries_for_one_as_for_sixty(
    ada: User, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = signed_in(ada)
    topic = a_draft("topic", name="T", slug="trade")
    for count in (1, 60):
        for number in range(count):
            save_as(ada, topic, description=f"{count}, {number}.")
        with django_assert_num_queries(8):
            first = lines_on(client, ada)
        assert len(first) == min(50, count)
    page = main_content(client.get(f"{url_of(ada)}?kind=saved"))
    older = page.select_one(".paginator a")
    assert text_of(older) == "older"
    assert len(lines_on(client, ada, older["href"])) == 11


def test_it_is_open_to_the_person_and_to_administrators(
    ada: User, ben: User, root: User, signed_in: SignIn
) -> None:
    assert signed_in(ben).get(url_of(ben)).status_code == 200
    assert signed_in(ben).get(url_of(ada)).status_code == 403
    assert signed_in(ada).get(url_of(ben)).status_code == 403
    assert signed_in(root).get(url_of(ben)).status_code == 200
    assert signed_in(root).get("/admin/people/999999/activity/").status_code == 404


def test_what_a_record_is_called_is_for_who_may_read_it(ben: User, signed_in: SignIn) -> None:
    """Whoever has a right on accounts alone reads no titles of drafts."""
    save_as(ben, a_draft("topic", name="T", slug="trade"), name="Secret trade")
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_user"))
    (line,) = main_content(signed_in(clerk).get(url_of(ben))).select(".record-list li")
    assert text_of(line).startswith("saved Topic · ")
    assert line.a is None


def test_the_header_and_the_account_lead_to_it(ada: User, root: User, signed_in: SignIn) -> None:
    own = parse_html(signed_in(ada).get("/admin/")).select_one("#user-tools a[href*=activity]")
    assert (own["href"], text_of(own)) == (url_of(ada), "Your activity")
    account = main_content(signed_in(root).get(reverse("admin:auth_user_change", args=[ada.pk])))
    assert account.select_one(f'a[href="{url_of(ada)}"]')


def test_what_was_published_by_a_command_is_nobodys(ada: User, signed_in: SignIn) -> None:
    a_published("event")
    assert lines_on(signed_in(ada), ada) == []
