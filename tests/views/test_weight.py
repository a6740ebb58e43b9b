"""The shipped reference, page by page as a crawler finds it: light, well made, and no link leads nowhere."""

import gzip
import re
from collections import Counter

import pytest
from django.conf import settings
from django.test import Client

from tests.support import shipped
from tests.support.crawling import LOADED, Answer, anchor_of, ask, crawl

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STATIC = settings.BASE_DIR / "relations" / "static" / "relations"
HEAVIEST = 30_000  # bytes of HTML, the stylesheet and both scripts together
# One list of each family stands for the others: what their facets lead to is as many as there are choices.
NARROWED = (
    "/entries/",
    "/timeline/",
    "/topics/alignment/",
    "/actors/china/",
    "/relationships/india-russia/",
)

_site: dict[str, Answer] = {}


def is_followed(link: str) -> bool:
    path, _mark, query = link.partition("?")
    return (not query or path in NARROWED) and not path.startswith(("/static/", "/admin/"))


@pytest.fixture
def site(db: None) -> dict[str, Answer]:
    """Every address of the shipped reference that is linked, with its answer; read once for this file."""
    if not _site:
        shipped.lay_out()
        _site.update(crawl(Client(), is_followed))
    return _site


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


def test_every_page_is_under_30_kilobytes(pages: list[Answer]) -> None:
    files = sum(compressed((STATIC / name).read_bytes()) for name in ("style.css", "script.js", "finder.js"))
    weights = {page.path: compressed(page.content) + files for page in pages}
    assert {path: weight for path, weight in weights.items() if weight >= HEAVIEST} == {}


def test_every_internal_link_leads_straight_to_something(site: dict[str, Answer]) -> None:
    # A claim's permanent address is offered for citing; where it leads is the next test's matter.
    moved = {
        answer.path: (answer.status, answer.found_on)
        for answer in site.values()
        if answer.status != 200 and not answer.path.startswith("/claims/")
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
    claims = [answer for answer in site.values() if answer.path.startswith("/claims/")]
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
            own = tag == "style" or "style" in attrs or (tag == "script" and not attrs.get("src"))
            assert not own, f"{page.path}: <{tag} {attrs}>"
            assert not any(name.startswith("on") for name in attrs), f"{page.path}: <{tag} {attrs}>"
            assert not attrs.get("href", "").lower().startswith(("javascript:", "data:")), page.path


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
