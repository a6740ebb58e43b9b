"""Addresses in capitals, without their slash or with doubled ones lead to those they mean."""

from urllib.parse import unquote

import pytest
from django.test import Client

from relations import publishing
from relations.models import Record
from tests.support.world import a_claim, a_document, a_published, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_summit() -> None:
    a_published("event")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/Topics/Defence/", "/topics/defence/"),
        ("/TOPICS/DEFENCE/?SORT=Oldest&q=Arms%20Race", "/topics/defence/?SORT=Oldest&q=Arms%20Race"),
        ("/topics/Defence.JSON", "/topics/defence.json"),
        ("/ENTRIES.JSON?q=Defence", "/entries.json?q=Defence"),
        ("/Events/Summit/Editions/1/", "/events/summit/editions/1/"),
        ("/Entries.csv?topic=Defence", "/entries.csv?topic=Defence"),
        ("/About/", "/about/"),
        ("/ROBOTS.TXT", "/robots.txt"),
        ("/Robots.TXT?a=b", "/robots.txt?a=b"),
        ("/FAVICON.ICO", "/favicon.ico"),
        ("/STATIC/relations/style.css", "/static/relations/style.css"),
        ("/static/Relations//Style.CSS?v=1", "/static/relations/style.css?v=1"),
        ("/Events/Summit/Editions/1.BIB", "/events/summit/editions/1.bib"),
        ("/Sources.CSL.json", "/sources.csl.json"),
        ("/API/OpenAPI.json", "/api/openapi.json"),
        ("/topics/defence/@V1/", "/topics/defence/@v1/"),
        ("/TOPICS/Defence/@V1.JSON?q=A", "/topics/defence/@v1.json?q=A"),
        ("/@V1/", "/@v1/"),
        ("/Health/", "/health/"),
        ("/Admin/", "/admin/"),
        ("/ADMIN/login/?next=/Admin/", "/admin/login/?next=/Admin/"),
        # Slashes.
        ("/topics/defence", "/topics/defence/"),
        ("/Topics/Defence?q=A", "/topics/defence/?q=A"),
        ("/entries?q=A&q=B", "/entries/?q=A&q=B"),
        ("/Entries/?q=Putin%C3%A9\u00c3\u00a9;[]", "/entries/?q=Putin%C3%A9%C3%A9;[]"),
        ("//topics//defence/", "/topics/defence/"),
        ("/topics/defence//", "/topics/defence/"),
        ("//about", "/about/"),
        ("///", "/"),
        ("//entries.json", "/entries.json"),
        # Percent-encoded as they need not be.
        ("/%54opics/%44efence/", "/topics/defence/"),
        ("/topics%2F%2Fdefence", "/topics/defence/"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_leads_to_the_address_that_is_meant(reader: Client, written: str, meant: str, method: str) -> None:
    path, _question, query = written.partition("?")
    answer = reader.generic(method, "/", PATH_INFO=unquote(path), QUERY_STRING=query)
    assert (answer.status_code, answer.headers["Location"]) == (301, meant)
    assert answer.headers["Cache-Control"] == "no-cache"
    page = reader.get(meant)
    page.getvalue()  # closes the file
    assert page.status_code in (200, 302)


@pytest.mark.parametrize(
    "path",
    [
        "/Topics/Nothing/",
        "//topics/nothing/",
        "/Nowhere/",
        "/nowhere",
        "/NOWHERE.JSON",
        "/entries.EXE",
        "/Entries.json/",
        "/E/ABC123/",
        "/E/VVVVV2/99/",
        "/Events/summit/editions/2/",
        "/\u0130ssues/",  # a capital letter whose small form is two
        "/topic\u017f/",  # whose capital form is another letter's
        "/\u212a/",
        "/Static/relations/nothing.css",
        "/STATIC/",
        "/STATIC/\0.css",
        "/STATIC/../config/settings.py",
        "/Admin/nowhere/at/all/",
        "//example.org/",
        "//example.org",
        "/\\example.org/",
    ],
)
def test_what_is_nowhere_is_not_found_at_once(reader: Client, path: str) -> None:
    assert reader.generic("GET", "/", PATH_INFO=path.encode().decode("latin-1")).status_code == 404


@pytest.mark.parametrize("written", ["/ENTRIES/", "/Entries.JSON", "//topics/Defence", "/Robots.txt"])
@pytest.mark.parametrize("query", ["q=%FF", "q=%00", "&" * 1001, "q=\u00ff"])
def test_what_cannot_be_read_is_refused_by_the_address_that_is_meant(
    reader: Client, written: str, query: str
) -> None:
    answer = reader.get("/", PATH_INFO=written, QUERY_STRING=query)
    path, _question, kept = answer.headers["Location"].partition("?")
    assert (answer.status_code, kept) == (301, query.replace("\u00ff", "%FF"))
    assert reader.get("/", PATH_INFO=path, QUERY_STRING=kept).status_code == 400


@pytest.mark.parametrize("path", ["/topics/defence/", "/topics/%64efence/", "/topics%2fdefence/"])
def test_one_path_is_one_page_however_it_is_encoded(reader: Client, path: str) -> None:
    answer, page = reader.get(path), reader.get("/topics/defence/")
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (
        200,
        page.content,
        page.headers["ETag"],
    )


@pytest.mark.parametrize("path", ["/e/VVVVV2/", "/E/vvvvv2", "/Events/Summit/", "/EVENTS/summit"])
def test_where_the_record_has_moved_there_is_one_redirect(reader: Client, path: str) -> None:
    publishing.rename(Record.objects.get(kind="event"), slug="port-arle", name="Summit at sea")
    answer = reader.get(f"{path}?q=Arms")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/events/port-arle/?q=Arms")


def test_a_withdrawn_record_says_so(reader: Client) -> None:
    record = a_published("agreement", claims=[a_claim(id="ccccccccc3")])
    publishing.withdraw([record], reason="It never was.")
    first = reader.get("/Agreements/Pact/")
    assert reader.get(first.headers["Location"]).status_code == 410


def test_a_record_whose_slug_has_capitals_is_found(reader: Client) -> None:
    publishing.publish([save(a_document("topic", slug="Trade", name="Trade"))])
    assert reader.get("/topics/Trade/").status_code == 200
    assert reader.get("/topics/Trade").headers["Location"] == "/topics/Trade/"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading_is_led_on(reader: Client, method: str) -> None:
    assert reader.generic(method, "/Topics/").status_code in (403, 404)
    assert reader.generic(method, "/topics/Defence/").status_code == 405


def test_programs_of_other_sites_may_follow(reader: Client) -> None:
    assert reader.get("/Entries.JSON").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in reader.get("/Entries/").headers
    assert reader.get("/Static/relations/style.css").headers["Access-Control-Allow-Origin"] == "*"
