"""What readers report waits for the editors, beside the claim as it was and as it is, until it is decided."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from relations import publishing
from relations.admin.error_reports.queue import ErrorReportsQueue
from relations.models import ErrorReport, Record
from tests.support.admin import change_url, fill_form
from tests.support.world import a_claim, a_published, change
from tests.views.pages import words

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
WRONG, RIGHT = "They signed for 5.2 billion dollars.", "They signed for 5.43 billion dollars."


@pytest.fixture
def entry(db: None) -> Record:
    return a_published("event", claims=[a_claim(text=WRONG)])


@pytest.fixture
def report(entry: Record) -> ErrorReport:
    return reported(entry)


def reported(entry: Record, text: str = "It was 5.43 <script>x()</script>") -> ErrorReport:
    return ErrorReport.objects.create(
        record=entry, edition=entry.current_edition, claim="cccccccc22", text=text, source="Page 4"
    )


def page_of(report: ErrorReport) -> str:
    return reverse("admin:error_report", args=[report.pk])


def decide(client: Client, report: ErrorReport, decision: str, **fields: str) -> tuple[int, BeautifulSoup]:
    response = client.post(page_of(report), {"state": "waiting", "decision": decision, **fields})
    report.refresh_from_db()
    return response.status_code, BeautifulSoup(response.text, "html.parser")


def opened(client: Client, report: ErrorReport) -> BeautifulSoup:
    return BeautifulSoup(client.get(page_of(report)).text, "html.parser")


def in_queue(user: User) -> list[int]:
    return [row.pk for row in ErrorReportsQueue().rows(user)]


def test_it_waits_on_the_first_page_and_in_a_list_of_its_own(
    report: ErrorReport, ada: User, signed_in: SignIn
) -> None:
    client = signed_in(ada)
    for path in (reverse("admin:index"), ErrorReportsQueue().url()):
        page = BeautifulSoup(client.get(path).text, "html.parser")
        (link,) = page.select(f'a[href="{page_of(report)}"]')
        assert words(link).startswith("It was 5.43 <script>")


def test_its_page_has_the_claim_as_it_was_as_it_is_and_as_it_stands_in_the_form(
    report: ErrorReport, entry: Record, ada: User, signed_in: SignIn
) -> None:
    change(entry, claims=[a_claim(text=RIGHT)])
    publishing.publish([entry], note="The figure was wrong.", correction=True)
    change(entry, claims=[a_claim(text="They signed.")])
    page = opened(signed_in(ada), report)
    texts = [words(quote) for quote in page.select("#content-main blockquote")]
    assert texts == ["It was 5.43 <script>x()</script>", "Page 4", WRONG, RIGHT, "They signed."]
    assert not page.select("blockquote script")


def test_what_is_accepted_leads_to_the_claim_in_its_form_and_is_published_as_a_correction(
    report: ErrorReport, entry: Record, ada: User, signed_in: SignIn, time_machine: object
) -> None:
    client = signed_in(ada)
    response = client.post(page_of(report), {"state": "waiting", "decision": "accept"})
    assert response.headers["Location"] == f"{reverse('admin:record', args=[entry.pk])}#claim-cccccccc22"
    report.refresh_from_db()
    assert (report.state, report.decided_by) == ("accepted", ada)
    assert in_queue(ada) == [report.pk]  # nothing is corrected yet
    change(entry, claims=[a_claim(text="They signed for 5.43 billion dollars, and met.")])
    publish = f"{reverse('admin:publish')}?record={entry.pk}"
    form = client.get(publish)
    page = BeautifulSoup(form.text, "html.parser")
    assert page.select_one("input[name=correction]").has_attr("checked")
    client.post(publish, fill_form(form, note="The figure was wrong."))
    entry.refresh_from_db()
    assert entry.current_edition.action == "corrected"
    assert in_queue(ada) == []


def test_an_accepted_report_stands_in_its_claim_until_that_is_corrected(
    report: ErrorReport, entry: Record, ada: User, signed_in: SignIn
) -> None:
    client = signed_in(ada)

    def in_the_form() -> list[Tag]:
        page = BeautifulSoup(client.get(change_url(entry)).text, "html.parser")
        return page.select(".inline-related:has(#claim-cccccccc22) .error-report")

    assert in_the_form() == []
    decide(client, report, "accept")
    (said,) = in_the_form()
    assert words(said).startswith("A reader reports: “It was 5.43 <script>x()</script>”")
    assert said.a["href"] == page_of(report)
    change(entry, claims=[a_claim(text=RIGHT)])
    assert len(in_the_form()) == 1
    publishing.publish([entry], note="The figure was wrong.", correction=True)
    assert in_the_form() == []


def test_the_form_asks_as_much_for_three_accepted_reports_as_for_one(
    report: ErrorReport, entry: Record, ada: User, signed_in: SignIn
) -> None:
    client = signed_in(ada)
    decide(client, report, "accept")
    client.get(change_url(entry))
    with CaptureQueriesContext(connection) as for_one:
        client.get(change_url(entry))
    for each in (reported(entry), reported(entry, "Again.")):
        decide(client, each, "accept")
    with CaptureQueriesContext(connection) as for_three:
        client.get(change_url(entry))
    assert len(for_three) == len(for_one)


def test_a_publication_is_marked_by_nothing_that_was_declined(
    report: ErrorReport, entry: Record, ada: User, signed_in: SignIn
) -> None:
    client = signed_in(ada)
    decide(client, report, "decline", reason="The source says 5.2.")
    change(entry, summary="Another summary.")
    page = BeautifulSoup(client.get(f"{reverse('admin:publish')}?record={entry.pk}").text, "html.parser")
    assert not page.select_one("input[name=correction]").has_attr("checked")


def test_to_decline_wants_a_reason_which_the_others_read(
    report: ErrorReport, ada: User, signed_in: SignIn
) -> None:
    client = signed_in(ada)
    status, page = decide(client, report, "decline")
    assert (status, report.state) == (200, "waiting")
    assert "Say why." in words(page.select_one("#content-main"))
    assert decide(client, report, "decline", reason="The source says 5.2.")[0] == 302
    assert (report.state, report.reason, in_queue(ada)) == ("declined", "The source says 5.2.", [])
    assert "The source says 5.2." in words(opened(client, report).select_one("#content-main"))


def test_spam_is_put_aside_without_a_reason(report: ErrorReport, ada: User, signed_in: SignIn) -> None:
    assert decide(signed_in(ada), report, "spam", reason="Left over.")[0] == 302
    assert (report.state, report.reason, in_queue(ada)) == ("spam", "", [])


@pytest.mark.parametrize("decision", ["", "nonsense"])
def test_another_decision_is_none(report: ErrorReport, ada: User, signed_in: SignIn, decision: str) -> None:
    assert decide(signed_in(ada), report, decision)[0] == 200
    assert report.state == "waiting"


def test_what_somebody_else_decided_meanwhile_stays(
    report: ErrorReport, ada: User, signed_in: SignIn
) -> None:
    client = signed_in(ada)
    decide(client, report, "spam")
    status, page = decide(client, report, "accept")
    assert (status, report.state) == (200, "spam")
    assert "Somebody decided on it meanwhile." in words(page.select_one("#content-main"))


def test_a_contributor_reads_and_does_not_decide(report: ErrorReport, ben: User, signed_in: SignIn) -> None:
    client = signed_in(ben)
    page = opened(client, report)
    assert "It was 5.43" in words(page.select_one("#content-main"))
    assert not page.select("#content-main form")
    assert in_queue(ben) == [report.pk]
    assert decide(client, report, "accept")[0] == 403
    assert report.state == "waiting"


@pytest.mark.long
def test_what_was_deleted_is_told_and_waits_no_longer(
    report: ErrorReport, ada: User, signed_in: SignIn
) -> None:
    ErrorReport.objects.update(sent_at=timezone.now() - timedelta(days=91))
    ErrorReport.objects.expired().erase()
    page = opened(signed_in(ada), report)
    assert "It was deleted" in words(page.select_one("#content-main"))
    assert in_queue(ada) == []


def test_reports_about_one_claim_lead_to_each_other(
    report: ErrorReport, entry: Record, ada: User, signed_in: SignIn
) -> None:
    other = reported(entry, "The same again.")
    assert opened(signed_in(ada), report).select(f'#content-main a[href="{page_of(other)}"]')
