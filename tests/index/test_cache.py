"""An index brought up to date step by step is the one made anew, for all requests of a process."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from relations import catalogue
from relations.catalogue import Snapshot
from relations.index import cache
from relations.index.builder import IndexState, advance_index
from relations.index.cache import entry_index
from relations.index.entry_index import EntryIndex, open_index
from relations.index.indexed_editions import read_indexed_editions
from relations.models import VersionCounter
from tests.finder.reference import ACTORS, PAIRS
from tests.index.publications import NEW_NAMES, STEPS, an_entry, begin, republish, take, undone
from tests.support.engine_answers import answers
from tests.support.factories import publish_document
from tests.support.laws import examples
from tests.support.world import a_document

pytestmark = pytest.mark.django_db
stateful = settings(
    deadline=None,
    max_examples=examples(15),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.INDEX_FOLDER = tmp_path


def current_index() -> EntryIndex:
    return entry_index(catalogue.current_snapshot())


def read_anew(snapshot: Snapshot | None = None) -> EntryIndex:
    """The index as a process makes it that has none."""
    if snapshot is None:
        catalogue.clear_snapshot()
        snapshot = catalogue.current_snapshot()
    names = snapshot.vocabularies
    rows = read_indexed_editions(-1, names.version)
    return open_index(advance_index(IndexState(), names.version, names.latest, rows), names)


@stateful
@given(
    steps=st.lists(STEPS, min_size=1, max_size=14),
    most=st.sampled_from([0, 3, 2000]),
    bitmaps=st.sampled_from([0, 1024]),
)
def test_an_index_brought_up_to_date_is_the_one_made_anew(steps: list, most: int, bitmaps: int) -> None:
    with undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("relations.index.builder.MAX_TAIL", most)
        patch.setattr("relations.index.builder.MAX_INSERTED", most)
        patch.setattr("relations.index.facet_postings.MAX_BITMAPS", bitmaps)
        begin()
        earlier = []
        for step in steps:
            take(step)
            if step[0] == "read":
                earlier.append((current_index(), answers(current_index())))
        assert answers(current_index()) == answers(read_anew())
        for index, before in earlier:
            assert answers(index)["counts"] == before["counts"]
            assert answers(index)["orders"] == before["orders"]


def test_only_what_changed_is_read() -> None:
    begin()
    names, before = catalogue.current_snapshot().vocabularies, current_index()
    take(("publish", 3, 5))
    with CaptureQueriesContext(connection) as queries:
        now = catalogue.current_snapshot()
        index = entry_index(now)
    assert len(queries) <= 7
    assert now.vocabularies.sources is names.sources
    assert now.vocabularies.topics is names.topics
    assert (len(before.state.columns), len(index.state.columns), len(index.entries)) == (20, 21, 20)
    for name in ("topic", "source"):
        assert index.facets.postings[name].column.keys is before.facets.postings[name].column.keys


def test_an_overtaken_request_is_answered_as_of_its_version() -> None:
    begin()
    early = catalogue.current_snapshot()
    before = answers(entry_index(early))
    cache.clear_indexes(keep_newest=True)
    take(("publish name", "actor"))
    take(("publish", 25, 3))
    take(("withdraw", 2))
    current_index()
    late = entry_index(early)
    assert late.version == early.version
    assert {**answers(late), "searches": None} == {**before, "searches": None}
    assert {*late.facets.postings["actor"].column.keys} <= {*ACTORS, NEW_NAMES["actor"]}


def test_another_database_is_noticed() -> None:
    begin()
    with undone():
        publish_document(an_entry(24))
        assert len(current_index().entries) == 21
    # As after a restore: what was remembered never happened here, and the version is past it.
    publish_document(an_entry(25))
    VersionCounter.objects.update(version=1000)
    assert answers(current_index()) == answers(read_anew())


def test_pairs_of_a_renamed_actor_have_its_new_name() -> None:
    begin()
    take(("rename", ("actor", "arland")))
    republish("actor", "arland", name="Arlandia")
    names = {
        name.key: (name.label, name.slug, name.url) for name in catalogue.current_snapshot().relationships
    }
    catalogue.clear_snapshot()
    assert names == {
        name.key: (name.label, name.slug, name.url) for name in catalogue.current_snapshot().relationships
    }
    assert any("Arlandia" in label for label, _slug, _url in names.values())
    assert len(names) == len(PAIRS)


def test_threads_that_ask_at_once_share_one_index(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_document(a_document("event", key="b2", slug="summit", claims=[]))
    snapshot = catalogue.current_snapshot()
    made: list[int] = []
    index = cache._make(snapshot.vocabularies)

    def make(_names: object) -> EntryIndex:
        made.append(1)
        return index

    monkeypatch.setattr(cache, "_make", make)
    together = Barrier(4)

    def ask(_n: int) -> EntryIndex:
        together.wait()
        return entry_index(snapshot)

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(ask, range(4)))
    assert len({id(each) for each in found}) == 1
    assert len(made) == 1


def test_a_request_under_way_keeps_the_index_of_its_version() -> None:
    publish_document(a_document("event", key="b2", slug="one", claims=[]))
    before = catalogue.current_snapshot()
    index = entry_index(before)
    publish_document(a_document("event", key="b3", slug="two", claims=[]))
    after = catalogue.current_snapshot()
    assert len(entry_index(after).entries) == 2
    assert entry_index(before) is index
    assert (len(index.entries), index.version, entry_index(after).version) == (
        1,
        before.version,
        after.version,
    )


@pytest.mark.long
def test_a_large_index_of_before_is_freed_whatever_circle_refers_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = a_document("event", claims=[])
    publish_document(document)
    gc.disable()  # so that Python does not look by itself
    try:
        circle = [current_index()]
        circle.append(circle)
        before = weakref.ref(circle[0])
        del circle
        for least, lives in ((1, True), (0, False)):
            monkeypatch.setattr(cache, "_COLLECTED_FROM", least)
            publish_document(document | {"summary": f"More than {least}."}, note="Changed.")
            assert len(current_index().entries) == 1
            assert (before() is not None) == lives
    finally:
        gc.enable()
