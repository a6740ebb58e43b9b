"""What stands in the place of a 200 says the same to caches, in every family (RFC 9110, 15.4.5)."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.formats.files import make_archive, publish_entries

pytestmark = pytest.mark.django_db

COMPARED = (
    "Vary",
    "ETag",
    "Last-Modified",
    "Cache-Control",
    "Content-Location",
    "Access-Control-Allow-Origin",
)
# Of each family one that the page cache keeps, one that is made anew each time, and one without a tag.
ADDRESSES = {
    "page": ("/", "/events/summit/", "/events/summit/editions/1/", "/entries/?x=1", "/data/"),
    "format": ("/entries.json", "/entries.csv", "/entries.ics", "/entries.bib?type=event", "/sources.ris"),
    "record": ("/topics/defence.json", "/events/summit.bib", "/events/summit/editions/1.csl.json"),
    "feed": ("/changes.atom", "/entries.atom"),
    "crawlers": ("/sitemap.xml", "/robots.txt", "/opensearch.xml", "/api/openapi.json"),
    "static": ("/static/relations/style.css", "/static/relations/favicon.svg", "/favicon.ico"),
    "archive": ("/dumps/",),
}
WITH_PARTS = ("static", "archive")
ENCODINGS = ("identity", "gzip")


@pytest.fixture
def archive(settings: Any, tmp_path: Path) -> str:
    publish_entries()
    settings.DUMP_FOLDER = tmp_path
    return make_archive(tmp_path).name


def told(answer: HttpResponse, *changed: str) -> dict[str, str | None]:
    answer.getvalue()  # closes the file
    return {name: answer.headers.get(name) for name in COMPARED if name not in changed}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("family", ADDRESSES)
def test_a_304_a_part_and_a_refusal_say_what_the_200_says(
    reader: Client, archive: str, family: str, encoding: str
) -> None:
    for path in ADDRESSES[family]:
        address = path + archive if family == "archive" else path

        def ask(_address: str = address, **headers: str) -> HttpResponse:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            return reader.get(_address, headers={"Accept-Encoding": encoding, **sent})

        for _made_and_then_kept in range(2):
            page = ask()
            assert page.status_code == 200, address
            asked = [({"If_None_Match": tag}, 304) for tag in {"*", page.headers.get("ETag", "*")}]
            asked += [({"If_Match": '"x"'}, 412)]
            if family in WITH_PARTS:
                asked += [({"Range": "bytes=0-0"}, 206), ({"Range": "bytes=99999999-"}, 416)]
            for headers, status in asked:
                answer = ask(**headers)
                assert answer.status_code == status, (address, headers)
                # No cache keeps a refusal for those who do not ask so.
                changed = ("Cache-Control",) if status >= 400 else ()
                assert told(answer, *changed) == told(page, *changed), (address, headers)
                assert status != 304 or "Content-Length" not in answer.headers, (address, headers)
                assert status < 400 or answer.headers["Cache-Control"] == "no-cache"
