"""An index brought up to date step by step is the one made anew; what is on disk is checked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from relations import catalogue
from relations.index import builder as upkeep
from relations.index import current
from relations.index import key_mapping as images
from relations.index import storage as stored
from relations.index.builder import Base, advance
from relations.index.current import current_index
from relations.index.entry_index import EntryIndex
from relations.index.sets import EntrySet
from relations.index.table import Table
from relations.models import Record, VersionCounter
from tests.finder.reference import ACTORS, PAIRS, SOURCES, THEMES, entry_documents, vocabulary_documents
from tests.support.factories import merge_record, publish_document, publish_documents, withdraw_record
from tests.support.laws import examples

pytestmark = pytest.mark.django_db
TOPICS = [*THEMES, *(topic for under in THEMES.values() for topic in under)]
NEW_NAMES = {"topic": "fishing", "actor": "zorland", "source": "late-report"}
stateful = settings(
    deadline=None,
    max_examples=examples(15),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.INDEX_FOLDER = tmp_path


def anew() -> EntryIndex:
    """The index as a process makes it that knows nothing."""
    catalogue.clear_snapshot()
    index = advance(Base(), catalogue.current_snapshot().names, current.read_rows(-1))
    index.wide.fill()
    return index


def told(index: EntryIndex) -> dict[str, Any]:
    """All an index says, by codes instead of numbers."""
    names = {name: sorted(map(str, facet)) for name, facet in index.facets.items()}
    values = {name: list(facet) for name, facet in index.facets.items()}
    half = index.dated_to(date(2018, 1, 1))
    counts = {name: dict(facet.counts(half)) for name, facet in index.facets.items()}
    together = index.wide.counts(half, index.all())
    assert {name: dict(found) for name, found in together.items()} == {
        name: counts[name] for name in together
    }
    every, size = index.all(), index.size
    return {
        "orders": [index.codes(every, order, 0, size) for order in ("newest", "oldest", "updated")],
        "editions": index.edition_ids(every, "newest", 0, size),
        "values": names,
        "having": {
            (name, value): (codes(index, index.having(name, [value])), index.postings(name).total(value))
            for name in values
            for value in values[name]
        },
        "counts": counts,
        "days": [
            codes(index, found)
            for found in (index.dated_from(date.min), half, index.undated(), index.dated_exactly())
        ],
        "years": (index.years(every), index.years(half)),
        "links": {code: index.linked_from(code) for code in [*codes(index, every), "nobody"]},
        "named": {e: codes(index, index.of_editions(EntrySet([e]))) for e in range(60)},
    }


def codes(index: EntryIndex, found: EntrySet) -> list[str]:
    return index.codes(found, "newest", 0, len(found))


# One step of the press each, on a world of twenty entries and its vocabularies.

KEYS = st.integers(0, 29)
STEPS = st.one_of(
    st.tuples(st.just("publish"), KEYS, st.integers(2, 9)),
    st.tuples(st.just("publish"), KEYS, st.integers(2, 9)),
    st.tuples(st.just("withdraw"), KEYS),
    st.tuples(
        st.just("rename"),
        st.sampled_from([("topic", "trade"), ("actor", "arland"), ("source", "annual-report")]),
    ),
    st.tuples(
        st.just("merge"),
        st.sampled_from(
            [
                ("topic", "trade", "energy"),
                ("topic", "arms-sales", "trade"),
                ("topic", "asia", "defence"),
                ("actor", "cerland", "dorland"),
                ("actor", "elysee-forum", "cerland"),
                ("source", "press-briefing", "annual-report"),
            ]
        ),
    ),
    st.tuples(
        st.just("move"), st.sampled_from(["trade", "arms-sales"]), st.sampled_from(["asia", "defence"])
    ),
    st.tuples(st.just("name"), st.sampled_from(sorted(NEW_NAMES))),
    st.tuples(
        st.just("forsake"),
        st.sampled_from([("actor", "borland"), ("topic", "exercises"), ("source", SOURCES[0])]),
    ),
    st.tuples(
        st.just("look"),
    ),
)


def take(step: tuple) -> None:  # noqa: C901 (one line for each step)
    match step:
        case ("publish", number, seed):
            publish_document(an_entry(number, seed))
        case ("withdraw", number):
            record = Record.objects.public().filter(key=code_of(number)["key"]).first()
            if record:
                withdraw_record(record)
        case ("rename", (kind, key)):
            republish(kind, key, slug=f"{key}-{VersionCounter.objects.version()}")
        case ("move", key, parent):
            republish("topic", key, parent=parent)
        case ("merge", (kind, key, into)):
            found = {r.key: r for r in Record.objects.public().filter(kind=kind, key__in=(key, into))}
            if len(found) == 2:
                merge_record(found[key], into=found[into])
        case ("name", kind):
            key = NEW_NAMES[kind]
            document = next(d for d in vocabulary_documents() if d["kind"] == kind)
            publish_document(document | {"key": key, "slug": key})
        case ("forsake", (kind, key)):
            record = Record.objects.public().filter(kind=kind, key=key).first()
            if record:
                withdraw_record(record)
        case ("look",):
            current_index(catalogue.current_snapshot())


def an_entry(number: int, seed: int = 1) -> dict[str, Any]:
    """One of thirty entries, another one for each seed but for its kind."""
    kind = ("event", "agreement", "issue")[number % 3]
    of_kind = [document for document in entry_documents(20, seed) if document["kind"] == kind]
    return linked(of_kind[number % len(of_kind)] | code_of(number), number)


def code_of(number: int) -> dict[str, str]:
    return {"key": f"e{number:05}", "slug": f"e-{number}"}


def linked(document: dict[str, Any], number: int) -> dict[str, Any]:
    """The document with ties, and naming what the steps publish, merge and withdraw."""
    named = [NEW_NAMES["topic"]] if number % 3 == 0 else []
    speakers = [*ACTORS, NEW_NAMES["actor"]]
    claims = [claim | {"speaker": speakers[number % len(speakers)]} for claim in document["claims"]]
    ties = [{"kind": "follows", "entry": code_of(number * 7 % 30)["key"]}]
    claims = [c | {"id": f"c{number:06}{place:03}"} for place, c in enumerate(claims)]
    return document | {"topics": [*document["topics"], *named], "claims": claims, "links": ties}


def republish(kind: str, key: str, **values: Any) -> None:
    record = Record.objects.public().filter(kind=kind, key=key).select_related("edition").first()
    if record:
        publish_document(record.edition.read_document() | values, action="renamed")


@stateful
@given(
    steps=st.lists(STEPS, min_size=1, max_size=14),
    most=st.sampled_from([0, 3, 2000]),
    bitmaps=st.sampled_from([0, 1024]),
)
def test_an_index_brought_up_to_date_is_the_one_made_anew(steps: list, most: int, bitmaps: int) -> None:
    with undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("relations.index.builder.MOST_AT_THE_END", most)
        patch.setattr("relations.index.builder.MOST_INSERTED", most)
        patch.setattr("relations.index.facet_postings.MOST_BITMAPS", bitmaps)
        begin()
        held = []
        for step in steps:
            take(step)
            if step[0] == "look":
                index = current_index(catalogue.current_snapshot())
                held.append((index, told(index)))
        index = current_index(catalogue.current_snapshot())
        assert told(index) == told(anew())
        for earlier, said in held:
            assert told(earlier) == said


def begin() -> None:
    """Twenty published entries, and a process that has looked at them."""
    catalogue.clear_snapshot()
    publish_documents(vocabulary_documents())
    publish_documents(an_entry(number) for number in range(20))
    current_index(catalogue.current_snapshot())


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is rolled back, whatever happened within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_only_what_changed_is_read() -> None:
    begin()
    names, wide = catalogue.current_snapshot().names, current_index(catalogue.current_snapshot()).wide
    take(("publish", 3, 5))
    with CaptureQueriesContext(connection) as queries:
        now = catalogue.current_snapshot()
        index = current_index(now)
    assert len(queries) <= 7
    assert now.names.sources is names.sources
    assert now.names.topics is names.topics
    assert index.columns.tables["topic"].keys is current_index(now).columns.tables["topic"].keys
    assert len(index.columns) == 21
    take(("name", "source"))
    document = an_entry(26)
    for claim in document["claims"]:
        claim["citations"] = [{"source": NEW_NAMES["source"], "locator": "Page 1"}]
    publish_document(document)
    rows = current_index(catalogue.current_snapshot()).wide._forward
    assert np.shares_memory(rows.starts, wide._forward.starts)


def test_what_is_counted_together_is_let_go_before_the_tables_of_merged_names_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin()
    first = current_index(catalogue.current_snapshot()).wide._forward
    take(("merge", ("topic", "trade", "energy")))
    early = current_index(catalogue.current_snapshot())
    assert np.shares_memory(early.wide._forward.values, first.values)
    take(("merge", ("actor", *ACTORS[:2])))
    held = []

    def facet_table(*arguments: Any) -> Table:
        held.append(early.wide._forward is not None)
        return images.facet_table(*arguments)

    monkeypatch.setattr(upkeep, "facet_table", facet_table)
    later = current_index(catalogue.current_snapshot())
    # Topics, pairs and sources; then actors, and all that is read from who they are.
    assert held == [True, True, True, False, False, False, False]
    assert len(later.wide._forward) == len(later.columns)


def test_a_table_is_not_continued_where_a_new_key_is_the_first_that_stands_for_another() -> None:
    table = Table(["one", "two"])
    earlier = SimpleNamespace(images={"actor": [("one",)]})
    assert images.is_continued("actor", table, [("one",), ("two",)], earlier)
    assert not images.is_continued("actor", table, [("one",), ("one",)], earlier)
    assert not images.is_continued("actor", table, [("two",), ("two",)], earlier)


def test_a_request_that_was_overtaken_is_still_answered() -> None:
    begin()
    early = catalogue.current_snapshot()
    current._kept.pop(early.names)
    take(("name", "actor"))
    take(("publish", 25, 3))
    current_index(catalogue.current_snapshot())
    late = current_index(early)
    assert late.version == early.version
    assert set(late.postings("actor")) <= set(ACTORS)


def test_another_database_is_noticed() -> None:
    begin()
    with undone():
        publish_document(an_entry(24))
        assert current_index(catalogue.current_snapshot()).size == 21
    # As after a restore: what was remembered never happened here, and the version is past it.
    publish_document(an_entry(25))
    VersionCounter.objects.lock().start_epoch()
    assert told(current_index(catalogue.current_snapshot())) == told(anew())


# The index on disk


def test_a_snapshot_is_read_back_as_it_was() -> None:
    begin()
    take(("publish", 25, 3))
    take(("withdraw", 2))
    stored.save(current_index(catalogue.current_snapshot()), stored.path())
    catalogue.clear_snapshot()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            current, "read_rows", lambda after: iter(()) if after > 0 else pytest.fail("all was read")
        )
        index = current_index(catalogue.current_snapshot())
    assert told(index) == told(anew())


def test_an_older_snapshot_is_brought_up_to_date() -> None:
    begin()
    stored.save(current_index(catalogue.current_snapshot()), stored.path())
    for step in (
        ("publish", 25, 3),
        ("merge", ("topic", "trade", "energy")),
        ("withdraw", 2),
        ("name", "actor"),
    ):
        take(step)
    catalogue.clear_snapshot()
    assert told(current_index(catalogue.current_snapshot())) == told(anew())


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no more", "cut", "changed"])
def test_a_damaged_snapshot_is_as_none(damage: bytes | str) -> None:
    begin()
    stored.save(current_index(catalogue.current_snapshot()), stored.path())
    whole = stored.path().read_bytes()
    middle = len(whole) // 2
    if damage == "cut":
        damage = whole[:middle]
    if damage == "changed":
        damage = (
            whole[:middle]
            + bytes(byte ^ 255 for byte in whole[middle : middle + 400])
            + whole[middle + 400 :]
        )
    stored.path().write_bytes(damage)
    assert stored.load() is None
    catalogue.clear_snapshot()
    assert told(current_index(catalogue.current_snapshot())) == told(anew())


def test_a_snapshot_of_another_database_is_as_none() -> None:
    begin()
    with undone():
        take(("publish", 27, 4))
        stored.save(current_index(catalogue.current_snapshot()), stored.path())
    take(("publish", 28, 4))
    VersionCounter.objects.lock().start_epoch()
    catalogue.clear_snapshot()
    assert told(current_index(catalogue.current_snapshot())) == told(anew())


def test_a_snapshot_of_another_form_is_as_none() -> None:
    begin()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored, "FORMAT", stored.FORMAT + 1)
        stored.save(current_index(catalogue.current_snapshot()), stored.path())
    assert stored.load() is None


def test_a_large_index_is_kept_on_disk_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    assert not stored.path().exists()
    monkeypatch.setattr(stored, "SMALLEST", 10)
    monkeypatch.setattr(stored, "save_soon", lambda index: stored.save(index, stored.path()))
    catalogue.clear_snapshot()
    current_index(catalogue.current_snapshot())
    assert [path.name for path in stored.path().parent.iterdir()] == [stored.path().name]
    assert stored.path().stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_no_fault(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    begin()
    (tmp_path / "file").write_text("")
    settings.INDEX_FOLDER = tmp_path / "file"
    stored.save(current_index(catalogue.current_snapshot()), stored.path())
    assert "not kept on disk" in caplog.text
    assert stored.load() is None


def test_pairs_of_a_merged_actor_are_called_by_the_survivor() -> None:
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
    assert isinstance(current_index(catalogue.current_snapshot()).by_edition, np.ndarray)
