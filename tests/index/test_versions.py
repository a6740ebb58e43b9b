"""Any earlier version is answered as a plain reading of its editions has it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from relations import catalogue
from relations.catalogue import Snapshot
from relations.finder.engine import search_engine
from relations.index import cache
from relations.models import Edition
from relations.search.query import parse_query
from tests.index.publications import STEPS, begin, take, undone
from tests.support.engine_answers import answers, codes_by
from tests.support.laws import examples
from tests.support.plain_engine import plain_engine

pytestmark = pytest.mark.django_db
stateful = settings(
    deadline=None,
    max_examples=examples(10),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.INDEX_FOLDER = tmp_path


@pytest.mark.long
@stateful
@given(steps=st.lists(STEPS, min_size=1, max_size=8), tail=st.sampled_from([0, 2000]))
def test_every_version_is_answered_as_a_plain_reading_answers_it(steps: list, tail: int) -> None:
    """By the names of then, and by the present ones."""
    with undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("relations.index.builder.MAX_TAIL", tail)
        begin()
        snapshots: list[Snapshot] = []
        for step in steps:
            take(step)
            snapshots.append(catalogue.current_snapshot())
        present = snapshots[-1]
        search_engine(present)
        cache.clear_indexes(keep_newest=True)
        for snapshot in snapshots[:-1]:
            assert answers(search_engine(snapshot)) == answers(plain_engine(snapshot))
        for version in {1, 2, *(snapshot.version for snapshot in snapshots)}:
            assert answers(search_engine(present, version)) == answers(plain_engine(present, version))


def test_what_is_withdrawn_since_is_counted_and_never_found_by_its_words() -> None:
    begin()
    before = catalogue.current_snapshot()
    newest = search_engine(before)
    (code,) = newest.codes(newest.all(), "newest", 0, 1)
    title = Edition.objects.get(record__key=code).read_document()["title"]
    take(("withdraw", int(code[1:])))
    present = catalogue.current_snapshot()
    then, now = search_engine(present, before.version), search_engine(present)
    assert len(then.all()) == len(now.all()) + 1
    assert code in codes_by(then, "newest")
    terms = parse_query(title)
    for engine in (then, now):
        found = engine.look_up(terms).match(terms).entries
        assert code not in engine.codes(found, "newest", 0, 99)
    found = newest.look_up(terms).match(terms).entries
    assert code in newest.codes(found, "newest", 0, 99)


@pytest.mark.long
def test_what_was_withdrawn_and_published_again_is_found_at_every_version() -> None:
    begin()
    first = catalogue.current_snapshot().version
    take(("withdraw", 3))
    search_engine(catalogue.current_snapshot())
    take(("publish", 3, 1))
    present = catalogue.current_snapshot()
    for version in (first, first + 1, present.version):
        assert answers(search_engine(present, version)) == answers(plain_engine(present, version))


def test_before_the_first_publication_there_is_nothing() -> None:
    begin()
    engine = search_engine(catalogue.current_snapshot(), 0)
    assert (len(engine.all()), list(engine.year_ranges(engine.all()))) == (0, [])
    assert engine.codes(engine.all(), "newest", 0, 5) == []
