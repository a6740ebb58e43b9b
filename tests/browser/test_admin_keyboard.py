"""Lists, queues, reviewing and publishing by keyboard on a phone: the focus is seen, and goes in order."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, Page

from relations import documents, publishing
from relations.admin.people.invitations import invite
from relations.mail.account_links import invitation_token, reset_token
from relations.models import Agreement, Invitation, Issue, Record, Topic
from relations.publishing import NewComment
from tests.browser.access import PHONE
from tests.browser.keyboard import focus_faults
from tests.support.admin import action_url, changelist_url, record_url
from tests.support.reviewing import save_as
from tests.support.scheduling import scheduled_withdrawal
from tests.support.world import a_draft, change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def carol(person: Callable[[str, str], User]) -> User:
    return person("carol", "editor")


@pytest.fixture
def paths(reference: None, ada: User, carol: User) -> dict[str, str]:
    """The pages of a record that waits for Carol's review, with a comment, and of others."""
    event = Record.objects.get(entry__slug="modi-putin-telephone-call-april-2021")
    change(event, summary="The two leaders spoke by telephone.", place="Moscow and New Delhi")
    (review,) = publishing.send_for_review([event], user=ada)
    code = documents.encode(event)["claims"][1]["id"]
    remarks = [NewComment(f"claims/{code}", "Which claim is this?")]
    publishing.comment(review.revision, user=carol, new=remarks)
    other = change(Issue.objects.first().record, title="Another title")
    draft = change(Agreement.objects.order_by("pk").first().record, title="Another title")
    withdrawal = scheduled_withdrawal(draft, user=ada)
    old, new = event.revisions.order_by("pk").values_list("pk", flat=True)[:2]
    return {
        "first page": "/admin/",
        "queue": "/admin/queues/for-my-review/",
        "list": f"{changelist_url('topic')}?parent__isnull=True",
        "review": f"/admin/review/{review.pk}/",
        "publish": action_url("publish", other),
        "schedule": f"/admin/schedules/{withdrawal.pk}/",
        "merge": action_url("merge", Topic.objects.get(slug="s-400").record),
        "revisions": record_url(event, "history"),
        "comparison": f"{record_url(event, 'compare')}?old={old}&new={new}",
        "help": "/admin/help/write/",
    }


def test_the_focus_is_seen_and_goes_down_the_page(
    page: Page, paths: dict[str, str], carol: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(carol)
    page.set_viewport_size(PHONE)
    broken = {}
    for name, path in paths.items():
        page.goto(path)
        broken[name] = focus_faults(page)
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            broken[name].append("scrolls sideways")
    assert {name: faults for name, faults in broken.items() if faults} == {}


def test_the_focus_is_seen_on_the_pages_of_people(
    page: Page, context: BrowserContext, ada: User, root: User, sign_in: Callable[[User], None]
) -> None:
    save_as(root, a_draft("topic"), description="Ships.")
    mia = User.objects.create_user("mia", email="mia@example.org")
    invite(mia, root)
    sign_in(root)
    page.set_viewport_size(PHONE)
    paths = [
        *("/admin/auth/user/", "/admin/auth/user/add/", f"/admin/auth/user/{mia.pk}/change/"),
        *("/admin/notices/", f"/admin/people/{root.pk}/activity/", "/admin/missing/"),
        *("/admin/propose-topic/", "/admin/queues/topics-without-issue/"),
    ]
    for_nobody = [
        f"/admin/invitation/{invitation_token(Invitation.objects.get(user=mia))}/",
        *("/admin/password-reset/", f"/admin/password-reset/{reset_token(ada)}/"),
    ]
    broken = {}
    for path in [*paths, *for_nobody]:
        if path in for_nobody:
            context.clear_cookies()
        page.goto(path)
        broken[path] = focus_faults(page)
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            broken[path].append("scrolls sideways")
    assert {name: faults for name, faults in broken.items() if faults} == {}
