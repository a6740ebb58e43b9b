"""Files and feeds as programs get them: streamed, open to every origin, with problem documents for faults."""

import gzip
import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations.finder import edition_stream
from relations.formats import FORMATS
from tests.formats.files import an_event, publish_entries
from tests.support.factories import publish_document, publish_documents, withdraw_record
from tests.support.world import a_document

pytestmark = pytest.mark.django_db

ENTRIES = [f"/entries.{suffix}" for suffix in FORMATS]
FILES = [path for path in ENTRIES if path not in ("/entries.json", "/entries.atom")]
RECORDS = ["/events/summit.json", "/topics/defence.bib", "/events/summit/editions/1.csl.json"]
DATA = [*ENTRIES, "/changes.atom", "/sources.bib", "/sources.ris", "/sources.json", *RECORDS]


@pytest.fixture(autouse=True)
def _a_world(db: None) -> None:
    publish_entries()


@pytest.mark.parametrize("path", FILES)
def test_a_file_costs_one_query_for_each_batch_and_none_before(
    reader: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(edition_stream, "BATCH", 2)
    publish_documents([an_event(n) for n in range(4)])
    reader.get("/entries.json")
    with CaptureQueriesContext(connection) as found:
        response = reader.get(path)
    with CaptureQueriesContext(connection) as read:
        response.getvalue()
    # A calendar reads under whose name its ids are given, besides.
    entries, besides = (5, 1) if path == "/entries.ics" else (7, 0)
    assert (len(found), len(read)) == (1, besides - (-entries // 2))


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_made_as_it_is_sent(reader: Client, path: str) -> None:
    response = reader.get(path)
    assert response.streaming
    assert "Content-Length" not in response.headers


def test_what_is_published_meanwhile_changes_nothing_in_a_file_under_way(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edition_stream, "BATCH", 1)
    pieces = iter(reader.get("/entries.csv").streaming_content)
    begun = next(pieces) + next(pieces)
    edition = publish_document(a_document("event", title="Summit at sea"))
    withdraw_record(edition.record)
    text = (begun + b"".join(pieces)).decode()
    assert "Summit in Port Arle" in text
    assert "Summit at sea" not in text
    assert "Summit" not in reader.get("/entries.csv").getvalue().decode()


@pytest.mark.parametrize("path", DATA)
def test_an_unchanged_file_is_a_304_that_costs_one_query(reader: Client, path: str) -> None:
    first = reader.get(path)
    with CaptureQueriesContext(connection) as queries:
        again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, len(queries)) == (304, 1)
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert again.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("path", FILES)
def test_head_of_a_file_makes_none_of_it(reader: Client, path: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        head = reader.head(path)
        assert head.getvalue() == b""
    page = reader.get(path)
    assert not any("document" in query["sql"] and " IN (" in query["sql"] for query in queries)
    for name in ("ETag", "Content-Type", "Access-Control-Allow-Origin", "Vary"):
        assert head.headers[name] == page.headers[name]
    assert "Content-Length" not in head.headers


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_compressed_as_it_is_sent(reader: Client, path: str) -> None:
    plain = reader.get(path).getvalue()
    packed = reader.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.streaming
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.getvalue()) == plain


@pytest.mark.parametrize("path", [*DATA, "/entries.xyz", "/events/nothing.json", "/entries.json?q=%00"])
def test_a_program_in_any_page_may_read_data_whatever_is_answered(reader: Client, path: str) -> None:
    assert reader.get(path).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", DATA)
def test_a_preflight_request_is_answered_with_what_may_be_sent(reader: Client, path: str) -> None:
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    with CaptureQueriesContext(connection) as queries:
        response = reader.options(path, headers={"Origin": "https://elsewhere.example"} | asked)
    assert (response.status_code, response.content, len(queries)) == (204, b"", 0)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Headers"] == "*"
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert "ETag" in reader.get(path).headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", DATA)
def test_other_methods_are_refused_by_a_problem_document(reader: Client, path: str, method: str) -> None:
    assert_problem(getattr(reader, method)(path), 405)
    assert getattr(reader, method)(path).headers["Allow"] == "GET, HEAD, OPTIONS"


def assert_problem(response: Any, status: int) -> None:
    """The answer is a problem document (RFC 9457) that says why."""
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    told = response.json()
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert told["title"]
    assert told["detail"]


@pytest.mark.parametrize(
    "path", ["/entries.xyz", "/entries.c", "/entries.json.csv", "/entries.", "/nothing.bib", "/events/a.json"]
)
def test_what_is_not_there_is_a_problem_document(reader: Client, path: str) -> None:
    assert_problem(reader.get(path), 404)


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "q=%FF", "&".join(["topic=a"] * 10_000)])
@pytest.mark.parametrize("path", DATA)
def test_what_cannot_be_read_is_a_problem_document_at_once(reader: Client, path: str, query: str) -> None:
    started = time.process_time()
    assert_problem(reader.get(path, QUERY_STRING=query), 400)
    assert time.process_time() - started < 0.5


ABSURD = [
    *("from=99999999999999999999&to=-1", "from=2020&to=1999", "from=0000-00-00", "page=0&page_size=1e9"),
    *("page=999999999999&page_size=100", "q=%22%22%22(((NEAR", "q=" + "a" * 5000, "sort=sideways"),
    *("&".join(["type=event", *["topic=a"] * 900]), "type=nonsense&topic=%F0%9F%98%80", "q=(a%2B)%2B%24"),
]


@pytest.mark.parametrize("query", ABSURD)
@pytest.mark.parametrize("path", ENTRIES)
def test_absurd_parameters_are_answered_at_once(reader: Client, path: str, query: str) -> None:
    reader.get("/entries.json")
    started = time.process_time()
    response = reader.get(path, QUERY_STRING=query)
    assert response.status_code == 200
    response.getvalue()
    assert time.process_time() - started < 0.5


def test_a_withdrawn_record_is_gone_with_its_reason(reader: Client) -> None:
    withdraw_record(publish_document(a_document("event")).record, reason="It never took place.")
    response = reader.get("/events/summit.json")
    assert_problem(response, 410)
    assert response.json()["detail"] == "It never took place."


def test_a_former_slug_among_the_parameters_leads_on(reader: Client) -> None:
    publish_document(a_document("topic", key="defence", slug="arms"))
    for path in ENTRIES:
        response = reader.get(f"{path}?topic=defence")
        assert (response.status_code, response.headers["Location"]) == (301, f"{path}?topic=arms")
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_every_list_offers_its_selection_in_every_format(reader: Client) -> None:
    page = reader.get("/entries/?type=event&sort=oldest").text
    for path in ENTRIES:
        assert f'href="{path}?type=event"' in page
