"""The editors' pages in their states break no rule of access; ``test_every_admin_page.py`` has all pages."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, Page, expect

from relations import documents, publishing
from relations.models import (
    Agreement,
    Edition,
    ErrorReport,
    Event,
    Issue,
    Letter,
    Record,
    Source,
    Topic,
    UnreviewedPublication,
)
from relations.publishing import NewComment
from tests.browser.access import violations, violations_wide_and_narrow
from tests.browser.pages import picker, press
from tests.support.admin import action_url, change_url, changelist_url
from tests.support.reviewing import require_reviews
from tests.support.scheduling import perform, scheduled, scheduled_withdrawal
from tests.support.world import change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event(reference: None) -> Record:
    """A published event, changed since: one claim has lost its citations, one is due for a check."""
    record = Event.objects.get(slug="modi-putin-telephone-call-april-2021").record
    first, second, *others = documents.encode(record)["claims"]
    first |= {"citations": [], "text": "They spoke by telephone."}
    second |= {"review_by": "2020-01-31"}
    return change(record, claims=[first, second, *others])


# So that several processes can share the work: each part is every second page.
PARTS = 2


def each_page(event: Record) -> Iterator[str]:
    draft = change(Agreement.objects.order_by("pk").first().record, title="Another title")
    topic = Topic.objects.get(slug="s-400").record
    yield "/admin/"
    yield changelist_url("event")
    yield change_url(Source.objects.order_by("pk").first().record)
    yield f"{change_url(event)}?check=1"
    yield from (
        action_url("publish", event),
        action_url("publish", draft),
        action_url("publish", event, draft),
    )
    yield from (action_url("rename", topic), action_url("merge", topic), action_url("withdraw", event, draft))


@pytest.mark.parametrize("part", range(PARTS))
def test_no_admin_page_breaks_an_accessibility_rule(
    page: Page, event: Record, ada: User, sign_in: Callable[[User], None], part: int
) -> None:
    sign_in(ada)
    broken = {}
    for path in list(each_page(event))[part::PARTS]:
        response = page.goto(path)
        assert response is not None
        assert response.status == 200, path
        broken[path] = violations_wide_and_narrow(page)
    assert {path: found for path, found in broken.items() if found} == {}


def a_report() -> ErrorReport:
    """About a claim of an entry that is published."""
    edition = Edition.objects.filter(record__kind__in=Record.ENTRY_KINDS, died=None).first()
    return ErrorReport.objects.create(
        record=edition.record, edition=edition, claim="cccccccc22", text="It was wrong."
    )


def test_pages_of_reviewing_break_no_rule(
    page: Page,
    event: Record,
    ada: User,
    person: Callable[[str, str], User],
    sign_in: Callable[[User], None],
) -> None:
    carol = person("carol", "editor")
    (review,) = publishing.send_for_review([event], user=ada)
    code = documents.encode(event)["claims"][1]["id"]
    remarks = [NewComment(f"claims/{code}", "Which claim is this?"), NewComment("title", "Shorter.")]
    publishing.comment(review.revision, user=carol, new=remarks)
    change(event, title="Changed after it was sent")
    other = change(Issue.objects.first().record, title="Another title")
    publishing.approve(publishing.send_for_review([other], user=ada), user=carol)
    change(other, title="Changed after it was approved")
    require_reviews()
    publishing.rename(Topic.objects.get(slug="s-400").record, user=ada, slug="s-400-missile")
    sign_in(carol)
    broken = {}
    for path in (
        "/admin/",
        f"/admin/review/{review.pk}/",
        f"/admin/without-review/{UnreviewedPublication.objects.get().pk}/",
        "/admin/queues/for-my-review/",
        f"/admin/error-reports/{a_report().pk}/",
        action_url("send_for_review", event),
        action_url("publish", other),
        change_url(event),
    ):
        page.goto(path)
        broken[path] = violations_wide_and_narrow(page)
    assert {path: found for path, found in broken.items() if found} == {}


def test_pages_of_what_is_scheduled_break_no_rule(
    page: Page, event: Record, ada: User, root: User, sign_in: Callable[[User], None]
) -> None:
    draft = change(Agreement.objects.order_by("pk").first().record, title="Another title")
    withdrawal = scheduled_withdrawal(draft, user=ada)
    other = change(Issue.objects.first().record, title="Another title")
    held_back = scheduled(other, user=ada, note="Reworded.")
    ada.groups.clear()
    perform(held_back)
    sign_in(root)
    broken = {}
    for path in (
        "/admin/",
        "/admin/queues/scheduled/",
        action_url("publish-on-a-date", draft),
        action_url("withdraw-on-a-date", draft),
        f"/admin/schedules/{withdrawal.pk}/",
        f"/admin/schedules/{held_back.pk}/",
        change_url(draft),
        f"/admin/preview-links/?record={draft.pk}",
        f"/admin/letters/{Letter.objects.get().pk}/",
        "/admin/notices/",
    ):
        page.goto(path)
        broken[path] = violations_wide_and_narrow(page)
    page.goto(action_url("publish-on-a-date", draft))
    page.get_by_label("Day").fill("2027-10-31")
    page.get_by_label("Time:", exact=True).fill("02:30")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_label("What changed").fill("Reworded.")
    press(page, "Publish on a date")
    expect(page.get_by_text("show 02:30 twice")).to_be_visible()
    broken["twice"] = violations(page)
    assert {path: found for path, found in broken.items() if found} == {}


def test_what_the_reference_says_of_itself_is_a_form_like_the_others(
    page: Page, reference: None, root: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(root)
    page.goto("/admin/relations/reference/1/change/")
    assert violations(page) == []


def test_an_open_picker_a_calendar_and_a_popup_break_no_rule(
    page: Page, reference: None, ada: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(ada)
    page.goto("/admin/relations/source/add/")
    picker(page, "issuer").click()
    expect(page.locator(".select2-results__option").nth(2)).to_be_visible()
    broken = {"picker": violations(page)}
    page.keyboard.press("Escape")
    page.locator("#calendarlink0").click()
    expect(page.locator(".calendarbox")).to_be_visible()
    broken["calendar"] = violations(page)
    page.goto("/admin/relations/actor/add/?_popup=1&_to_field=id")
    broken["popup"] = violations_wide_and_narrow(page)
    assert {name: found for name, found in broken.items() if found} == {}


def test_a_refused_save_and_an_ended_session_break_no_rule(
    page: Page, context: BrowserContext, event: Record, ada: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(ada)
    page.goto(change_url(event))
    page.get_by_label("Title").fill("")
    press(page, "Save")
    expect(page.locator(".errornote")).to_be_visible()
    assert violations(page) == []

    context.clear_cookies(name="sessionid")
    press(page, "Save")
    expect(page.get_by_role("heading", name="Sign in to save")).to_be_visible()
    assert violations(page) == []


def test_a_withdrawn_entry_and_a_merged_topic_say_so_without_breaking_a_rule(
    page: Page, reference: None, ada: User, sign_in: Callable[[User], None]
) -> None:
    entry = Event.objects.get(slug="launch-of-aryabhata-1975").record
    topic = Topic.objects.get(slug="s-400").record
    publishing.withdraw([entry], reason="The source was misread.")
    publishing.merge(topic, into=Topic.objects.get(slug="arctic").record)
    sign_in(ada)
    for record in (entry, topic):
        page.goto(change_url(record))
        expect(page.locator(".notice").first).to_be_visible()
        assert violations(page) == []


def test_the_door_that_closed_breaks_no_rule(page: Page, ada: User) -> None:
    page.goto("/admin/")
    for attempt in range(5):
        if attempt:  # the page of the answer has come: on the one before, the password stands
            expect(page.get_by_label("Password")).to_have_value("")
        page.get_by_label("Username").fill(ada.username)
        page.get_by_label("Password").fill("not hers")
        page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Too many attempts")).to_be_visible()
    assert violations(page) == []
