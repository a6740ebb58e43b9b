"""``/oembed/``: what a program is told of a link to a page here (oEmbed 1.0)."""

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from relations.models import Record
from tests.support.factories import publish_document, withdraw_record
from tests.views.pages import an_issue, open_page, publish_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

SITE = settings.SITE_URL.rstrip("/")
HOSTILE = '"Make in India" & <S-400></script>\u2028'


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    publish_world(an_issue())


def ask(reader: Client, url: str, **parameters: str) -> HttpResponse:
    answer = reader.get(f"/oembed/?{urlencode({'url': url, **parameters})}")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer


def test_a_page_is_a_link_with_its_title_and_picture(reader: Client) -> None:
    answer = ask(reader, f"{SITE}/issues/fishing/", format="json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == {
        "version": "1.0",
        "type": "link",
        "title": "Fishing in the strait",
        "description": "What is told here.",
        "provider_name": "Relations",
        "provider_url": f"{SITE}/",
        "thumbnail_url": f"{SITE}/issues/fishing/picture.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Relations"),
        ("", "Relations"),
        ("/topics/defence/?type=issue", "Defence"),
        ("/Topics/Defence", "Defence"),
        ("/relationships/arland-borland/", "Arland–Borland"),
        ("/issues/fishing/editions/1/", "Fishing in the strait"),
        ("/e/sssss2/", "Fishing in the strait"),
        ("/claims/ssssssss22/", "Fishing in the strait"),
    ],
)
def test_every_address_that_leads_to_a_record_is_known(reader: Client, path: str, title: str) -> None:
    assert ask(reader, f"{SITE}{path}").json()["title"] == title


def test_former_addresses_and_earlier_versions_are_known(reader: Client) -> None:
    publish_document(an_issue(slug="fishery", title=HOSTILE))
    assert ask(reader, f"{SITE}/issues/fishing/").json()["title"] == HOSTILE
    for pinned in ("/issues/fishing/@v2/", "/issues/fishing/?as-of=v2"):
        then = ask(reader, f"{SITE}{pinned}").json()
        assert then["title"] == "Fishing in the strait"
        assert then["thumbnail_url"] == f"{SITE}/issues/fishing/picture/@v2.png"


def test_a_smaller_room_gets_no_larger_picture(reader: Client) -> None:
    assert "thumbnail_url" in ask(reader, f"{SITE}/", maxwidth="1200", maxheight="630").json()
    for room in ({"maxwidth": "1199"}, {"maxheight": "629"}):
        assert "thumbnail_url" not in ask(reader, f"{SITE}/", **room).json()


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (f"{SITE}/issues/nowhere/", 404),
        (f"{SITE}/nothing/at/all", 404),
        (f"{SITE}/entries/", 404),
        (f"{SITE}/about/", 404),
        (f"{SITE}/issues/fishing/@v99/", 404),
        (f"{SITE}/issues/fishing/@v1/", 404),
        (f"{SITE}/issues/fishing/@nonsense/", 404),
        ("https://elsewhere.example/issues/fishing/", 404),
        (f"ftp{SITE.removeprefix('http')}/issues/fishing/", 404),
        ("http://[", 404),
        ("/issues/fishing/", 404),
        ("", 400),
    ],
)
def test_what_is_not_here_is_not_answered(reader: Client, url: str, status: int) -> None:
    answer = ask(reader, url)
    assert answer.status_code == status
    if status == 404:
        said = "This is neither the page of a record nor the first page: only those are described."
        assert answer.json()["detail"] == said


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("maxwidth=abc", 400),
        ("maxwidth=0", 400),
        ("maxheight=-1", 400),
        ("maxwidth=1&maxwidth=2", 400),
        ("format=yaml", 501),
        ("format=xml", 501),
    ],
)
def test_a_question_that_cannot_be_read_is_told_so(reader: Client, query: str, status: int) -> None:
    url = f"url={SITE}/&" if query else ""
    answer = reader.get(f"/oembed/?{url}{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


def test_a_format_that_is_not_here_is_no_fault_of_the_site(
    reader: Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert ask(reader, f"{SITE}/", format="xml").status_code == 501
    assert {record.levelname for record in caplog.records} == {"INFO"}


def test_a_withdrawn_record_is_gone(reader: Client) -> None:
    withdraw_record(Record.objects.get(key="sssss2"), "It was wrong.")
    answer = ask(reader, f"{SITE}/issues/fishing/")
    assert (answer.status_code, answer.json()["detail"]) == (410, "It was wrong.")


@pytest.mark.parametrize("path", ["/", "/issues/fishing/", "/issues/fishing/@v2/", "/topics/defence/"])
def test_a_page_says_where_to_ask_about_it(reader: Client, path: str) -> None:
    page = open_page(reader, path)
    (link,) = page.head.select('link[rel=alternate][type="application/json+oembed"]')
    assert link["href"].startswith(f"{SITE}/oembed/?")
    assert reader.get(link["href"]).json()["title"] == page.h1.get_text() == link["title"]
