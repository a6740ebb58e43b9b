"""Every public address of the contract that this release serves answers, in the form it promises."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relations import publishing
from tests.support.world import a_claim, a_document, a_published, save

pytestmark = pytest.mark.django_db

HTML, JSON, ATOM = "text/html; charset=utf-8", "application/json", "application/atom+xml; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"
BIBTEX, XML = "application/x-bibtex; charset=utf-8", "application/xml; charset=utf-8"
SVG, PNG = "image/svg+xml", "image/png"
LITERATURE = {
    ".bib": BIBTEX,
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".csl.json": "application/vnd.citationstyles.csl+json",
}
ADDRESSES = {
    **dict.fromkeys(("/", "/about/", "/relationships/", "/entries/", "/events/", "/agreements/"), HTML),
    **dict.fromkeys(
        ("/issues/", "/topics/", "/actors/", "/sources/", "/timeline/", "/changes/", "/data/"), HTML
    ),
    **dict.fromkeys(("/compare/", "/glossary/", "/claims/cccccccc22/history/"), HTML),
    **dict.fromkeys(("/entries/facets/topic/", "/events/facets/actor/", "/timeline/facets/type/"), HTML),
    **dict.fromkeys(("/cite/", "/entries/cite/", "/timeline/cite/", "/claims/cccccccc22/cite/"), HTML),
    **{f"{page}cite{suffix}": form for page in ("/", "/entries/") for suffix, form in LITERATURE.items()},
    "/entries.json": JSON,
    "/entries.csv": "text/csv; charset=utf-8",
    "/entries.atom": ATOM,
    "/entries.ics": CALENDAR,
    "/entries.bib": BIBTEX,
    "/entries.ris": LITERATURE[".ris"],
    "/entries.csl.json": LITERATURE[".csl.json"],
    **{f"/sources{suffix}": form for suffix, form in LITERATURE.items()},
    "/sources.json": JSON,
    "/api/openapi.json": JSON,
    "/changes.atom": ATOM,
    "/corrections/": HTML,
    "/corrections.atom": ATOM,
    "/opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
    **dict.fromkeys(("/picture.svg", "/qr.svg", "/entries/qr.svg"), SVG),
    "/picture.png": PNG,
    "/sitemap.xml": XML,
    "/sitemap-1.xml": XML,
    "/robots.txt": "text/plain; charset=utf-8",
    "/health/": "text/plain; charset=utf-8",
}
RECORDS = (
    *("/events/summit", "/agreements/pact", "/issues/fishing", "/topics/defence", "/actors/arland"),
    *("/relationships/arland-borland", "/sources/joint-statement"),
)


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    a_published("event")
    others = [a_document("agreement", claims=[a_claim(id="ccccccccc3")])]
    others.append(a_document("issue", claims=[a_claim(id="ccccccccc4")]))
    publishing.publish([save(document) for document in others])


@pytest.mark.long
def test_every_address_answers_in_its_form(reader: Client) -> None:
    forms = dict(ADDRESSES)
    for record in RECORDS:
        forms |= {f"{record}{suffix}": HTML for suffix in ("/", "/editions/", "/editions/1/", "/cite/")}
        forms |= {f"{record}/picture.svg": SVG, f"{record}/qr.svg": SVG, f"{record}/picture.png": PNG}
        for page in (record, f"{record}/editions/1"):
            forms |= {f"{page}/cite{suffix}": form for suffix, form in LITERATURE.items()}
            forms |= {f"{page}.json": JSON} | {f"{page}{suffix}": form for suffix, form in LITERATURE.items()}
    for record in RECORDS[3:6]:
        forms |= {f"{record}.atom": ATOM, f"{record}.ics": CALENDAR}
    for path, form in forms.items():
        response = reader.get(path)
        assert (response.status_code, response.headers["Content-Type"]) == (200, form), path


def test_every_file_and_feed_may_be_read_by_any_host(reader: Client) -> None:
    data = [path for path, form in ADDRESSES.items() if form not in (HTML, XML) and "text/plain" not in form]
    for path in (*data, *(f"{record}.json" for record in RECORDS)):
        assert reader.get(path).headers["Access-Control-Allow-Origin"] == "*", path


def test_every_record_names_its_json_in_its_head(reader: Client) -> None:
    for record in RECORDS:
        head = BeautifulSoup(reader.get(f"{record}/").text, "html.parser").head
        offered = [link["href"] for link in head.select('link[rel=alternate][type="application/json"]')]
        assert offered == [f"{record}.json"], record


def test_the_short_addresses_lead_on(reader: Client) -> None:
    targets = {
        "/e/vvvvv2/": "/events/summit/",
        "/e/vvvvv2/1/": "/events/summit/editions/1/",
        "/claims/cccccccc22/": "/events/summit/#c-cccccccc22",
    }
    for path, target in targets.items():
        response = reader.get(path)
        assert (response.status_code, response.headers["Location"]) == (301, target)


def test_a_page_takes_the_finders_parameters_wherever_it_lists_entries(reader: Client) -> None:
    for path in (
        "/entries/",
        "/timeline/",
        "/topics/defence/",
        "/actors/arland/",
        "/relationships/arland-borland/",
    ):
        assert "Fishing in the strait" in reader.get(f"{path}?type=divergence").text, path
        assert "No entr" in reader.get(f"{path}?type=divergence&state=resolved").text, path
