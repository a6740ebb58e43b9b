"""``qr.svg`` behind the address of any page: its permanent address, to be printed."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from relations.models import Record
from tests.support.factories import publish_document, withdraw_record
from tests.support.world import a_claim
from tests.views.pages import an_issue, publish_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

SITE = settings.SITE_URL.rstrip("/")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    publish_world(an_issue())


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/qr.svg", "/@v2/"),
        ("/issues/fishing/qr.svg?utm_source=x", "/issues/fishing/@v2/"),
        ("/issues/fishing/qr/@v2.svg", "/issues/fishing/@v2/"),
        ("/entries/qr.svg?x=1&type=issue&sort=newest", "/entries/@v2/?type=issue"),
        ("/topics/defence/qr.svg", "/topics/defence/@v2/"),
        ("/about/qr.svg", "/about/@v2/"),
        ("/issues/fishing/editions/1/qr.svg", "/issues/fishing/editions/1/@v2/"),
        ("/claims/ssssssss22/qr.svg", "/claims/ssssssss22/@v2/"),
        ("/claims/ssssssss22/qr/@v2.svg", "/claims/ssssssss22/@v2/"),
        ("/claims/ssssssss22/history/qr.svg", "/claims/ssssssss22/history/@v2/"),
    ],
)
def test_it_is_the_address_of_the_page_at_this_version(reader: Client, path: str, address: str) -> None:
    answer = reader.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 (our own)
    assert root.findtext(f"{SVG}title") == f"{SITE}{address}"


def test_it_is_black_on_white_with_a_quiet_zone_of_four_modules(reader: Client) -> None:
    root = ElementTree.fromstring(reader.get("/qr.svg").content)  # noqa: S314 (our own)
    ground, code = root.iter(f"{SVG}path")
    assert (ground.get("fill"), code.get("stroke")) == ("#fff", "#000")
    assert code.get("d").startswith("M4 4.5h7")


@pytest.mark.parametrize(
    "path",
    ["/nowhere/qr.svg", "/topics/nowhere/qr.svg", "/qr.svg/qr.svg", "/health/qr.svg", "/preview/x/qr.svg"],
)
def test_what_is_no_page_has_none(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_an_address_too_long_to_be_read_from_paper_has_none(reader: Client) -> None:
    assert reader.get(f"/entries/qr.svg?q={'%D0%B6' * 90}").status_code == 404


def test_it_moves_and_goes_with_its_page(reader: Client) -> None:
    publish_document(an_issue(slug="fishery"))
    assert reader.get("/issues/fishing/qr.svg?x=1").headers["Location"] == "/issues/fishery/qr.svg?x=1"
    withdraw_record(Record.objects.get(key="sssss2"))
    assert reader.get("/issues/fishery/qr.svg").status_code == 410


def test_the_code_of_a_claim_stays_when_its_entry_moves(reader: Client) -> None:
    publish_document(an_issue(slug="fishery"))
    for path in ("/claims/ssssssss22/qr/@v2.svg", "/claims/ssssssss22/qr.svg"):
        assert reader.get(path).status_code == 200
    publish_document(an_issue(a_claim(id="tttttttt22"), slug="fishery"))
    assert f"{SITE}/claims/ssssssss22/@v4/" in reader.get("/claims/ssssssss22/qr.svg").text
    assert reader.get("/e/sssss2/qr.svg").headers["Location"] == "/issues/fishery/qr.svg"


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/issues/fishing/qr.svg", 410, "It was wrong."),
        ("/claims/ssssssss22/qr.svg", 410, "It was wrong."),
        ("/topics/nowhere/qr.svg", 404, "No page was ever given this address."),
        ("/issues/fishing/qr/@v1.svg", 404, "This was not published yet: it is there since version 2"),
        ("/issues/fishing/qr/@nonsense.svg", 400, "Ask for a version as v12"),
        ("/entries/qr.svg?as-of=v1&as-of=v2", 400, "“as-of” was given more than once."),
        ("/changes/qr.svg?page=1&page=2", 400, "“page” was given more than once."),
    ],
)
def test_a_program_is_told_why_there_is_none(reader: Client, path: str, status: int, detail: str) -> None:
    if status == 410:
        withdraw_record(Record.objects.get(key="sssss2"), "It was wrong.")
    answer = reader.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"].startswith(detail)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
