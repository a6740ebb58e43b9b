"""Import: a folder of files into the working rows, all or nothing."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from relations.documents import Document, canonical_json, citations, cited_sources
from relations.documents.bulk import write_new_rows
from relations.documents.canonical import in_canonical_order
from relations.documents.codec import write_row, write_ties
from relations.documents.files.folder import REFERENCE_FILE, Folder, read_folder
from relations.documents.references import with_keys_replaced
from relations.models import Link, Publication, Record, Reference, Revision, VersionCounter
from relations.publishing.bulk import ROWS, chunked
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.import_conflicts import Conflicts
from relations.publishing.publish import ORDER, publish
from relations.publishing.revisions import date_entries, record_revision
from relations.publishing.update_reference import update_reference

Report = Callable[[str], None]


@dataclass(slots=True)
class Imported:
    """What an import did: keys by outcome, the files completed with keys, and the faults that stopped it."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    published: int = 0
    completed: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _Undo(Exception):  # noqa: N818 (not an error: it ends the transaction)
    pass


def import_folder(
    path: Path,
    *,
    user: Any = None,
    check: bool = False,
    publish_all: bool = False,
    note: str = "",
    report: Report = lambda _step: None,
) -> Imported:
    """Write a folder's records into the working rows by key, and publish them if asked.

    One transaction: with any fault nothing changes, neither rows nor files.
    Records the folder does not hold are left alone. With ``check`` nothing
    changes in any case. Faults name file and line. ``report`` is called with each step.
    """
    report("Reading the files.")
    folder = read_folder(path)
    imported = Imported()
    try:
        with transaction.atomic():
            VersionCounter.objects.lock()
            if not folder.faults:
                records = _write(folder, imported, user, report)
                if publish_all and not folder.faults:
                    _publish(folder, records, imported, user, note or "Imported from files.", report)
            if check or folder.faults:
                raise _Undo
    except _Undo:
        pass
    imported.faults = [
        f"{file.relative_to(path) if file != path else path.name}:{fault.line}: {fault.message}"
        for file, faults in sorted(folder.faults.items())
        for fault in sorted(faults, key=lambda fault: fault.line)
    ]
    if not imported.faults and not check:
        imported.completed = folder.complete_files()
    return imported


def _write(folder: Folder, imported: Imported, user: Any, report: Report) -> dict[Path, Record]:
    """Write what the folder says anew; every file's record, or faults in ``folder``."""
    files = sorted(
        folder.readings,
        key=lambda file: (ORDER.index(folder.readings[file].document["kind"]), _is_child(folder, file), file),
    )
    report(f"Checking {len(files)} records.")
    conflicts = Conflicts(folder)
    for file in files:
        for line_path, message in conflicts.of(folder.readings[file]):
            folder.fault(file, folder.readings[file].line_of(line_path), message)
    if folder.faults:
        return {}
    _add_waiting_links(folder)
    documents = {file: folder.readings[file].document for file in files}
    present = {file: record for file in files if (record := conflicts.record(documents[file]))}
    changed = {
        file: documents[file]
        for file, record in present.items()
        if not conflicts.says_the_same(record, documents[file])
    }
    new = {file: document for file, document in documents.items() if file not in present}
    report(f"Writing {len(new)} new records and {len(changed)} changed ones.")
    records = present | _write_new(folder, new, conflicts, user)
    _write_changed(folder, changed, user)
    if folder.faults:
        return {}
    _record_sources(documents.values(), {*new, *changed}, documents, user)
    for file in files:
        name = f"{documents[file]['kind']} {documents[file]['key']}"
        outcome = imported.created if file in new else imported.changed if file in changed else None
        (imported.unchanged if outcome is None else outcome).append(name)
    return {file: records[file] for file in files}


def _write_new(
    folder: Folder, new: dict[Path, Document], conflicts: Conflicts, user: Any
) -> dict[Path, Record]:
    """The records of new documents, all at once; one by one, to name the file, when the database refuses."""
    if not new:
        return {}
    documents = _with_cited_passages(new)
    try:
        with transaction.atomic():
            records = dict(zip(documents, write_new_rows(documents.values()), strict=True))
    except IntegrityError:
        for file, document in documents.items():
            with _named(folder, file):
                write_row(document)
            if folder.faults:
                return {}
        raise
    stored = {file: with_keys_replaced(document, conflicts.merged) for file, document in documents.items()}
    date_entries([(records[file], document) for file, document in stored.items()])
    Revision.objects.bulk_create(
        [
            Revision(
                record=records[file],
                document=canonical_json(document),
                origin=Revision.Origin.IMPORTED,
                saved_by=user,
            )
            for file, document in stored.items()
        ],
        batch_size=ROWS,
    )
    return records


def _write_changed(folder: Folder, changed: dict[Path, Document], user: Any) -> None:
    written = {}
    for file, document in changed.items():
        with _named(folder, file):
            written[file] = write_row(document)
    for file in written:
        with _named(folder, file):
            write_ties(changed[file])
    if not folder.faults:
        for record in written.values():
            record_revision(record, user, Revision.Origin.IMPORTED)


@contextmanager
def _named(folder: Folder, file: Path) -> Iterator[None]:
    """Turn what only the database could refuse into a fault of the file."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        message = "Another record has what is this one's alone: its key, name, slug or pair of sides."
        folder.fault(file, 1, message)


def _with_cited_passages(new: dict[Path, Document]) -> dict[Path, Document]:
    """New sources list each place that is cited of them, those they name themselves first."""
    sources = {document["key"]: dict(document) for document in new.values() if document["kind"] == "source"}
    for source in sources.values():
        source["passages"] = list(source["passages"])
    for document in new.values():
        for citation in citations(document):
            listed = sources[citation["source"]]["passages"] if citation["source"] in sources else None
            if listed is not None and citation["locator"] not in listed:
                listed.append(citation["locator"])
    return {
        file: sources[document["key"]] if document["kind"] == "source" else document
        for file, document in new.items()
    }


def _add_waiting_links(folder: Folder) -> None:
    """Links to entries that are not public are in no export: those of a working copy stay with it."""
    entries = {
        reading.document["key"]: reading
        for reading in folder.readings.values()
        if "links" in reading.document
    }
    for keys in chunked(entries):
        waiting = Link.objects.filter(entry__record__key__in=keys).exclude(
            target__record__in=Record.objects.public()
        )
        for entry, kind, target in waiting.values_list("entry__record__key", "kind", "target__record__key"):
            reading = entries[entry]
            if {"kind": kind, "entry": target} not in reading.document["links"]:
                reading.document["links"].append({"kind": kind, "entry": target})
                reading.document = in_canonical_order(reading.document)


def _record_sources(
    documents: Iterable[Document], written: set[Path], by_file: dict[Path, Document], user: Any
) -> None:
    """A claim may cite a new place in a source whose own file, if it has one here, says nothing new."""
    cited = {key for document in documents for key in cited_sources(document)}
    own = {by_file[file]["key"] for file in written if by_file[file]["kind"] == Record.Kind.SOURCE}
    for keys in chunked(cited - own):
        for source in Record.objects.filter(kind=Record.Kind.SOURCE, key__in=keys):
            record_revision(source, user, Revision.Origin.IMPORTED)


def _is_child(folder: Folder, file: Path) -> bool:
    return bool(folder.readings[file].document.get("parent"))


def _publish(
    folder: Folder, records: dict[Path, Record], imported: Imported, user: Any, note: str, report: Report
) -> None:
    stale = {Record.Status.NEVER, Record.Status.CHANGED}
    fresh: list[Record] = []
    for some in chunked(record.pk for record in records.values()):
        fresh += Record.objects.filter(pk__in=some, status__in=stale)
    reference = Reference.objects.current()
    current = {name: getattr(reference, name) for name in folder.reference}
    current["sources_reach"] = reference.sources_reach.code if reference.sources_reach else ""
    if not VersionCounter.objects.version():
        update_reference(user=user, **folder.reference)
    elif folder.reference != current:
        imported.notes.append(
            f"{REFERENCE_FILE} differs from what the site says of itself, which was left as it is: "
            "an administrator changes it under “Reference”."
        )
    if not fresh:
        return
    report(f"Publishing {len(fresh)} records.")
    try:
        editions = publish(fresh, user=user, note=note, kind=Publication.Kind.IMPORTED)
        imported.published = len(editions)
    except PublishingError as refused:
        files = {record.pk: file for file, record in records.items()}
        for fault in refused.faults:
            _fault_of_publication(folder, files.get(fault.record.pk, folder.path), fault)


def _fault_of_publication(folder: Folder, file: Path, fault: Fault) -> None:
    reading = folder.readings.get(file)
    line = 1
    if reading:
        path = fault.path
        name, _slash, item = path.partition("/")
        if name == "claims" and item:
            ids = [claim["id"] for claim in reading.document["claims"]]
            path = f"claims/{ids.index(item)}"
        elif name == "milestones":
            path = f"milestones/{int(item) - 1}"
        line = reading.line_of(path)
    folder.fault(file, line, fault.message)
