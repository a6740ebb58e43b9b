"""Nothing that can stand in an address makes a fault of ours, and no nonsense gives a wrong count."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.formats import FORMATS
from tests.support.laws import examples
from tests.support.world import a_published

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PAGES = (
    *("/entries/", "/timeline/", "/changes/", "/events/summit/editions/", "/data/", "/sources.bib"),
    *("/corrections/", "/topics/defence.atom", *(f"/entries.{suffix}" for suffix in FORMATS)),
    *("/entries/facets/topic/", "/topics/defence/facets/actor/", "/sources/", "/actors/", "/topics/"),
)
NAMES = (
    *("q", "type", "topic", "relationship", "source", "actor", "cause", "says", "speaker", "state"),
    *(
        "word",
        "status",
        "from",
        "to",
        "dated",
        "until",
        "links_to",
        "sort",
        "page",
        "page_size",
        "name",
        "order",
        "entry",
    ),
    *("nonsense", ""),
)
ABSURD = (
    *(
        "99999999999999999999",
        "-1",
        "0",
        "1e9",
        "1000000000",
        "２０２１",
        "0x10",
        "NaN",
        "2021-13-45",
        "0000",
    ),
    *(
        '"',
        "'",
        "*",
        "a*",
        "(",
        "AND",
        "NEAR(",
        "^",
        "{",
        ":",
        "title:x",
        "-x",
        '"a',
        "a OR",
        "'; DROP TABLE--",
    ),
    *("%", "_", "\\", "<script>", "{{ 7 * 7 }}", "\x01", "\x7f", "\u202e", "\ufffe", "é" * 400, "a" * 5000),
    *("((((((((((a))))))))))", "a " * 300, "\U0001f600", "../../etc/passwd", "..%2f", "event,issue"),
)


@pytest.mark.slow
def test_an_absurd_value_of_every_parameter_at_once_is_answered_by_a_page(reader: Client) -> None:
    a_published("event")
    for value in ABSURD:
        for path in PAGES:
            response = reader.get(path, QUERY_STRING=urlencode(dict.fromkeys(NAMES, value)))
            assert response.status_code == 200, (path, value)
            text = response.getvalue().decode()
            if response.headers["Content-Type"].startswith("text/html"):
                assert "<script>" not in text.replace("<script src=", "")


pairs = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(ABSURD), st.text(max_size=30))), max_size=6
)


@pytest.fixture
def summit(db: None) -> None:
    a_published("event")


@settings(
    deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=pairs, path=st.sampled_from(PAGES))
def test_no_query_string_makes_a_fault_of_ours(summit: None, asked: Any, path: str) -> None:
    query = "&".join(f"{quote(n, safe='')}={quote(v, safe='', errors='surrogatepass')}" for n, v in asked)
    assert Client().get(path, QUERY_STRING=query).status_code in (200, 301, 400)


@settings(
    deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(raw=st.binary(max_size=60))
def test_no_bytes_in_an_address_make_a_fault_of_ours(summit: None, raw: bytes) -> None:
    client = Client()
    assert client.get("/entries/", QUERY_STRING=raw.decode("latin-1")).status_code in (200, 301, 400)
    assert client.get("/" + quote(raw)).status_code in (200, 301, 400, 404)
    assert client.get(f"/topics/{quote(raw, safe='')}/editions/").status_code in (200, 400, 404)


def test_ten_thousand_parameters_are_refused_at_once(reader: Client) -> None:
    for path in PAGES:
        response = reader.get(path, QUERY_STRING="&".join("topic=a" for _n in range(10_000)))
        assert response.status_code == 400
