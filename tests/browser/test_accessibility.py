"""Every family of public pages: no rule of access broken, nothing cut off at 320 px, nothing out of order."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import resolve
from django.utils import timezone
from playwright.sync_api import Page, expect

from relations import publishing, urls
from relations.models import Entry, PreviewLink, Record, Topic
from tests.browser.access import violations
from tests.support.world import change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVENT = "modi-putin-telephone-call-april-2021"
ISSUE = "russian-closeness-to-china"
WITHDRAWN = "launch-of-aryabhata-1975"

TOKEN = "t" * 43

# By the names of relations/urls.py, each with what its template shows in different states.
FAMILIES = {
    "home": ["/"],
    "about": ["/about/"],
    "compare": ["/compare/?topic=defence&topic=alignment", "/compare/?topic=alignment"],
    "glossary": ["/glossary/"],
    "topics": ["/topics/"],
    "topic": [
        "/topics/alignment/",
        "/topics/russia-and-china/",
        "/topics/alignment/?type=divergence",
        "/topics/alignment/?print=brief",
    ],
    "actors": ["/actors/"],
    "actor": ["/actors/russia/", "/actors/sergey-lavrov/", "/actors/china/?type=divergence"],
    "relationships": ["/relationships/"],
    "relationship": ["/relationships/india-russia/", "/relationships/india-russia/?q=arms"],
    "sources": ["/sources/"],
    "source": ["/sources/two-plus-two-dialogue-briefing/"],
    "entries": [
        "/entries/",
        "/entries/?q=china&type=divergence&says=assessment",
        "/entries/?q=no+such+words&type=event",
        "/entries/?topic=no-such-topic&from=yesterday",
        "/entries/?topic=alignment&print=worksheet",
    ],
    "events": ["/events/"],
    "agreements": ["/agreements/"],
    "issues": ["/issues/"],
    "timeline": ["/timeline/", "/timeline/?topic=alignment&from=2014", "/timeline/?q=no+such+words"],
    "facet": ["/entries/facets/topic/?topic=alignment", "/timeline/facets/source/?name=zzz"],
    "record_facet": ["/topics/alignment/facets/actor/?order=name"],
    "entry": [f"/events/{EVENT}/", "/agreements/s-400-missile-system-for-india/", f"/issues/{ISSUE}/"],
    "editions": [f"/events/{EVENT}/editions/", "/topics/air-defence/editions/"],
    "edition": [
        f"/events/{EVENT}/editions/1/",
        f"/issues/{ISSUE}/editions/1/",
        "/topics/air-defence/editions/1/",
    ],
    "changes": ["/changes/", "/changes/?since=v2"],
    "corrections": ["/corrections/"],
    "cite": ["/cite/"],
    "record_cite": [f"/events/{EVENT}/cite/", "/sources/two-plus-two-dialogue-briefing/cite/"],
    "edition_cite": [f"/events/{EVENT}/editions/1/cite/"],
    "claim_cite": ["/claims/bh2q2fwxgg/cite/"],
    "selection_cite": ["/entries/cite/?topic=alignment&from=yesterday", "/timeline/cite/"],
    "error_report": ["/claims/bh2q2fwxgg/report/"],
    "error_report_sent": ["/claims/bh2q2fwxgg/report/sent/"],
    "claim_history": ["/claims/bh2q2fwxgg/history/"],
    "record_changes": [f"/events/{EVENT}/changes/?since=v2", "/topics/pandemic-aid/changes/?since=v2"],
    "preview": [f"/preview/{TOKEN}/"],
    "data": ["/data/"],
}
# These answer with data, or lead on.
WITHOUT_A_PAGE = {
    *("record_json", "record_literature", "edition_json", "edition_literature", "sources_json"),
    *("entry_code", "edition_code", "claim"),
    *(
        "changes_feed",
        "corrections_feed",
        "record_feed",
        "record_calendar",
        "sitemap",
        "sitemap_part",
        "robots",
        "health",
        "selection",
    ),
    *("bibliography", "description", "archive", "search_description"),
    *("reference_picture", "record_picture", "qr_code", "oembed"),
    *("cite_file", "record_cite_file", "edition_cite_file", "claim_cite_file", "selection_cite_file"),
}
# The widest of the usual fonts, where there are any; and letters set apart, on any machine.
LETTERS = (
    'font-family: "DejaVu Sans" !important',
    'font-family: "DejaVu Serif" !important; letter-spacing: 0.05em',
)
SET_LETTERS = """(letters) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { ${letters} }`);
  document.adoptedStyleSheets = [sheet];
}"""
# As of an earlier version, on which something was withdrawn since.
PINNED = [
    f"{path}@v2/"
    for path in ("/", "/entries/", "/timeline/", "/topics/alignment/", f"/events/{EVENT}/", "/entries/cite/")
]
ERRORS = {
    "/nothing/here/": 404,
    "/events/nothing-here/": 404,
    "/entries/?q=%00": 400,
    "/compare/?topic=defence&topic=defence": 400,
    f"/events/{WITHDRAWN}/": 410,
}


@pytest.fixture
def lived_in(reference: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference after some use: second editions with differences, a new name, something withdrawn."""
    event = Record.objects.get(entry__slug=EVENT)
    change(event, summary="The two leaders spoke by telephone.", place="Moscow and New Delhi")
    publishing.publish([event], note="The places were added.")
    publishing.rename(Topic.objects.get(slug="s-400").record, slug="air-defence", name="Air defence")
    publishing.withdraw([Entry.objects.get(slug=WITHDRAWN).record], reason="The source was misread.")
    monkeypatch.setattr("secrets.token_urlsafe", lambda size: TOKEN)
    PreviewLink.objects.issue(
        event.revisions.latest("pk"),
        user=User.objects.create_user("somebody"),
        expires_at=timezone.now() + timedelta(days=1),
    )

    def fall(*args: object) -> None:
        raise RuntimeError("For the page that says so.")

    # What fails here is robots.txt, which is in no family.
    monkeypatch.setattr("relations.views.crawlers.absolute_url", fall)


STATUSES = (
    {path: 200 for paths in (*FAMILIES.values(), PINNED) for path in paths} | ERRORS | {"/robots.txt": 500}
)
# So that several processes can share the work: each part is every fourth page.
PARTS = [dict(list(STATUSES.items())[first::4]) for first in range(4)]


def each_page(page: Page, statuses: dict[str, int]) -> Iterator[str]:
    for path, status in statuses.items():
        response = page.goto(path)
        assert response is not None
        assert response.status == status, path
        yield path


def test_every_family_of_pages_is_among_them() -> None:
    pages = {pattern.name for pattern in urls.urlpatterns} - WITHOUT_A_PAGE
    assert pages == set(FAMILIES)
    for name, paths in FAMILIES.items():
        assert {resolve(path.partition("?")[0]).url_name for path in paths} == {name}


@pytest.mark.parametrize("part", PARTS, ids=["1", "2", "3", "4"])
def test_no_public_page_breaks_a_rule_of_access(page: Page, lived_in: None, part: dict[str, int]) -> None:
    assert {path: found for path in each_page(page, part) if (found := violations(page))} == {}


def test_no_page_that_is_another_on_a_phone_breaks_a_rule_there(page: Page, reference: None) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    paths = (
        "/",
        "/relationships/india-russia/",
        "/topics/alignment/?type=divergence",
        "/timeline/",
        "/changes/",
    )
    assert {
        path: found for path in each_page(page, dict.fromkeys(paths, 200)) if (found := violations(page))
    } == {}


def test_no_public_page_scrolls_sideways_at_320_pixels(page: Page, lived_in: None) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for path in each_page(page, STATUSES):
        for letters in (*LETTERS, ""):
            if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
                wide.append((path, letters))
            page.evaluate(SET_LETTERS, letters)
    assert wide == []


def test_a_page_for_those_who_may_not_breaks_no_rule(page: Page, reference: None, ben: User) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(ben.username)
    page.get_by_label("Password").fill("ben's password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    answer = page.goto(f"/admin/publish/?record={Entry.objects.first().record_id}")
    assert answer is not None
    assert answer.status == 403
    assert violations(page) == []
