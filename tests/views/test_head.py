"""The head of every public page: what it is, where it stands, and its other forms, for programs."""

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, override_settings

from relations.models import Record, VersionCounter
from tests.support.factories import merge_record, publish_document
from tests.support.world import a_claim, a_document
from tests.views.heads import alternates, canonical, json_ld, meta, one
from tests.views.pages import an_issue, open_page, publish_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

OEMBED = "application/json+oembed"
SITE = settings.SITE_URL.rstrip("/")
RECORDS = (
    *("/events/summit/", "/agreements/pact/", "/issues/fishing/", "/topics/defence/", "/actors/arland/"),
    *("/relationships/arland-borland/", "/sources/joint-statement/"),
)
LISTS = ("/entries/", "/events/", "/agreements/", "/issues/", "/timeline/")
# One page of each family, with what it is as a kind of page.
FAMILIES = {
    "/": "WebPage",
    "/about/": "AboutPage",
    "/data/": "WebPage",
    **dict.fromkeys(("/compare/", "/compare/?topic=defence&topic=missiles"), "WebPage"),
    "/glossary/": "CollectionPage",
    "/changes/": "CollectionPage",
    "/corrections/": "CollectionPage",
    **dict.fromkeys(("/topics/", "/actors/", "/relationships/", "/sources/"), "CollectionPage"),
    **dict.fromkeys(LISTS, "CollectionPage"),
    "/entries/?type=issue&topic=defence": "CollectionPage",
    "/entries/facets/topic/": "CollectionPage",
    "/topics/defence/facets/actor/": "CollectionPage",
    **dict.fromkeys(("/events/summit/", "/agreements/pact/", "/issues/fishing/"), "WebPage"),
    **dict.fromkeys(("/topics/defence/", "/relationships/arland-borland/"), "CollectionPage"),
    "/topics/defence/?type=event": "CollectionPage",
    "/actors/arland/": "ProfilePage",
    "/sources/joint-statement/": "ItemPage",
    "/claims/gggggggg22/history/": "WebPage",
    **dict.fromkeys(("/cite/", "/events/summit/cite/", "/sources/joint-statement/cite/"), "WebPage"),
    **dict.fromkeys(("/claims/cccccccc22/cite/", "/events/summit/editions/1/cite/"), "WebPage"),
    **dict.fromkeys(("/entries/cite/?type=issue", "/timeline/cite/"), "WebPage"),
    **{f"{record}editions/": "CollectionPage" for record in RECORDS},
    **{f"{record}editions/1/": "WebPage" for record in ("/events/summit/", "/topics/defence/")},
}


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    agreement = a_document("agreement", claims=[a_claim(id="gggggggg22")])
    publish_world(a_document("event"), agreement, an_issue())


@pytest.mark.parametrize("path", FAMILIES)
def test_a_page_says_what_it_is_and_where_it_stands(reader: Client, path: str) -> None:
    page = open_page(reader, path)
    url, description = canonical(page), one(page, "description")
    assert url.startswith(f"{SITE}/")
    assert len(description) > 15
    open_graph = dict(meta(page, "og:"))
    names = ("title", "type", "url", "description", "image", "image:alt", "site_name", "locale")
    assert list(open_graph) == [
        *(f"og:{name}" for name in names),
        *("og:image:type", "og:image:width", "og:image:height"),
    ]
    assert one(page, "twitter:card") == "summary_large_image"
    assert open_graph["og:url"] == url
    assert open_graph["og:description"] == description
    assert open_graph["og:locale"] == "en_GB"
    site = open_graph["og:site_name"]
    assert page.title.get_text() in (f"{open_graph['og:title']} · {site}", site)


@pytest.mark.parametrize("path", FAMILIES)
def test_a_page_leads_to_its_search_description(reader: Client, path: str) -> None:
    (link,) = open_page(reader, path).head.select("link[rel=search]")
    assert (link["type"], link["href"]) == ("application/opensearchdescription+xml", "/opensearch.xml")


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/", "/"),
        ("/about/?utm_source=x", "/about/"),
        ("/entries/?unknown=1&sort=newest&page=1&type=issue", "/entries/?type=issue"),
        ("/timeline/?topic=defence&type=event", "/timeline/?type=event&topic=defence"),
        ("/topics/?name=def&order=name", "/topics/?name=def"),
        ("/entries/facets/topic/?type=issue&order=count", "/entries/facets/topic/?type=issue"),
        ("/topics/defence/?type=event", "/topics/defence/?type=event"),
        ("/changes/?page=1", "/changes/"),
        ("/events/summit/?x", "/events/summit/"),
        ("/events/summit/cite/?x", "/events/summit/cite/"),
        ("/entries/cite/?page=1&topic=defence&type=event&x", "/entries/cite/?type=event&topic=defence"),
        ("/events/summit/editions/", "/events/summit/editions/"),
        # What stands at a fixed address is the page, of which it is an edition.
        ("/events/summit/editions/1/", "/events/summit/"),
        ("/topics/defence/editions/1/", "/topics/defence/"),
    ],
)
def test_the_canonical_address_is_that_of_the_page_without_what_changes_nothing(
    reader: Client, path: str, address: str
) -> None:
    assert canonical(open_page(reader, path)) == f"{SITE}{address}"


def test_addresses_are_those_of_the_site_whatever_host_was_asked() -> None:
    with override_settings(SITE_URL="https://relations.example", ALLOWED_HOSTS=["*"]):
        page = open_page(Client(headers={"host": "other.example"}), "/events/summit/")
    assert canonical(page) == "https://relations.example/events/summit/"
    assert "other.example" not in str(page)


def test_pages_of_a_list_and_narrowed_lists_say_which_they_are(reader: Client) -> None:
    paths = ("/entries/", "/issues/", "/entries/?topic=missiles", "/timeline/")
    descriptions = [one(open_page(reader, path), "description") for path in paths]
    assert descriptions == [
        "3 entries, from the reference “Relations”.",
        "1 issue, from the reference “Relations”.",
        "No entries about Missiles, from the reference “Relations”.",
        "3 entries in order of time, from the reference “Relations”.",
    ]


def test_a_record_is_described_by_its_own_words_or_else_by_what_it_is(reader: Client) -> None:
    assert one(open_page(reader, "/events/summit/"), "description") == "What is told here."
    assert one(open_page(reader, "/topics/defence/"), "description") == "Armed forces and what they buy."
    assert one(open_page(reader, "/actors/arland/"), "description") == (
        "Arland, in the reference “Relations”."
    )


def test_what_an_editor_wrote_is_text_in_the_head(reader: Client) -> None:
    hostile = """</script><script>x()</script>"onx='y'&\u2028"""
    publish_document(a_document("topic", name=hostile, slug="hostile", description=hostile))
    event = {"key": "wwwww4", "slug": "hostile", "title": hostile, "summary": hostile, "topics": ["hostile"]}
    publish_document(a_document("event", **event))
    for path in ("/topics/hostile/", "/events/hostile/", "/entries/?topic=hostile", "/topics/"):
        page = open_page(reader, path)
        assert not page.select("[onx]")
        assert json_ld(page)
    assert one(open_page(reader, "/events/hostile/"), "og:title") == hostile
    assert dict(meta(open_page(reader, "/events/hostile/"), "citation_"))["citation_title"] == hostile


@pytest.mark.parametrize("path", LISTS)
def test_a_list_offers_its_feed_and_its_files(reader: Client, path: str) -> None:
    kind = path.strip("/").removesuffix("s")
    query = f"?type={kind}" if kind in Record.ENTRY_KINDS else ""
    files = {
        "application/atom+xml": "atom",
        "text/csv": "csv",
        "application/json": "json",
        "text/calendar": "ics",
        "application/x-bibtex": "bib",
        "application/x-research-info-systems": "ris",
        "application/vnd.citationstyles.csl+json": "csl.json",
    }
    offered = alternates(open_page(reader, path))
    feed = {"application/atom+xml": f"{SITE}/entries.atom{query}"}
    assert offered == {type_: f"/entries.{suffix}{query}" for type_, suffix in files.items()} | feed
    narrowed = alternates(open_page(reader, f"{path}?topic=defence&q=a%26b"))
    assert all("q=a%26b&" in address for address in narrowed.values())
    for type_, address in offered.items():
        assert reader.get(address).headers["Content-Type"].partition(";")[0] == type_


def test_a_list_that_no_query_says_offers_no_file(reader: Client) -> None:
    assert alternates(open_page(reader, "/issues/?type=event")) == {}


@pytest.mark.parametrize(
    ("path", "base"),
    [
        *((record, record.rstrip("/")) for record in RECORDS),
        *((f"{record}editions/1/", f"{record}editions/1") for record in RECORDS),
        ("/sources/", "/sources"),
    ],
)
def test_a_record_an_edition_and_the_bibliography_offer_their_files(
    reader: Client, path: str, base: str
) -> None:
    offered = alternates(open_page(reader, path))
    assert (OEMBED in offered) == (path != "/sources/")
    offered.pop(OEMBED, "")
    feed = offered.pop("application/atom+xml", "")
    assert offered == {
        "application/json": f"{base}.json",
        "application/x-bibtex": f"{base}.bib",
        "application/x-research-info-systems": f"{base}.ris",
        "application/vnd.citationstyles.csl+json": f"{base}.csl.json",
    }
    # Of records that have entries, not of entries.
    has_entries = path in RECORDS and not path.startswith(("/events/", "/agreements/", "/issues/"))
    own = f"{SITE}/entries.atom?source=" if path.startswith("/sources/") else f"{SITE}{base}.atom"
    assert feed.startswith(own) == has_entries


def test_home_and_changes_offer_the_feed_of_changes(reader: Client) -> None:
    for path in ("/", "/changes/"):
        feeds = open_page(reader, path).head.select('link[rel=alternate][type="application/atom+xml"]')
        assert ("Relations: what changed", f"{SITE}/changes.atom") in [(f["title"], f["href"]) for f in feeds]


def test_a_pinned_page_offers_the_feed_of_its_time(reader: Client) -> None:
    pin = f"@v{VersionCounter.objects.version()}"
    for path, feed in {
        "/topics/defence/{}/": "/topics/defence/{}.atom",
        "/topics/defence/{}/?type=event": "/entries/{}.atom?type=event&topic=defence",
        "/changes/{}/": "/changes/{}.atom",
    }.items():
        offered = alternates(open_page(reader, path.format(pin)))["application/atom+xml"]
        assert offered == f"{SITE}{feed.format(pin)}"


@pytest.mark.long
def test_every_other_form_answers_in_the_form_that_the_head_names(reader: Client) -> None:
    seen = set()
    for path in FAMILIES:
        for link in open_page(reader, path).head.select("link[rel=alternate], link[rel=search]"):
            if (link["href"], link["type"]) not in seen:
                response = reader.get(link["href"])
                got = response.headers["Content-Type"].partition(";")[0]
                assert (response.status_code, got) == (200, link["type"].removesuffix("+oembed")), link
                seen.add((link["href"], link["type"]))
    assert len(seen) > 20


def test_an_error_has_no_canonical_address_and_describes_nothing(reader: Client) -> None:
    for path in ("/events/nowhere/", "/entries/?q=%00"):
        page = reader.get(path).content.decode()
        assert 'rel="canonical"' not in page
        assert "ld+json" not in page
        assert "og:" not in page


def test_the_edition_of_a_merged_record_stands_for_its_survivor(reader: Client) -> None:
    records = {key: Record.objects.get(kind="topic", key=key) for key in ("missiles", "defence")}
    merge_record(records["missiles"], into=records["defence"])
    page = open_page(reader, "/topics/missiles/editions/1/")
    assert canonical(page) == f"{SITE}/topics/defence/"
    assert (
        urlsplit(dict(meta(page, "citation_"))["citation_public_url"]).path == "/topics/missiles/editions/1/"
    )


@pytest.mark.long
# The page of citations is itself what is offered.
@pytest.mark.parametrize("path", [path for path in FAMILIES if "/cite/" not in path])
def test_a_page_offers_its_address_of_this_version_to_cite(reader: Client, path: str) -> None:
    page = open_page(reader, path)
    pinned = address_to_cite(page)
    then = open_page(reader, pinned.removeprefix(SITE))
    assert then.h1 == page.h1
    assert address_to_cite(then) == pinned
    assert len(page.select(f'a[href="{pinned}"]')) == 1


def address_to_cite(page: BeautifulSoup) -> str:
    (link,) = page.select(f'section[aria-labelledby="cite"] a[rel="nofollow"][href^="{SITE}/"]')
    assert link.get_text() == link["href"]
    return str(link["href"])


def test_the_picture_that_is_shared_is_there_at_its_full_address_and_of_the_pages_state(
    reader: Client,
) -> None:
    for path, picture in (
        ("/events/summit/", "/events/summit/picture.png"),
        ("/events/summit/editions/1/", "/events/summit/picture.png"),
        ("/topics/defence/@v2/", "/topics/defence/picture/@v2.png"),
        ("/entries/?type=issue", "/picture.png"),
        ("/@v2/", "/picture/@v2.png"),
    ):
        page = open_page(reader, path)
        assert one(page, "og:image") == f"{SITE}{picture}"
        assert reader.get(picture).headers["Content-Type"] == one(page, "og:image:type")
    assert one(open_page(reader, "/topics/defence/@v2/"), "og:url") == f"{SITE}/topics/defence/@v2/"


def test_a_long_description_is_one_line_cut_behind_a_word(reader: Client) -> None:
    publish_document(a_document("event", summary="One two\nthree. " + "Many words — " * 40))
    description = one(open_page(reader, "/events/summit/"), "og:description")
    assert description.startswith("One two three. Many words — Many")
    assert len(description) <= 200
    assert description.endswith("Many words…")
