"""The shipped reference, page by page as a crawler finds it: light, well made, and no link leads nowhere."""

import gzip
import json
import re
from collections import Counter
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from relations.catalogue import current_snapshot, record_url
from tests.support import shipped
from tests.support.crawling import LOADED, OWN_SCRIPT, Answer, anchor_of, ask, crawl, is_own_script
from tests.support.factories import current_entries
from tests.support.schema_org import faults

pytestmark = [pytest.mark.django_db, pytest.mark.markup, pytest.mark.slow]

STATIC = settings.BASE_DIR / "relations" / "static" / "relations"
HEAVIEST = 30_000  # bytes of HTML, the stylesheet and all scripts together
SCRIPTS = ("script.js", "finder.js", "claims.js")
# One list of each family stands for the others: what their facets lead to is as many as there are choices.
NARROWED = (
    "/entries/",
    "/timeline/",
    "/topics/alignment/",
    "/actors/china/",
    "/relationships/india-russia/",
)
# To cite in six styles takes longer than to show: one page of each kind stands for the others.
CITED = tuple(
    f"{page}cite/"
    for page in (
        *(
            "/",
            "/entries/",
            "/timeline/",
            "/topics/alignment/",
            "/actors/china/",
            "/relationships/india-russia/",
        ),
        *("/sources/two-plus-two-dialogue-briefing/", "/events/modi-putin-telephone-call-april-2021/"),
        "/claims/bh2q2fwxgg/",
    )
)
# One page of each family that is no record's own.
LISTS = (
    *("/", "/about/", "/data/", "/corrections/", "/topics/", "/actors/", "/relationships/", "/sources/"),
    *("/glossary/", "/compare/", "/compare/?topic=alignment&topic=trade-and-connectivity"),
    *("/entries/", "/timeline/", "/entries/facets/actor/", "/topics/alignment/facets/speaker/?name=a"),
    *CITED,
)

CLAIM = "/claims/[^/]+/(@v[0-9]+/)?"

_site: dict[str, Answer] = {}
_reading_pages: list[Answer] = []


def is_followed(link: str) -> bool:
    path, _mark, query = link.partition("?")
    if "/cite/" in path:
        return path in CITED and not query
    return (not query or path in NARROWED) and not path.startswith(("/static/", "/admin/"))


@pytest.fixture
def site(db: None) -> dict[str, Answer]:
    """Every address of the shipped reference that is linked, with its answer; read once for this file."""
    if not _site:
        shipped.lay_out()
        _site.update(crawl(Client(), is_followed))
        _reading_pages.extend(_site.get(path) or ask(Client(), path) for path in reading_paths())
    return _site


def reading_paths() -> list[str]:
    """Every reading page: the lists, the vocabularies, the entries."""
    names = current_snapshot()
    vocabulary = [
        name.url for kind in ("topic", "actor", "relationship", "source") for name in names.vocabulary(kind)
    ]
    documents = [edition.read_document() for edition in current_entries()]
    return [*LISTS, *vocabulary, *(record_url(document["kind"], document["slug"]) for document in documents)]


@pytest.fixture
def reading_pages(site: dict[str, Answer]) -> list[Answer]:
    return _reading_pages


@pytest.fixture
def pages(site: dict[str, Answer]) -> list[Answer]:
    return [answer for answer in site.values() if answer.is_page and answer.status == 200]


def compressed(content: bytes) -> int:
    """Bytes on the wire: gzip at level 6, as the pages' own compression has it; files are made smaller."""
    return len(gzip.compress(content, compresslevel=6))


def test_the_crawl_finds_the_whole_reference(site: dict[str, Answer]) -> None:
    listed = ask(Client(), "/entries.json").content
    assert len([path for path in site if re.fullmatch(r"/(events|agreements|issues)/[\w-]+/", path)]) == int(
        re.search(rb'"count": ?(\d+)', listed)[1]
    )


def test_every_time_is_one_that_html_knows_and_no_form_has_an_empty_action(pages: list[Answer]) -> None:
    valid = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
    times = {time for page in pages for time in page.attributes("time", "datetime")}
    assert {time for time in times if not valid.fullmatch(time)} == set()
    assert "2021-04-28" in times
    assert [page.path for page in pages if "" in page.attributes("form", "action")] == []


def test_every_page_is_under_30_kilobytes(pages: list[Answer]) -> None:
    files = sum(compressed((STATIC / name).read_bytes()) for name in ("style.css", *SCRIPTS))
    weights = {page.path: compressed(page.content) + files for page in pages}
    assert {path: weight for path, weight in weights.items() if weight >= HEAVIEST} == {}


def test_every_internal_link_leads_straight_to_something(site: dict[str, Answer]) -> None:
    # A claim's permanent address is offered for citing; where it leads is the next test's matter.
    moved = {
        answer.path: (answer.status, answer.found_on)
        for answer in site.values()
        if answer.status != 200 and not re.fullmatch(CLAIM, answer.path)
    }
    assert moved == {}


def test_every_anchor_that_a_link_names_is_there(site: dict[str, Answer]) -> None:
    lost = set()
    for answer in site.values():
        links = [*answer.links, *([answer.location] if answer.status == 301 else [])]
        for link in links:
            target = site.get(link.partition("#")[0])
            if anchor_of(link) and target and target.is_page and anchor_of(link) not in target.ids:
                lost.add((answer.path, link))
    assert lost == set()


def test_a_claims_permanent_address_leads_to_the_claim(site: dict[str, Answer]) -> None:
    claims = [answer for answer in site.values() if re.fullmatch(CLAIM, answer.path)]
    assert claims
    for answer in claims:
        code = answer.path.split("/")[2]
        assert (answer.status, anchor_of(answer.location)) == (301, f"c-{code}"), answer.path
        assert answer.location.partition("#")[0] in site


def test_every_page_has_one_first_heading_and_says_its_language(pages: list[Answer]) -> None:
    for page in pages:
        assert Counter(tag for tag, _attrs in page.tags)["h1"] == 1, page.path
        assert page.attributes("html", "lang") == ["en"], page.path


def test_no_page_holds_script_or_style_of_its_own(pages: list[Answer]) -> None:
    for page in pages:
        for tag, attrs in page.tags:
            own = tag == "style" or "style" in attrs or (tag == "script" and is_own_script(attrs))
            assert not own, f"{page.path}: <{tag} {attrs}>"
            assert not any(name.startswith("on") for name in attrs), f"{page.path}: <{tag} {attrs}>"
            assert not attrs.get("href", "").lower().startswith(("javascript:", "data:")), page.path


def test_every_page_says_what_it_is_in_schema_orgs_words(pages: list[Answer]) -> None:
    """Those of earlier versions leave it to the present ones, which are canonical."""
    for page in (page for page in pages if "/@" not in page.path):
        graphs = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text)
        (canonical,) = [attrs["href"] for tag, attrs in page.tags if attrs.get("rel") == "canonical"]
        (graph,) = map(json.loads, graphs)
        assert faults(graph) == [], page.path
        assert (graph["@graph"][0]["url"], graph["@graph"][0]["inLanguage"]) == (canonical, "en"), page.path


def test_every_page_has_a_description_and_leads_to_its_canonical_address(
    site: dict[str, Answer], pages: list[Answer]
) -> None:
    for page in pages:
        named = {attrs.get("name", attrs.get("property")): attrs.get("content") for _tag, attrs in page.tags}
        assert named["description"] == named["og:description"], page.path
        assert len(named["description"] or "") > 15, page.path
        path = (named["og:url"] or "").removeprefix(settings.SITE_URL)
        assert path in site or "?" in path, page.path


def test_a_page_is_a_work_to_cite_or_lists_such_works_and_never_both(pages: list[Answer]) -> None:
    """Reference managers that find a work within a page look no further for that of the page."""
    spans, cited = set(), set()
    for page in pages:
        if any(attrs.get("class") == "Z3988" for _tag, attrs in page.tags):
            spans.add(page.path)
        if any(attrs.get("name") == "citation_title" for _tag, attrs in page.tags):
            cited.add(page.path)
    own = {path for path in spans & cited if re.fullmatch(r"/sources/[\w-]+/(@v[0-9]+/)?", path)}
    assert spans & cited == own  # on the page of a source both are the source
    assert {path for path in spans - cited if not path.startswith("/sources/?")} <= {
        "/sources/",
        "/sources/@v2/",
    }
    assert {"/topics/defence/", "/relationships/india-russia/", "/actors/china/"} <= cited


def test_no_page_loads_anything_from_another_host(pages: list[Answer]) -> None:
    own = re.compile(rf"(?!//)[/#?]|{re.escape(settings.SITE_URL)}/")
    for page in pages:
        loaded = [value for tag, name in LOADED.items() for value in page.attributes(tag, name)]
        assert [value for value in loaded if not own.match(value)] == [], page.path


def test_ids_are_unique_and_images_have_a_text(pages: list[Answer]) -> None:
    for page in pages:
        assert len(page.ids) == len(set(page.ids)), page.path
        images = [attrs for tag, attrs in page.tags if tag == "img"]
        assert all("alt" in attrs for attrs in images), page.path


def test_every_page_is_accessible_and_well_formed(reading_pages: list[Answer]) -> None:
    assert len(reading_pages) > len(LISTS)
    for answer in reading_pages:
        assert answer.status == 200, answer.path
        assert_well_made(BeautifulSoup(answer.content, "html.parser"), answer.path)


def assert_well_made(page: BeautifulSoup, path: str) -> None:
    assert [len(page.select(tag)) for tag in ("h1", "main", "head > title")] == [1, 1, 1], path
    assert page.select_one('a.skip-link[href="#main"]'), path
    assert not page.select(f"style, {OWN_SCRIPT}, [style]"), path
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)], path
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), path
    labelled = {name for tag in page.select("[aria-labelledby]") for name in tag["aria-labelledby"].split()}
    assert labelled <= set(ids), path
    levels = [int(tag.name[1]) for tag in page.select("h1, h2, h3, h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels)), path
