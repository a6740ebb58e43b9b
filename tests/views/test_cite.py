"""``…/cite/``: every page is cited as it is at one version, in the usual styles, as files, and to copy."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import Mock

import pytest
from bs4 import BeautifulSoup
from citeproc.source import VariableError
from django.test import Client

from relations.formats.citation_styles import STYLES
from relations.formats.literature import LITERATURE
from relations.models import Edition, Record, VersionCounter
from tests.support.factories import merge_record, publish_document, withdraw_record
from tests.support.world import a_claim, a_document
from tests.views.heads import canonical, meta, one
from tests.views.pages import an_issue, links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db

SITE = "https://relations.example"
STYLE_LABELS = [style.label for style in STYLES]
FILE_LABELS = ["BibTeX", "RIS", "CSL-JSON"]
RECORDS = (
    *("/events/summit/", "/agreements/pact/", "/issues/fishing/", "/topics/defence/", "/actors/arland/"),
    *("/relationships/arland-borland/", "/sources/joint-statement/"),
)
PAGES = (*RECORDS, "/", "/entries/", "/timeline/", "/events/summit/editions/1/")
HOSTILE = """"Make in India" & <S-400> </script>\u2028{x}"""
# The day of a publication, and that of reading it, are neither today nor any date of an event here.
READ = date(2021, 2, 3)
PUBLISHED = datetime(2020, 3, 9, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _world(db: None, settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_world(a_document("event"), a_document("agreement"), an_issue())
    Edition.objects.update(published_at=PUBLISHED)


def version() -> int:
    return VersionCounter.objects.version()


def texts(page: BeautifulSoup, number: int = 1) -> dict[str, str]:
    """By the name of a style or a format what there is to copy of the first work, or the second."""
    rows = section(page, f"work-{number}").select("dl > div")
    return {
        row.dt.find(string=True).strip(): row.select_one(".citation-text").get_text()
        for row in rows
        if row.select_one(".citation-text")
    }


def address(page: BeautifulSoup, number: int = 1) -> str:
    return texts(page, number)["Address"]


def item(page: BeautifulSoup, number: int = 1) -> dict[str, Any]:
    (found,) = json.loads(texts(page, number)["CSL-JSON"])
    return dict(found)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_cited_as_it_is_at_this_version_in_every_style_and_format(
    reader: Client, path: str
) -> None:
    page = open_page(reader, f"{path}cite/")
    number = 2 if path.startswith("/sources/") else 1
    found = texts(page, number)
    assert list(found) == [*STYLE_LABELS, "Address", *FILE_LABELS]
    url = f"{SITE}{path}@v{version()}/"
    assert found["Address"] == url
    assert {name for name, text in found.items() if text.count(url) != 1} == set()
    assert open_page(reader, url.removeprefix(SITE))


@pytest.mark.parametrize("path", [*RECORDS, "/", "/claims/cccccccc22/", "/events/summit/editions/1/"])
def test_the_files_hold_exactly_what_the_page_shows(reader: Client, path: str) -> None:
    page = open_page(reader, f"{path}cite/")
    for number in range(1, 3 if path.startswith("/sources/") else 2):
        found, there = texts(page, number), links(section(page, f"work-{number}"))
        assert len(there) == len(LITERATURE)
        for label, href in zip(FILE_LABELS, there, strict=True):
            assert reader.get(href).content.decode().replace("\r\n", "\n") == found[label]


def test_a_list_is_cited_whole_by_its_canonical_query(reader: Client) -> None:
    page = open_page(reader, "/entries/cite/?page=1&topic=defence&type=event&unknown=1")
    url = f"{SITE}/entries/@v{version()}/?type=event&topic=defence"
    assert address(page) == url
    assert item(page)["title"] == words(open_page(reader, url.removeprefix(SITE)).h1)
    assert links(section(page, "work-1"))[0] == "/entries/cite.bib?type=event&topic=defence"
    assert url in reader.get("/entries/cite.bib?type=event&topic=defence").text
    assert canonical(page) == f"{SITE}/entries/cite/?type=event&topic=defence"


def test_lists_cited_side_by_side_have_different_keys(reader: Client) -> None:
    queries = ("", "?type=event", "?type=issue", "?type=event&q=summit")
    paths = [f"{path}{query}" for path in ("/entries/cite/", "/timeline/cite/") for query in queries]
    assert len({item(open_page(reader, path))["id"] for path in paths}) == len(paths)


@pytest.mark.parametrize(
    "path",
    ["/events/summit", "/topics/defence", "/events/summit/editions/1", "/claims/cccccccc22", "/entries", ""],
)
def test_a_page_has_a_key_of_its_own_at_each_version(reader: Client, path: str) -> None:
    then = version()
    publish_document(a_document("actor", key="farland", slug="farland", name="Farland"))
    works = [
        json.loads(reader.get(f"{path}/cite{pin}.csl.json").content)[0]
        for pin in (f"/@v{then}", f"/@v{version()}", "")
    ]
    assert [work["id"].rpartition("-")[2] for work in works] == [f"v{then}", *[f"v{version()}"] * 2]
    assert works[0]["URL"] != works[1]["URL"]
    assert works[1] == works[2]


def test_the_key_of_a_record_is_that_of_its_edition(reader: Client) -> None:
    for path, key in (("/events/summit", "vvvvv2-1"), ("/topics/defence", "topic-defence-1")):
        for suffix in ("", f"/@v{version()}", "/editions/1"):
            assert json.loads(reader.get(f"{path}{suffix}.csl.json").content)[0]["id"] == key


def test_a_claim_is_cited_where_it_stands_with_its_sources_in_view(reader: Client) -> None:
    page = open_page(reader, "/claims/cccccccc22/cite/")
    url = f"{SITE}/events/summit/@v{version()}/#c-cccccccc22"
    assert address(page) == url
    assert item(page)["title"] == "Summit in Port Arle"
    assert words(page.blockquote) == "The two states met."
    assert "Paragraph 1" in words(page.header.find_next("header"))
    pinned = open_page(reader, url.removeprefix(SITE).partition("#")[0])
    assert pinned.select_one("#c-cccccccc22")


def test_of_a_cited_claim_it_is_said_whose_it_is_and_when_it_was_said(reader: Client) -> None:
    held = a_claim(kind="position", side="borland")
    said = a_claim(id="dddddddd22", kind="position", speaker="arland", side="borland", said_on="2019-09-04")
    publish_document(a_document("event", claims=[held, said]))
    headers = [
        words(open_page(reader, f"/claims/{code}/cite/").select_one(".claim-header"))
        for code in ("cccccccc22", "dddddddd22")
    ]
    assert headers == ["Position Borland", "Position Arland, for Borland 4 September 2019"]


def test_a_claim_that_was_taken_out_is_cited_in_the_last_edition_with_it(reader: Client) -> None:
    publish_document(a_document("event", claims=[a_claim(id="dddddddd22")]))
    page = open_page(reader, "/claims/cccccccc22/cite/")
    assert address(page) == f"{SITE}/events/summit/editions/1/@v{version()}/#c-cccccccc22"
    assert item(page)["version"] == "1"


def test_of_a_claim_corrected_later_an_earlier_version_says_so(reader: Client) -> None:
    before = version()
    publish_document(
        a_document("event", claims=[a_claim(text="They did not.")]),
        action="corrected",
        note="Misread.",
    )
    page = open_page(reader, f"/claims/cccccccc22/cite/@v{before}/")
    assert words(page.blockquote) == "The two states met."
    assert "Misread." in words(page.select_one(".banner"))


def test_of_a_source_the_source_comes_first_and_what_is_said_of_it_second(reader: Client) -> None:
    page = open_page(reader, "/sources/joint-statement/cite/")
    source, ours = item(page), item(page, 2)
    assert (source["id"], source["type"]) == ("joint-statement", "document")
    assert source["issued"] == {"date-parts": [[2019, 9]]}
    assert "accessed" not in source
    assert (ours["id"], ours["type"]) == (
        f"source-joint-statement-1-v{version()}",
        "entry-encyclopedia",
    )
    assert ours["container-title"] == "Relations"
    assert "Address" not in texts(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_citation_of_an_earlier_version_is_of_that_version(reader: Client, path: str) -> None:
    then = version()
    publish_document(a_document("event", title="Another name"))
    publish_document(a_document("topic", description="Other words."))
    page = open_page(reader, f"{path}cite/@v{then}/")
    number = 2 if path.startswith("/sources/") else 1
    assert address(page, number) == f"{SITE}{path}@v{then}/"
    assert f"version {then} (" in words(page.select_one(".lede"))
    assert canonical(page) == f"{SITE}{path}cite/"
    assert len(page.select('meta[name=robots][content="noindex"]')) == 1
    assert {href.count("@v") for href in links(section(page, f"work-{number}"))} == {1}
    for href in links(section(page, f"work-{number}")):
        assert f"{path}@v{then}/" in reader.get(href).text


@pytest.mark.parametrize(
    "path", [*PAGES, "/entries/?type=event", "/topics/defence/editions/1/", "/claims/cccccccc22/history/"]
)
def test_a_page_leads_to_its_citations_at_its_own_version(reader: Client, path: str) -> None:
    path = "/about/" if path == "/" else path
    base, _mark, query = path.partition("?")
    for pin in ("", f"@v{version()}/"):
        page = open_page(reader, f"{base}{pin}?{query}" if query else f"{base}{pin}")
        link, *_files = section(page, "cite").select('a[rel="nofollow"][href*="/cite/"]')
        there = open_page(reader, link["href"])
        assert ("@v" in link["href"]) == bool(pin)
        assert there.select(".citation-text")


def test_the_page_of_a_narrowed_record_leads_to_the_citations_of_that_list(reader: Client) -> None:
    page = open_page(reader, "/topics/defence/?type=event")
    found = [link["href"] for link in page.select('a[href*="cite/"]')]
    assert found == ["/entries/cite/?type=event&topic=defence", "/topics/defence/cite/"]
    # No address of another list says both.
    assert not open_page(reader, "/events/?type=issue").select('a[href*="cite/"]')


def test_the_page_about_the_reference_says_how_to_cite_it(reader: Client) -> None:
    about = section(open_page(reader, "/about/"), "cite")
    assert "/cite/" in links(about)
    page = open_page(reader, "/cite/")
    assert (item(page)["title"], address(page)) == ("Relations", f"{SITE}/@v{version()}/")


@pytest.mark.parametrize("path", ["/events/summit/", "/claims/cccccccc22/", "/topics/defence/", "/entries/"])
@pytest.mark.parametrize("pinned", [False, True])
def test_there_is_one_day_of_access_and_the_date_is_that_of_the_edition(
    reader: Client, monkeypatch: pytest.MonkeyPatch, path: str, pinned: bool
) -> None:
    monkeypatch.setattr("relations.presenters.cite_page.timezone", Mock(localdate=lambda: READ))
    page = open_page(reader, f"{path}cite/@v{version()}/" if pinned else f"{path}cite/")
    found = texts(page)
    assert re.findall(r"\d{4}-\d{2}-\d{2}", found["BibTeX"]) == ["2020-03-09", "2021-02-03"]
    assert re.findall("^(PY|DA|Y2)  - (.*)$", found["RIS"], re.MULTILINE) == [
        *(("PY", "2020"), ("DA", "2020/03/09/"), ("Y2", "2021/02/03/"))
    ]
    csl = item(page)
    assert csl["issued"] == {"date-parts": [[2020, 3, 9]]}
    assert csl["accessed"] == {"date-parts": [[2021, 2, 3]]}
    said = {name: " ".join(found[name].split()) for name in STYLE_LABELS}
    accessed = {name for name, text in said.items() if "ccessed" in text}
    assert {"Harvard (Cite Them Right, 12th edition)", "ISO 690 (author-date)"} <= accessed
    assert {name for name in accessed if "3 February 2021" not in said[name]} == set()
    assert {name for name, text in said.items() if "2020" not in text or "2019" in text} == set()


@pytest.mark.parametrize("path", ["/events/summit/", "/events/summit/cite/", "/claims/cccccccc22/cite/"])
@pytest.mark.parametrize("pinned", [False, True])
def test_the_head_has_the_dates_of_the_edition_and_never_those_of_the_event(
    reader: Client, path: str, pinned: bool
) -> None:
    page = open_page(reader, f"{path}@v{version()}/" if pinned else path)
    assert one(page, "citation_publication_date") == "2020/03/09"
    assert one(page, "citation_online_date") == "2020/03/09"
    assert not [content for name, content in meta(page, "citation_") if "2019" in content]


def test_what_an_editor_wrote_is_exact_after_one_decoding(reader: Client) -> None:
    publish_document(a_document("event", key="wwwww4", slug="hostile", title=HOSTILE, claims=[]))
    page = open_page(reader, "/events/hostile/cite/")
    found = texts(page)
    assert not page.select("x, s-400, main script, pre *")
    assert item(page)["title"] == HOSTILE
    # Styles have quotation marks of their own.
    assert HOSTILE.replace('"Make in India"', "“Make in India”") in found["ISO 690 (author-date)"]
    assert json.loads(reader.get("/events/hostile/cite.csl.json").content)[0]["title"] == HOSTILE


@pytest.mark.parametrize("title", ["India, NATO and the S-400", "Путин и Моди", "भारत और रूस"])
def test_a_title_is_in_every_citation(reader: Client, title: str) -> None:
    publish_document(a_document("event", title=title))
    found = texts(open_page(reader, "/events/summit/cite/"))
    assert list(found) == [*STYLE_LABELS, "Address", *FILE_LABELS]
    assert {name for name in STYLE_LABELS if "S-400" in title and "NATO" not in found[name]} == set()


@pytest.mark.parametrize("fault", [ValueError, VariableError, NotImplementedError])
def test_a_style_that_cannot_say_it_is_named_and_left_out(
    reader: Client, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def fall(style: object, item: object) -> str:
        raise fault

    monkeypatch.setattr("relations.formats.citation_styles.processor.Style.cite_in_note", fall)
    page = open_page(reader, "/events/summit/cite/")
    assert list(texts(page)) == [
        *(label for label in STYLE_LABELS if "note" not in label),
        *("Address", *FILE_LABELS),
    ]
    rows = {row.dt.get_text(): row.dd for row in page.select("dl > div")}
    assert words(rows["Chicago, note (18th edition)"]) == "This style has no form for it."


@pytest.mark.parametrize("end", ["cite/", "cite.bib"])
def test_it_moves_and_goes_with_its_page(reader: Client, end: str) -> None:
    before = version()
    publish_document(an_issue(slug="fishery"))
    moved = reader.get(f"/issues/fishing/{end}?x=1")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/issues/fishery/{end}?x=1")
    back = with_pin(end, before)
    assert reader.get(f"/issues/fishery/{back}").headers["Location"] == f"/issues/fishing/{back}"
    withdraw_record(Record.objects.get(key="sssss2"))
    for path in ("/issues/fishery/", "/issues/fishery/editions/1/", "/claims/ssssssss22/"):
        assert reader.get(f"{path}{end}").status_code == 410
        assert reader.get(f"{path}{back}").status_code == 410


def with_pin(end: str, number: int) -> str:
    return f"cite/@v{number}{end.removeprefix('cite')}"


def test_a_merged_record_leads_to_its_survivor_and_its_editions_stay(reader: Client) -> None:
    before = version()
    merge_record(Record.objects.get(key="missiles"), Record.objects.get(key="defence"))
    assert reader.get("/topics/missiles/cite/").headers["Location"] == "/topics/defence/cite/"
    edition = open_page(reader, "/topics/missiles/editions/1/cite/")
    assert address(edition) == f"{SITE}/topics/missiles/editions/1/@v{version()}/"
    then = open_page(reader, f"/topics/missiles/cite/@v{before}/")
    assert address(then) == f"{SITE}/topics/missiles/@v{before}/"
    assert canonical(then) == f"{SITE}/topics/defence/cite/"


def test_a_list_that_names_what_was_renamed_leads_on(reader: Client) -> None:
    publish_document(a_document("topic", key="defence", slug="arms"))
    moved = reader.get("/entries/cite/?topic=defence")
    assert moved.headers["Location"] == "/entries/cite/?topic=arms"


@pytest.mark.parametrize(
    "path",
    [
        *("/events/nowhere/cite/", "/claims/zzzzzzzz22/cite/", "/events/summit/editions/9/cite/"),
        *("/events/summit/cite.txt", "/events/summit/cite/x/", "/glossary/cite/", "/preview/x/cite/"),
        *("/events/cite/", "/topics/cite/", "/claims/zzzzzzzz22/cite.bib", "/events/summit/cite.json"),
    ],
)
def test_of_what_is_not_there_nothing_is_cited(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/events/summit/cite/", "/claims/cccccccc22/cite/", "/entries/cite/"])
def test_a_version_that_is_none_is_told_as_elsewhere(reader: Client, path: str) -> None:
    assert reader.get(f"{path}@v999/").status_code == 404
    assert reader.get(f"{path}@then/").status_code == 400
    assert reader.get(f"{path}?as-of=v{version()}").headers["Location"] == f"{path}@v{version()}/"


@pytest.mark.parametrize("path", ["/events/summit/cite", "/EVENTS/Summit/CITE/", "/claims/cccccccc22/Cite/"])
def test_another_spelling_leads_there(reader: Client, path: str) -> None:
    there = f"{path.lower().rstrip('/')}/"
    assert reader.get(path).headers["Location"] == there
    assert open_page(reader, there)


def test_an_entry_called_cite_has_its_own_page_and_citations(reader: Client) -> None:
    publish_document(a_document("event", key="wwwww4", slug="cite", title="Named so", claims=[]))
    assert words(open_page(reader, "/events/cite/").h1) == "Named so"
    assert address(open_page(reader, "/events/cite/cite/")) == f"{SITE}/events/cite/@v{version()}/"


@pytest.mark.parametrize(
    ("path", "count"),
    [
        # The version, and the address; of a claim its entry, and where that stands, too.
        *(("/events/summit/cite/", 2), ("/topics/defence/cite/", 2), ("/sources/joint-statement/cite/", 2)),
        *(("/events/summit/editions/1/cite/", 2), ("/claims/cccccccc22/cite/", 4)),
        *(("/entries/cite/?type=event", 1), ("/timeline/cite/", 1), ("/cite/", 1)),
    ],
)
def test_it_asks_for_no_more_than_what_is_cited(
    reader: Client, path: str, count: int, django_assert_num_queries: Any
) -> None:
    reader.get("/entries/")
    reader.get(path)
    with django_assert_num_queries(count):
        assert reader.get(f"{path}{'&' if '?' in path else '?'}x=1").status_code == 200


def test_it_is_kept_by_the_caches_as_other_pages_are(reader: Client) -> None:
    first = reader.get("/events/summit/cite/")
    again = reader.get("/events/summit/cite/", headers={"if-none-match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["Reference-Version"] == str(version())
