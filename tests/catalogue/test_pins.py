"""Snapshots of earlier versions: read from editions alone, shared where nothing changed, few of them kept."""

import gc

import pytest
from django.test import Client

from relations import catalogue
from relations.catalogue import pins
from relations.catalogue.pinned_paths import split_pin, with_pin
from relations.index import cache
from relations.models import VersionCounter
from tests.support.factories import publish_document
from tests.support.world import a_document
from tests.views.pages import publish_world

ADDRESSES = [
    ("/", "/@v1/"),
    ("/topics/defence/", "/topics/defence/@v1/"),
    ("/entries.csv", "/entries/@v1.csv"),
    ("/topics/defence.csl.json", "/topics/defence/@v1.csl.json"),
    ("/events/summit/editions/2.bib", "/events/summit/editions/2/@v1.bib"),
]


@pytest.mark.parametrize(("path", "pinned"), ADDRESSES)
def test_an_address_and_its_pin_are_put_together_and_taken_apart(path: str, pinned: str) -> None:
    assert with_pin(path, "v1") == pinned
    assert split_pin(pinned) == (path, "v1")
    assert with_pin(pinned, "v2") == pinned
    assert split_pin(path) is None


@pytest.mark.parametrize(
    "path", ["/entries.json/@v1", "/entries.json/@v1/", "/a/defence.csl.json/@v1", "/.json/@v1", "/a.b/@v1.c"]
)
def test_a_suffix_stands_behind_a_pin_and_never_before_it(path: str) -> None:
    assert split_pin(path) is None
    assert split_pin(f"/a.b{ADDRESSES[1][1]}") == (f"/a.b{ADDRESSES[1][0]}", "v1")


@pytest.mark.parametrize(
    "url", ["/admin/", "/robots.txt", "/sitemap-2.xml", "/static/a.css", "/dumps/a.zip", "?page=2", "#c-a"]
)
def test_what_has_one_version_has_no_pin(url: str) -> None:
    assert with_pin(url, "v1") == url


def test_a_query_and_an_anchor_stay_where_they_are() -> None:
    assert with_pin("/entries.csv?q=a.b/c", "v1") == "/entries/@v1.csv?q=a.b/c"
    assert with_pin("/events/summit/#c-1", "v1") == "/events/summit/@v1/#c-1"


@pytest.mark.django_db
def test_vocabularies_that_did_not_change_are_the_present_ones() -> None:
    publish_world(a_document("event"))
    first = VersionCounter.objects.version()
    publish_document(a_document("topic", name="Arms"))
    for _edition in range(2):
        publish_document(a_document("event"))
    present = catalogue.current_snapshot()
    then, later = (catalogue.snapshot_at(f"v{version}", present) for version in (first, first + 2))
    assert (then.topics["defence"].label, later.topics["defence"].label) == ("Defence", "Arms")
    assert then.sources is present.sources
    assert later.topics is present.topics
    before = catalogue.snapshot_at("v1", present)
    assert before.topics is then.topics


@pytest.mark.long
@pytest.mark.django_db
def test_few_of_many_versions_are_kept(reader: Client) -> None:
    publish_world(a_document("event"))
    for number in range(3 * pins.MAX_SNAPSHOTS):
        publish_document(a_document("topic", name=f"Arms {number}"))
    versions = range(1, VersionCounter.objects.version() + 1)
    for version in versions:
        assert reader.get(f"/topics/defence/@v{version}/").status_code == 200
    gc.collect()  # what rendered a page is left in circles
    assert cache.count_indexes() <= pins.MAX_SNAPSHOTS + 1
