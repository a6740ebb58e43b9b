"""What a document implies: an issue's date, an agreement's status, its HTML."""

import pytest
from bs4 import BeautifulSoup

from relations.documents import derive_span, derive_status, markdown_to_html, render
from relations.models import Span
from tests.support.world import a_claim, a_document


def source_date(key: str) -> Span | None:
    return Span.parse("April 2021")


def milestone(stage: str, date: str) -> dict:
    return {"stage": stage, "date": date, "note": "", "citations": []}


def test_an_issue_runs_from_its_first_to_its_last_dated_claim() -> None:
    claims = [a_claim(said_on="2021-04-07"), a_claim(said_on="2014"), a_claim()]
    span = derive_span(a_document("issue", claims=claims), source_date)
    assert span.label == "2014 to 2021"


def test_an_issue_without_dated_claims_is_by_its_sources_date() -> None:
    assert derive_span(a_document("issue"), source_date).label == "by April 2021"


def test_an_issue_whose_claims_have_only_upper_bounds_is_by_the_last_of_them() -> None:
    claims = [a_claim(said_on="[..2014]"), a_claim(said_on="[..2021-04]"), a_claim()]
    assert derive_span(a_document("issue", claims=claims), source_date).label == "by April 2021"


def test_an_upper_bound_is_no_end_of_an_issue_with_dated_claims() -> None:
    claims = [a_claim(said_on="2014"), a_claim(said_on="[..2021-04]")]
    assert derive_span(a_document("issue", claims=claims), source_date).label == "2014"


def test_an_event_has_the_date_its_editor_gave() -> None:
    assert derive_span(a_document("event"), source_date).label == "4 September 2019"


@pytest.mark.parametrize(
    ("milestones", "status"),
    [
        ([], ""),
        ([("signed", "2014")], "signed"),
        ([("due", "2021-11"), ("signed", "2018")], "due"),
        ([("signed", "2018"), ("in-force", "2018")], "in-force"),
        ([("in-force", "2018"), ("amended", "2020")], "in-force"),
        ([("operating", "2018"), ("ended", "2020")], "ended"),
    ],
)
def test_the_latest_milestone_is_the_status(milestones: list, status: str) -> None:
    document = a_document("agreement", milestones=[milestone(*one) for one in milestones])
    assert derive_status(document)[0] == status


def test_a_status_has_the_date_of_its_milestone() -> None:
    milestones = [milestone("signed", "2018"), milestone("due", "2021-11")]
    assert derive_status(a_document("agreement", milestones=milestones)) == ("due", "2021-11")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        '<a href="data:text/html,x">x</a>',
        "[x](data:text/html;base64,x)",
        "<style>p{}</style>",
    ],
)
def test_markdown_carries_nothing_active(attack: str) -> None:
    page = BeautifulSoup(markdown_to_html(attack), "html.parser")
    assert {tag.name for tag in page.find_all()} <= {"p"}


def test_an_image_is_only_a_link() -> None:
    page = BeautifulSoup(markdown_to_html("![x](https://example.org/x.png)"), "html.parser")
    assert {tag.name for tag in page.find_all()} == {"p", "a"}


def test_claims_and_notes_are_rendered_once() -> None:
    claims = [a_claim(text="It is *so*.", note="Or **not**.")]
    rendering = render(a_document("event", claims=claims), source_date)
    assert rendering["html"]["claims"] == {"cccccccc22": "<p>It is <em>so</em>.</p>"}
    assert rendering["html"]["notes"] == {"cccccccc22": "<p>Or <strong>not</strong>.</p>"}
