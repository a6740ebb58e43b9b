"""The first page and the page about the reference, full and empty."""

from typing import Any

import pytest
from django.test import Client

from relations import __version__, publishing
from relations.models import Issue
from relations.presenters import entry_lists, home
from relations.presenters.entry import read_listed
from relations.presenters.home import LATEST
from tests.support.world import a_claim, a_document
from tests.views.pages import an_issue, links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db


def test_the_first_page_leads_to_relationships_themes_and_the_last_published(reader: Client) -> None:
    publish_world(an_issue())
    page = open_page(reader, "/")
    assert "/relationships/arland-borland/" in links(section(page, "relationships"))
    assert {"/topics/defence/", "/topics/missiles/"} <= set(links(section(page, "themes")))
    assert "/issues/fishing/" in links(section(page, "latest"))


def test_the_first_page_reads_only_the_entries_it_shows(reader: Client, monkeypatch: Any) -> None:
    publish_world(
        *(
            an_issue(a_claim(id=f"sssssss{n}22"), key=f"vvvvv{n + 2}", slug=f"issue-{n}")
            for n in range(LATEST + 2)
        )
    )
    read = []
    monkeypatch.setattr(
        entry_lists,
        "read_listed",
        lambda codes, snapshot: read.extend(codes) or read_listed(read, snapshot),
    )
    assert len(section(open_page(reader, "/"), "latest").select("li")) == LATEST
    assert len(read) == LATEST


def test_a_count_leads_to_the_entries_counted(reader: Client) -> None:
    publish_world(an_issue())
    counted = section(open_page(reader, "/"), "themes").select_one("td a")["href"]
    assert counted == "/entries/?topic=defence&type=divergence"
    assert len(open_page(reader, counted).select(".card")) == 1


@pytest.mark.parametrize("path", ["/", "/about/", "/topics/", "/actors/", "/relationships/", "/sources/"])
def test_an_empty_reference_has_its_pages(reader: Client, path: str) -> None:
    open_page(reader, path)


@pytest.mark.parametrize(
    "path", ["/cite/", "/entries/cite/", "/timeline/cite/", "/cite.bib", "/entries/cite.ris"]
)
def test_of_an_empty_reference_there_is_nothing_to_cite(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404
    for there in ("/entries/", "/about/"):
        assert not open_page(reader, there).select('a[href*="cite/"]')


def test_the_foot_says_licence_contact_and_how_far_the_sources_reach(reader: Client) -> None:
    publishing.update_reference(
        title="Arland and Borland", contact="desk@example.org", licence="CC0", sources_reach="2021-04"
    )
    foot = open_page(reader, "/about/").select_one("footer")
    assert "Sources reach April 2021." in words(foot)
    assert "CC0" in words(foot)
    assert "mailto:desk@example.org" in links(foot)


def test_the_page_about_says_how_to_cite_a_claim(reader: Client) -> None:
    assert "¶" in words(section(open_page(reader, "/about/"), "cite"))


def test_the_page_about_describes_its_sources(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_world(a_document("source", slug="almanac", title="Almanac", publisher="Port Arle Press"))
    sources = section(open_page(reader, "/about/"), "sources")
    assert links(sources) == ["/sources/almanac/", "/sources/joint-statement/"]
    assert words(sources).count("Names no author and no publisher.") == 1
    monkeypatch.setattr(home, "MAX_SOURCES", 1)
    sources = section(open_page(reader, "/about/?counted"), "sources")
    assert (
        words(sources)
        == "Who stands behind the sources 2 1 of them names no author and no publisher. All sources"
    )
    assert links(sources) == ["/sources/"]


def test_the_page_about_says_what_is_not_covered(reader: Client) -> None:
    publish_world(an_issue())
    page = open_page(reader, "/about/")
    missing = section(page, "silences")
    assert "On 1 issue facts or prospects are reported, but no office-holder is quoted." in words(missing)
    assert "All of this rests on a single source." in words(missing)
    assert links(missing)[0] == "/entries/?word=none"
    assert "/about/" in links(page.select_one(".site-header nav"))


def test_the_page_about_explains_each_word_that_an_issue_can_rest_on(reader: Client) -> None:
    claims = section(open_page(reader, "/about/"), "claims")
    explained = [term.get_text().lower() for term in claims.find_all("dt")]
    assert explained[-len(Issue.Word) :] == [word.label for word in Issue.Word]


def test_the_page_about_says_which_version_the_site_runs(reader: Client) -> None:
    assert f"Relations {__version__}," in words(section(open_page(reader, "/about/"), "software"))
