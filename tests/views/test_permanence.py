"""Every address ever given answers 200, one 301, or 410: never 404, whatever happens to the record."""

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from relations import publishing
from relations.models import Address, ClaimAddress, Record
from tests.support.world import a_claim, a_document, a_published, change, save

pytestmark = pytest.mark.django_db

SUFFIXES = ("/", ".json", ".bib", "/editions/", "/editions/1/", "/editions/1.csl.json")


def published(kind: str, **values: object) -> Record:
    record = save(a_document(kind, **values))
    publishing.publish([record])
    record.refresh_from_db()
    return record


def republished(record: Record, **values: object) -> Record:
    change(record, **values)
    publishing.publish([record], note="Changed.")
    record.refresh_from_db()
    return record


def assert_moved(response: HttpResponse, target: str) -> None:
    assert (response.status_code, response.headers["Location"]) == (301, target)
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_renamed_record_is_found_in_one_redirect_after_any_number_of_renames(
    reader: Client, suffix: str
) -> None:
    record = a_published("event")
    for slug in ("port-arle", "port-arle-summit"):
        publishing.rename(record, slug=slug)
        record.refresh_from_db()
    for former in ("summit", "port-arle"):
        response = reader.get(f"/events/{former}{suffix}?page=2&q=a%20b")
        assert_moved(response, f"/events/port-arle-summit{suffix}?page=2&q=a%20b")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("slug", ["facets", "editions"])
def test_a_record_may_be_called_what_addresses_hold(reader: Client, slug: str, suffix: str) -> None:
    publishing.rename(a_published("event"), slug=slug)
    assert reader.get(f"/events/{slug}{suffix}").status_code == 200


@pytest.mark.parametrize("suffix", ["/", ".json"])
def test_a_merged_topic_leads_to_its_survivor_in_one_redirect(reader: Client, suffix: str) -> None:
    records = [published("topic", slug=slug, name=slug) for slug in ("arms", "weapons", "defence")]
    publishing.rename(records[0], slug="armament")
    for one, other in ((0, 1), (1, 2)):
        publishing.merge(records[one], into=records[other])
        records[other].refresh_from_db()
    for former in ("arms", "armament", "weapons"):
        assert_moved(reader.get(f"/topics/{former}{suffix}"), f"/topics/defence{suffix}")


def test_the_editions_of_a_merged_record_stay_where_they_were(reader: Client) -> None:
    one, other = (published("topic", slug=slug, name=slug) for slug in ("arms", "defence"))
    publishing.merge(one, into=other)
    for path in ("/topics/arms/editions/", "/topics/arms/editions/1/", "/topics/arms/editions/2/"):
        response = reader.get(path)
        page = BeautifulSoup(response.text, "html.parser")
        assert response.status_code == 200
        assert page.select_one('link[rel="canonical"]')["href"].endswith("/topics/defence/")
        assert "merged" in page.select_one("main, aside").parent.get_text()


@pytest.mark.parametrize("suffix", ["/", "/editions/", "/editions/1/", "/editions/9/"])
def test_a_withdrawn_record_is_gone_with_its_reason_and_its_replacement(reader: Client, suffix: str) -> None:
    record = a_published("event", title="A title to hide")
    other = published("agreement", claims=[a_claim(id="ccccccccc3")])
    publishing.withdraw([record], reason="It told the same twice.", replacement=other)
    response = reader.get(f"/events/summit{suffix}")
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 410
    assert page.select_one("blockquote").get_text(strip=True) == "It told the same twice."
    assert page.select_one('main a[href="/agreements/pact/"]')
    assert "A title to hide" not in response.text


def test_a_withdrawn_record_is_gone_as_a_problem_document_too(reader: Client) -> None:
    record = a_published("event")
    other = published("agreement", claims=[a_claim(id="ccccccccc3")])
    publishing.withdraw([record], reason="It told the same twice.", replacement=other)
    response = reader.get("/events/summit.json")
    assert (response.status_code, response.headers["Content-Type"]) == (410, "application/problem+json")
    assert response.json() | {"replacement": ""} == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "It told the same twice.",
        "replacement": "",
    }
    assert response.json()["replacement"].endswith("/agreements/pact/")


def test_a_former_address_of_a_withdrawn_record_is_gone_without_a_redirect(reader: Client) -> None:
    record = a_published("event")
    publishing.rename(record, slug="port-arle")
    publishing.withdraw([record], reason="Never happened.")
    assert [reader.get(f"/events/{slug}/").status_code for slug in ("summit", "port-arle")] == [410, 410]


def test_the_reversed_pair_leads_to_the_relationship(reader: Client) -> None:
    a_published("event")
    for suffix in SUFFIXES:
        response = reader.get(f"/relationships/borland-arland{suffix}?a=b")
        assert_moved(response, f"/relationships/arland-borland{suffix}?a=b")


def test_the_code_of_an_entry_leads_to_its_page_and_to_each_edition(reader: Client) -> None:
    record = republished(a_published("event"), title="Summit at sea", slug="summit")
    publishing.rename(record, slug="at-sea")
    assert_moved(reader.get(f"/e/{record.key}/?a=b"), "/events/at-sea/?a=b")
    for number in (1, 2, 3):
        assert_moved(reader.get(f"/e/{record.key}/{number}/"), f"/events/at-sea/editions/{number}/")
    assert reader.get(f"/e/{record.key}/4/").status_code == 404


def test_a_draft_has_no_permanent_address_yet(reader: Client) -> None:
    record = save(a_document("topic"))
    assert [reader.get(path).status_code for path in (f"/e/{record.key}/", "/topics/defence/")] == [404, 404]


def test_a_claim_leads_to_its_place_and_when_removed_to_the_last_edition_that_holds_it(
    reader: Client,
) -> None:
    record = a_published("event", claims=[a_claim(), a_claim(id="dddddddd22")])
    assert_moved(reader.get("/claims/dddddddd22/"), "/events/summit/#c-dddddddd22")
    record = republished(record, claims=[a_claim()])
    assert_moved(reader.get("/claims/dddddddd22/?a=b"), "/events/summit/editions/1/?a=b#c-dddddddd22")
    assert_moved(reader.get("/claims/cccccccc22/"), "/events/summit/#c-cccccccc22")
    past = BeautifulSoup(reader.get("/events/summit/editions/1/").text, "html.parser")
    assert past.find(id="c-dddddddd22")


def test_a_claim_of_a_withdrawn_entry_is_gone(reader: Client) -> None:
    publishing.withdraw([a_published("event")], reason="Never happened.")
    assert [
        reader.get(path).status_code for path in ("/claims/cccccccc22/", "/e/vvvvv2/", "/e/vvvvv2/1/")
    ] == [
        410,
        410,
        410,
    ]


def test_an_address_never_given_is_a_404_of_its_own_form(reader: Client) -> None:
    a_published("event")
    for path in ("/events/nothing/", "/events/nothing/editions/", "/claims/zzzz/", "/e/zzzz/", "/nothing/"):
        response = reader.get(path)
        assert response.status_code == 404
        assert BeautifulSoup(response.text, "html.parser").h1.get_text() == "There is nothing here"
    problem = reader.get("/events/nothing.json")
    assert (problem.status_code, problem.json()["title"]) == (404, "Not Found")


@pytest.mark.long
def test_every_address_ever_given_answers_200_or_410_after_one_redirect_at_most(reader: Client) -> None:
    """The law, over a small world in which everything happened that can happen."""
    event = republished(a_published("event"), claims=[a_claim(text="They met at sea.")])
    pact = published("agreement", claims=[a_claim(id="ccccccccc3")])
    issue = published("issue", claims=[a_claim(id="ccccccccc4")])
    arms = published("topic", slug="arms", name="Arms")
    publishing.rename(arms, slug="weapons")
    arms.refresh_from_db()
    publishing.merge(arms, into=Record.objects.get(kind="topic", key="defence"))
    publishing.rename(event, slug="port-arle")
    publishing.rename(Record.objects.get(kind="actor", key="borland"), slug="bordia")
    publishing.withdraw([pact], reason="Twice.", replacement=issue)
    paths = [
        f"/{address.section}/{address.slug}{suffix}"
        for address in Address.objects.all()
        for suffix in SUFFIXES
    ]
    paths += [f"/claims/{claim.pk}/" for claim in ClaimAddress.objects.all()]
    paths += [f"/e/{record.key}/{n}" for record in Record.objects.entries() for n in ("", "1/")]
    for path in paths:
        response = reader.get(path)
        if response.status_code == 301:
            response = reader.get(response.headers["Location"].split("#")[0])
        assert response.status_code in (200, 410), path
