"""Publications of every kind, in a world of twenty entries and its vocabularies."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st

from relations import catalogue, publishing
from relations.documents import canonical_json, references
from relations.finder.engine import search_engine
from relations.models import Record, Revision, ScheduledPublication, ScheduledRecord, VersionCounter
from relations.publishing.due import update_next_due
from relations.publishing.settle import publish_due
from tests.finder.reference import ACTORS, SOURCES, entry_documents, vocabulary_documents
from tests.support.factories import merge_record, publish_document, publish_documents, withdraw_record

NEW_NAMES = {"topic": "fishing", "actor": "zorland", "source": "late-report"}
NUMBERS = st.integers(0, 29)
RENAMED = [("topic", "trade"), ("actor", "arland"), ("source", "annual-report")]
WITHDRAWN = [("actor", "borland"), ("topic", "exercises"), ("source", SOURCES[0])]
MERGED = [
    ("topic", "trade", "energy"),
    ("topic", "arms-sales", "trade"),
    ("topic", "asia", "defence"),
    ("actor", "cerland", "dorland"),
    ("actor", "elysee-forum", "cerland"),
    ("source", "press-briefing", "annual-report"),
]
PUBLISH = st.tuples(st.just("publish"), NUMBERS, st.integers(2, 9))
STEPS = st.one_of(
    PUBLISH,
    PUBLISH,
    st.tuples(st.just("correct"), NUMBERS, st.integers(2, 9)),
    st.tuples(st.just("schedule"), NUMBERS, st.integers(2, 9)),
    st.tuples(st.just("withdraw"), NUMBERS),
    st.tuples(st.just("rename"), st.sampled_from(RENAMED)),
    st.tuples(st.just("merge"), st.sampled_from(MERGED)),
    st.tuples(
        st.just("move"), st.sampled_from(["trade", "arms-sales"]), st.sampled_from(["asia", "defence"])
    ),
    st.tuples(st.just("publish name"), st.sampled_from(sorted(NEW_NAMES))),
    st.tuples(st.just("withdraw name"), st.sampled_from(WITHDRAWN)),
    st.tuples(st.just("read")),
)


def take(step: tuple) -> None:  # noqa: C901 (one line for each step)
    match step:
        case ("publish", number, seed):
            publish_document(an_entry(number, seed))
        case ("correct", number, seed):
            publish_document(an_entry(number, seed), action="corrected", note="Set right.")
        case ("schedule", number, seed):
            fall_due(an_entry(number, seed))
        case ("withdraw", number):
            if record := public_record(code_of(number)["key"], *Record.ENTRY_KINDS):
                withdraw_record(record)
        case ("rename", (kind, key)):
            republish(kind, key, slug=f"{key}-{VersionCounter.objects.version()}")
        case ("move", key, parent):
            republish("topic", key, parent=parent)
        case ("merge", (kind, key, into)):
            record, survivor = public_record(key, kind), public_record(into, kind)
            if record and survivor:
                merge_record(record, into=survivor)
        case ("publish name", kind):
            key = NEW_NAMES[kind]
            document = next(d for d in vocabulary_documents() if d["kind"] == kind)
            publish_document(document | {"key": key, "slug": key})
        case ("withdraw name", (kind, key)):
            if record := public_record(key, kind):
                withdraw_record(record)
        case ("read",):
            search_engine(catalogue.current_snapshot())


def public_record(key: str, *kinds: str) -> Record | None:
    return Record.objects.public().filter(kind__in=kinds, key=key).select_related("edition").first()


def an_entry(number: int, seed: int = 1) -> dict[str, Any]:
    """One of thirty entries, another one for each seed but for its kind."""
    kind = ("event", "agreement", "issue")[number % 3]
    of_kind = [document for document in entry_documents(20, seed) if document["kind"] == kind]
    return linked(of_kind[number % len(of_kind)] | code_of(number), number)


def code_of(number: int) -> dict[str, str]:
    return {"key": f"e{number:05}", "slug": f"e-{number}"}


def linked(document: dict[str, Any], number: int) -> dict[str, Any]:
    """The document with links, and naming what the steps publish, merge and withdraw."""
    topics = [NEW_NAMES["topic"]] if number % 3 == 0 else []
    speakers = [*ACTORS, NEW_NAMES["actor"]]
    claims = [
        claim | {"speaker": speakers[number % len(speakers)], "id": f"c{number:06}{position:03}"}
        for position, claim in enumerate(document["claims"])
    ]
    links = [{"kind": "follows", "entry": code_of(number * 7 % 30)["key"]}]
    return document | {"topics": [*document["topics"], *topics], "claims": claims, "links": links}


def republish(kind: str, key: str, **values: Any) -> None:
    if record := public_record(key, kind):
        publish_document(record.edition.read_document() | values, action="renamed")


def fall_due(document: dict[str, Any]) -> None:
    """Something scheduled for an hour ago that nobody has performed until now; it names nothing withdrawn."""
    named = {key for _kind, key in references(document)}
    if Record.objects.filter(key__in=named, status=Record.Status.WITHDRAWN, merged_into=None).exists():
        return
    record, _made = Record.objects.get_or_create(kind=document["kind"], key=document["key"])
    revision = Revision.objects.create(record=record, document=canonical_json(document))
    user, _made = User.objects.get_or_create(username="scheduler", is_superuser=True)
    scheduled = ScheduledPublication.objects.create(
        action="publish", due_at=timezone.now() - timedelta(hours=1), scheduled_by=user, note="Due."
    )
    ScheduledRecord.objects.create(scheduled=scheduled, record=record, revision=revision)
    if publishing.foreseen_faults(scheduled):
        scheduled.delete()  # as it is when it cannot be scheduled
        return
    update_next_due()
    assert [one.state for one in publish_due()] == ["done"]


def begin() -> None:
    """Twenty published entries, and a process that has read them."""
    catalogue.clear_snapshot()
    publish_documents(vocabulary_documents())
    publish_documents(an_entry(number) for number in range(20))
    search_engine(catalogue.current_snapshot())


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is rolled back, whatever happened within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
