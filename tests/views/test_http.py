"""How every public page answers: by version, without a cookie, to GET and HEAD only."""

import gzip
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import publishing
from relations.models import VersionCounter
from tests.support.world import a_claim, a_document, a_published, change, save

pytestmark = pytest.mark.django_db

PAGES = ("/changes/", "/changes.atom", "/sitemap.xml", "/robots.txt", "/events/summit/editions/")


@pytest.fixture(autouse=True)
def _a_summit() -> None:
    a_published("event")


@pytest.mark.parametrize("path", PAGES)
def test_an_unchanged_page_is_a_304_that_costs_one_query(reader: Client, path: str) -> None:
    first = reader.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, len(queries)) == (200, 304, 1)
    assert (again.content, again.headers["ETag"]) == (b"", first.headers["ETag"])
    assert again.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_read_again_comes_from_the_cache_with_one_query(reader: Client, path: str) -> None:
    first = reader.get(path)
    with CaptureQueriesContext(connection) as queries:
        again = reader.get(path)
    assert (again.content, again.headers["Content-Type"]) == (first.content, first.headers["Content-Type"])
    assert len(queries) == 1


@pytest.mark.parametrize("path", PAGES)
def test_after_a_publication_neither_the_tag_nor_the_cache_gives_the_older_page(
    reader: Client, path: str
) -> None:
    first = reader.get(path)
    publishing.publish([save(a_document("topic", slug="trade", name="Trade"))])
    again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["ETag"] != first.headers["ETag"]) == (200, True)


def test_a_save_at_the_desk_changes_nothing_that_readers_get(reader: Client) -> None:
    record = a_published("agreement", claims=[a_claim(id="ccccccccc3")])
    first = reader.get("/changes/")
    change(record, title="Another title")
    again = reader.get("/changes/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_tag_is_of_the_day_and_of_the_whole_address(reader: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-03-01T12:00:00Z")
    tags = [reader.get(path).headers["ETag"] for path in ("/changes/", "/changes/?page=1")]
    time_machine.move_to("2026-03-02T12:00:00Z")
    tags.append(reader.get("/changes/").headers["ETag"])
    assert len(set(tags)) == 3


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_sets_no_cookie_and_does_not_vary_by_one(reader: Client, path: str) -> None:
    response = reader.get(path)
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("path", PAGES)
def test_a_signed_in_editor_gets_the_same_page_as_a_reader(
    reader: Client, signed_in: Any, ada: Any, path: str
) -> None:
    page = reader.get(path)
    theirs = signed_in(ada).get(path)
    assert (theirs.content, theirs.headers["ETag"]) == (page.content, page.headers["ETag"])
    assert not theirs.cookies


def test_an_operator_may_let_a_shared_cache_keep_pages(reader: Client, settings: Any) -> None:
    settings.SHARED_CACHE_SECONDS = 60
    assert reader.get("/changes/").headers["Cache-Control"] == "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize(
    "path", [*(path for path in PAGES if path not in ("/changes.atom", "/sitemap.xml")), "/health/"]
)
def test_other_methods_are_refused_with_the_allowed_ones_named(
    reader: Client, path: str, method: str
) -> None:
    response = getattr(reader, method)(path)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    ("path", "status"), [("/topics/", 405), ("/entries.json", 405), ("/oembed/", 405), ("/nothing/", 404)]
)
def test_what_refuses_a_method_says_its_version_for_one_query(
    reader: Client, path: str, status: int, method: str
) -> None:
    version = reader.get(path).headers["Reference-Version"]
    with CaptureQueriesContext(connection) as queries:
        response = getattr(reader, method)(path)
    assert (response.status_code, response.headers["Reference-Version"]) == (status, version)
    assert len(queries) == (1 if status == 405 else 2)


def test_a_method_is_refused_while_the_database_does_not_answer(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_manager: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(type(VersionCounter.objects), "state", fail)
    response = reader.delete("/entries.json")
    assert response.status_code == 405
    assert "Reference-Version" not in response.headers


@pytest.mark.parametrize("path", PAGES)
def test_head_answers_as_get_without_a_body(reader: Client, path: str) -> None:
    head, page = reader.head(path), reader.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == page.headers["ETag"]
    assert head.headers["Content-Length"] == page.headers["Content-Length"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=%00", "zero byte"),
        ("q=%ED%A0%80", "not UTF-8"),
        ("q=%FF", "not UTF-8"),
        ("&".join(f"topic={n}" for n in range(10_000)), "more parameters"),
    ],
)
def test_a_malformed_address_is_a_400_that_says_why(reader: Client, query: str, words: str) -> None:
    response = reader.get("/changes/", QUERY_STRING=query)
    assert response.status_code == 400
    assert words in response.text


@pytest.mark.parametrize("path", ["/events/%00/", "/events/a%ED%A0%80/editions/", "/e/%00/", "/%FF/"])
def test_a_malformed_path_is_no_fault_of_the_server(reader: Client, path: str) -> None:
    assert reader.get(path).status_code in (400, 404)


def test_a_page_is_compressed_for_whoever_asks(reader: Client) -> None:
    response = reader.get("/about/", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert gzip.decompress(response.content) == reader.get("/about/").content
