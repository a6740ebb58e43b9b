"""Parts of pages are made once for each snapshot, and are what they would be if made anew."""

import gc
import weakref
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from relations import catalogue
from relations.caching.responses import attach_snapshot
from relations.catalogue import Snapshot
from relations.catalogue.lru import LRUCache
from relations.catalogue.snapshot_cache import SnapshotCache
from relations.finder import facet_values
from relations.views.finder import entry_list
from tests.support.factories import publish_document
from tests.support.world import a_claim, a_document
from tests.views.pages import publish_world

pytestmark = pytest.mark.django_db

POSITION = {"kind": "position", "speaker": "ann-arle", "side": "arland", "said_on": "2019-05"}


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    claims = [a_claim(text="Two sides met."), a_claim(id="pppppppp22", text="Arland wants fish.", **POSITION)]
    publish_world(a_document("event", claims=claims), a_document("issue"))


def cards(html: str) -> str:
    start = html.index('<ol class="cards')
    return html[start : html.index("</ol>", start)]


def render(snapshot: Snapshot, path: str = "/entries/") -> str:
    """The list as of a snapshot."""
    request = RequestFactory().get(path)
    attach_snapshot(request, snapshot)
    return entry_list(request).content.decode()


def edition_queries(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return sum("FROM relations_edition e WHERE e.id IN" in query["sql"] for query in queries)


def test_a_card_is_made_once_for_all_lists_that_show_it(reader: Client) -> None:
    snapshot = catalogue.current_snapshot()
    assert edition_queries(lambda: render(snapshot)) == 1
    assert edition_queries(lambda: render(snapshot, "/entries/?sort=oldest")) == 0
    assert edition_queries(lambda: render(snapshot, "/entries/?type=event")) == 0
    assert cards(render(snapshot)) == cards(render(snapshot))


def test_after_a_renaming_the_new_name_shows_and_the_snapshot_of_before_keeps_the_old_one() -> None:
    before = catalogue.current_snapshot()
    assert ">Defence</a>" in cards(render(before))
    publish_document(a_document("topic", key="defence", slug="security", name="Security"))
    after = catalogue.current_snapshot()
    for _again in range(2):
        assert '<a href="/topics/security/">Security</a>' in cards(render(after))
        assert "Defence" not in cards(render(after))
        assert '<a href="/topics/defence/">Defence</a>' in cards(render(before))
        assert "Security" not in render(before)
    assert ">Security</span>" not in render(before)
    assert "<span>Security</span>" in render(after)


def test_a_card_shows_the_claims_asked_for_whatever_was_asked_before() -> None:
    snapshot = catalogue.current_snapshot()
    queries = ("", "?says=position", "?speaker=ann-arle", "?says=reported-fact", "?says=position", "")
    shown = [cards(render(snapshot, f"/entries/{query}")) for query in queries]
    assert ["Arland wants fish." in html for html in shown] == [False, True, True, False, True, False]
    assert ["Two sides met." in html for html in shown] == [False, False, False, True, False, False]


def test_searched_words_are_marked_in_the_lists_of_their_search_alone() -> None:
    snapshot = catalogue.current_snapshot()
    queries = ("", "?q=summit", "", "?q=strait", "?q=summit")
    shown = [cards(render(snapshot, f"/entries/{query}")) for query in queries]
    assert [html.count("<mark>Summit</mark>") for html in shown] == [0, 1, 0, 0, 1]


def test_facets_are_assembled_once_for_all_pages_of_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = catalogue.current_snapshot()
    first = render(snapshot, "/entries/?page_size=1")

    def fail(*_arguments: Any) -> None:
        raise AssertionError("assembled again")

    monkeypatch.setattr(facet_values, "build_facet_values", fail)
    second = render(snapshot, "/entries/?page_size=1&page=2")
    of_first, of_second = (
        html.partition('<div class="facets">')[2].partition("</div>")[0] for html in (first, second)
    )
    assert "page_size=1" in of_first
    assert of_first == of_second
    with pytest.raises(AssertionError, match="assembled again"):
        render(snapshot, "/entries/?page_size=1&sort=oldest")


@pytest.mark.long
def test_fragments_live_no_longer_than_their_snapshot() -> None:
    cache: SnapshotCache[str, str] = SnapshotCache(2)
    snapshot = Snapshot(catalogue.current_snapshot().vocabularies, epoch=99)
    fragments = weakref.ref(cache.of(snapshot))
    assert cache.of(snapshot) is fragments()
    del snapshot
    gc.collect()
    assert fragments() is None


def test_the_least_recently_used_makes_room() -> None:
    cache: LRUCache[str, int] = LRUCache(2)
    cache.set("a", 1)
    cache.set("b", 2)
    assert cache.get("a") == 1
    cache.set("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]
