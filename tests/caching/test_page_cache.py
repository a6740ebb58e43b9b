"""The page cache: a page is stored at its canonical address, and made anew while the cache is down."""

import gzip
import os
import pickle
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as project_settings
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from redis.exceptions import OutOfMemoryError, ReadOnlyError

from config import parsers
from relations import catalogue
from relations.caching import keys, middleware, page_cache
from relations.caching.release import release_files
from relations.caching.responses import CachedResponse, take_pin
from relations.caching.serializer import DamagedValueError, SignedSerializer
from relations.models import Edition
from tests.support.world import a_published

pytestmark = pytest.mark.django_db

NOBODY = "redis://127.0.0.1:1"  # where nothing listens
ZIPPED = {"Accept-Encoding": "gzip"}


@pytest.fixture(autouse=True)
def _a_summit() -> None:
    a_published("event")


@pytest.fixture
def no_cache(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that cannot be reached, and a process that has not noticed yet."""
    settings.CACHES = {"default": parsers.cache(NOBODY)}
    monkeypatch.setattr(middleware, "pages", page_cache.PageCache("r1"))


def comes_from_the_cache(reader: Client, path: str) -> bool:
    """Whether the page, asked for again, is given as it was stored: for the query of the version alone."""
    reader.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = reader.get(path)
    assert response.status_code == 200
    is_cached = isinstance(response, CachedResponse)
    assert not is_cached or len(queries) == 1
    return is_cached


@pytest.mark.usefixtures("no_cache")
def test_without_its_cache_the_site_answers_and_warns_once(reader: Client, caplog: Any) -> None:
    for path in ("/", "/entries/", "/events/summit/", "/events/summit.json", "/changes.atom"):
        assert reader.get(path).status_code == 200, path
    warnings = [record for record in caplog.records if record.name == "relations.caching.page_cache"]
    assert [(record.levelname, "does not answer" in record.getMessage()) for record in warnings] == [
        ("WARNING", True)
    ]


@pytest.mark.usefixtures("no_cache")
def test_not_every_page_waits_for_a_cache_that_is_down(reader: Client, monkeypatch: Any) -> None:
    reader.get("/")
    monkeypatch.setattr(page_cache, "cache", None)  # to ask it would fail
    assert reader.get("/").status_code == 200


@pytest.mark.usefixtures("no_cache")
def test_a_cache_that_is_back_is_used_again_and_said_so(
    reader: Client, settings: Any, monkeypatch: Any, caplog: Any
) -> None:
    caplog.set_level("INFO", "relations.caching.page_cache")
    reader.get("/")
    settings.CACHES = {"default": parsers.cache("locmem://")}
    later = time.monotonic() + page_cache.RETRY_AFTER + 1
    monkeypatch.setattr(page_cache.time, "monotonic", lambda: later)
    assert comes_from_the_cache(reader, "/")
    assert caplog.messages.count("The cache answers again.") == 1


@pytest.mark.parametrize("verb", ["get", "set"])
@pytest.mark.parametrize("fault", [OutOfMemoryError, ReadOnlyError])
def test_a_cache_that_refuses_is_done_without(
    reader: Client, monkeypatch: Any, verb: str, fault: type[Exception]
) -> None:
    def refuse(*_arguments: object) -> None:
        raise fault("used memory > 'maxmemory'")

    monkeypatch.setattr(middleware, "pages", page_cache.PageCache("r1"))
    monkeypatch.setattr(type(cache._connections["default"]), verb, refuse)
    assert reader.get("/").status_code == 200


def test_any_other_fault_of_the_cache_is_not_hidden(reader: Client, monkeypatch: Any) -> None:
    def fail(*_arguments: object) -> None:
        raise TypeError("a fault of ours")

    monkeypatch.setattr(type(cache._connections["default"]), "get", fail)
    with pytest.raises(TypeError, match="a fault of ours"):
        reader.get("/")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/entries/?type=event",
        "/events/?q=summit",
        "/timeline/?from=2019&to=2019",
        "/relationships/arland-borland/?type=event",
        "/entries.json?type=event",
    ],
)
def test_a_page_is_stored_at_the_address_its_links_have(reader: Client, path: str) -> None:
    assert comes_from_the_cache(reader, path)


@pytest.mark.parametrize(
    "path",
    [
        "/?x=1",
        "/?page=1",
        "/events/summit/?utm_source=x",
        "/events/summit.json?x",
        "/entries/?type=event&x=1",
        "/entries/?type=event&type=event",
        "/entries/?type=nonsense",
        "/changes/?page=1",
        "/changes/?page=99",
        "/changes/?x=1",
    ],
)
def test_a_page_at_an_invented_address_is_not_stored(reader: Client, path: str) -> None:
    assert not comes_from_the_cache(reader, path)


@pytest.mark.parametrize("address", ["/entries/?q={}", "/entries/@v{}/"])
def test_pages_with_a_query_or_of_a_version_share_a_fixed_number_of_keys(
    monkeypatch: Any, address: str
) -> None:
    monkeypatch.setattr(keys, "QUERY_KEYS", 5)
    asked = [RequestFactory().get(address.format(n)) for n in range(100)]
    for request in asked:
        take_pin(request)
    assert {keys.page_key(request, "r1") for request in asked} == {f"page:r1:{n}" for n in range(5)}


def test_two_pages_of_one_key_are_not_taken_for_each_other(reader: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(keys, "QUERY_KEYS", 1)
    first = reader.get("/entries/?type=event").content
    reader.get("/entries/?type=issue")
    assert reader.get("/entries/?type=event").content == first


def test_a_cached_page_is_not_compressed_again(reader: Client, monkeypatch: Any) -> None:
    first = reader.get("/entries/", headers=ZIPPED)
    monkeypatch.setattr(gzip, "compress", None)
    monkeypatch.setattr("django.middleware.gzip.compress_string", None)
    again = reader.get("/entries/", headers=ZIPPED)
    assert (again.headers["Content-Encoding"], again.content) == ("gzip", first.content)
    plain = reader.get("/entries/")
    assert "Content-Encoding" not in plain.headers
    assert plain.content == gzip.decompress(first.content)


@pytest.mark.parametrize("asked", ["gzip;q=0", "gzip; q=0.000, identity", "br, gzip ;q=0."])
@pytest.mark.parametrize("path", ["/about/", "/entries/?x=1", "/entries.csv"])
def test_a_reader_who_refuses_compression_gets_none(reader: Client, path: str, asked: str) -> None:
    reader.get(path, headers=ZIPPED)
    for _again in range(2):
        page = reader.get(path, headers={"Accept-Encoding": asked})
        assert "Content-Encoding" not in page.headers
        assert page.headers["Vary"] == "Accept-Encoding"
    assert reader.get(path, headers={"Accept-Encoding": "gzip;q=0.1"}).headers["Content-Encoding"] == "gzip"


def test_a_page_is_cached_for_its_path_as_the_proxy_names_it(reader: Client) -> None:
    there = reader.get("/entries/", SCRIPT_NAME="/elsewhere")
    assert "/elsewhere/entries/" in there.text
    here = reader.get("/entries/")
    assert "/elsewhere/" not in here.text
    assert here.headers["ETag"] != there.headers["ETag"]


def test_a_page_is_not_taken_for_that_of_another_database_at_the_same_version(reader: Client) -> None:
    tag = reader.get("/").headers["ETag"]
    for edition in Edition.objects.all():
        Edition.objects.filter(pk=edition.pk).update(published_at=edition.published_at - timedelta(days=1))
    catalogue.clear_snapshot()  # as a process does that starts on the other database
    other = reader.get("/", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["ETag"] != tag


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/entries/?x=1", "/changes.atom"])
def test_a_304_varies_by_what_the_page_varies_by(reader: Client, path: str) -> None:
    page = reader.get(path, headers=ZIPPED)
    again = reader.get(path, headers=ZIPPED | {"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    assert page.headers["Vary"] == again.headers["Vary"] == "Accept-Encoding"


def test_settings_and_what_is_installed_are_part_of_the_release() -> None:
    base = Path(project_settings.BASE_DIR)
    files = set(release_files(base))
    expected = ("config/settings.py", "requirements.txt", "templates/base.html", "relations/views/http.py")
    assert {base / name for name in (*expected, "relations/static/relations/style.css")} <= files


def test_a_cached_page_asked_over_http_is_redirected_like_any_other(settings: Any) -> None:
    settings.BEHIND_PROXY = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    visitor = Client()
    secure = visitor.get("/events/summit/", headers={"X-Forwarded-Proto": "https"})
    plain = visitor.get("/events/summit/", headers={"If-None-Match": secure.headers["ETag"]})
    assert (secure.status_code, plain.status_code) == (200, 301)
    assert plain.headers["Location"].startswith("https://")


def test_a_cached_page_is_refused_to_a_foreign_name_like_any_other() -> None:
    visitor = Client()
    assert visitor.get("/events/summit/").status_code == 200
    assert visitor.get("/events/summit/", headers={"Host": "elsewhere.example"}).status_code == 400


REDIS = os.environ.get("CACHE_URL", "redis://127.0.0.1:6379/1")


@pytest.fixture
def redis_pages(settings: Any, monkeypatch: pytest.MonkeyPatch) -> page_cache.PageCache:
    """A real Redis, under a name of this test's own."""
    settings.CACHES = {"default": {**parsers.cache(REDIS), "KEY_PREFIX": f"test-{uuid.uuid4().hex}"}}
    cached = page_cache.PageCache("r1")
    monkeypatch.setattr(middleware, "pages", cached)
    return cached


def stored(change: Callable[[bytes], bytes]) -> int:
    """Change every value of this test in Redis, as it stands there; how many there were."""
    client = redis.Redis.from_url(REDIS)
    keys = list(client.scan_iter(f"{settings_of_cache()['KEY_PREFIX']}*"))
    for key in keys:
        client.set(key, change(client.get(key)))
    client.close()
    return len(keys)


def settings_of_cache() -> dict[str, Any]:
    found: dict[str, Any] = caches.settings["default"]
    return found


GARBAGE = {
    "nothing": lambda _value: b"",
    "a number": lambda _value: b"42",
    "text": lambda _value: b"garbage",
    "half": lambda value: value[: len(value) // 2],
    "a pickle of another": lambda _value: pickle.dumps({"not": "a page"}),
    "a pickle that runs": lambda _value: b"cos\nsystem\n(S'exit 1'\ntR.",
    "more": lambda value: value + b"x",
    "the first byte": lambda value: bytes([value[0] ^ 1]) + value[1:],
    "the last byte": lambda value: value[:-1] + bytes([value[-1] ^ 1]),
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_garbage_in_redis_is_made_again_and_logged_once(
    redis_pages: page_cache.PageCache, reader: Client, caplog: Any, garbage: Callable[[bytes], bytes]
) -> None:
    paths = ("/", "/entries/", "/events/summit/", "/events/summit.json")
    before = {path: reader.get(path).content for path in paths}
    assert stored(garbage) == len(paths)
    caplog.clear()
    for headers in ({}, ZIPPED):
        after = {path: reader.get(path, headers=headers) for path in paths}
        assert {page.status_code for page in after.values()} == {200}
    assert {path: reader.get(path).content for path in paths} == before
    assert len([record for record in caplog.records if record.name == page_cache.__name__]) == 1
    assert all(comes_from_the_cache(reader, path) for path in paths)


def test_a_damaged_byte_anywhere_in_redis_is_never_read(redis_pages: page_cache.PageCache) -> None:
    serializer = SignedSerializer()
    value = serializer.dumps(("digest", b"body", {"Content-Type": "text/html"}))
    assert serializer.loads(value) == ("digest", b"body", {"Content-Type": "text/html"})
    for place in range(len(value)):
        for bit in range(8):
            changed = value[:place] + bytes([value[place] ^ 1 << bit]) + value[place + 1 :]
            with pytest.raises(DamagedValueError):
                serializer.loads(changed)


def test_what_was_written_with_another_key_is_never_read(settings: Any) -> None:
    value = SignedSerializer().dumps("page")
    settings.SECRET_KEY = "another-key-" * 6
    with pytest.raises(DamagedValueError):
        SignedSerializer().loads(value)
