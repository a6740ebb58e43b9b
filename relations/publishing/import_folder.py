"""Import: a folder of files into the working rows, all or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from relations.documents import cited_sources
from relations.documents.canonical import in_canonical_order
from relations.documents.codec import write_row, write_ties
from relations.documents.files.folder import REFERENCE_FILE, Folder, read_folder
from relations.models import Link, Publication, Record, Reference, Revision, VersionCounter
from relations.publishing.describe import describe
from relations.publishing.faults import Fault, PublishingRefused
from relations.publishing.import_conflicts import conflicts
from relations.publishing.publish import ORDER, publish
from relations.publishing.revisions import record_revision


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
    path: Path, *, user: Any = None, check: bool = False, publish_all: bool = False, note: str = ""
) -> Imported:
    """Write a folder's records into the working rows by key, and publish them if asked.

    One transaction: with any fault nothing changes, neither rows nor files.
    Records the folder does not hold are left alone. With ``check`` nothing
    changes in any case. Faults name file and line.
    """
    folder = read_folder(path)
    imported = Imported()
    try:
        with transaction.atomic():
            VersionCounter.objects.lock()
            if not folder.faults:
                _write(folder, imported, user, publish_all, note or "Imported from files.")
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


def _write(folder: Folder, imported: Imported, user: Any, publish_all: bool, note: str) -> None:
    files = sorted(
        folder.readings,
        key=lambda file: (ORDER.index(folder.readings[file].document["kind"]), _is_child(folder, file), file),
    )
    for file in files:
        for line_path, message in conflicts(folder, folder.readings[file]):
            folder.fault(file, folder.readings[file].line_of(line_path), message)
    if folder.faults:
        return
    records: dict[Path, Record] = {}
    _keep_waiting_links(folder)
    for file in files:
        with _named(folder, file):
            records[file] = write_row(folder.readings[file].document)
    for file in records:
        with _named(folder, file):
            write_ties(folder.readings[file].document)
    if folder.faults:
        return
    for record in records.values():
        _outcome(imported, record, record_revision(record, user, Revision.Origin.IMPORTED))
    _keep_sources(folder, records, user)
    if publish_all:
        _publish(folder, records, imported, user, note)


@contextmanager
def _named(folder: Folder, file: Path) -> Iterator[None]:
    """Turn what only the database could refuse into a fault of the file."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        message = "Another record has what is this one's alone: its key, name, slug or pair of sides."
        folder.fault(file, 1, message)


def _keep_waiting_links(folder: Folder) -> None:
    """Links to entries that are not public are in no export: those of a working copy stay with it."""
    for reading in folder.readings.values():
        document = reading.document
        if "links" not in document:
            continue
        waiting = Link.objects.filter(entry__record__key=document["key"]).exclude(
            target__record__in=Record.objects.public()
        )
        for kind, key in waiting.values_list("kind", "target__record__key"):
            if {"kind": kind, "entry": key} not in document["links"]:
                document["links"].append({"kind": kind, "entry": key})
        reading.document = in_canonical_order(document)


def _keep_sources(folder: Folder, records: dict[Path, Record], user: Any) -> None:
    """A claim may cite a new place in a source that has no file here."""
    cited = {key for reading in folder.readings.values() for key in cited_sources(reading.document)}
    sources = Record.objects.filter(kind=Record.Kind.SOURCE, key__in=cited)
    for source in sources.exclude(pk__in=[record.pk for record in records.values()]):
        record_revision(source, user, Revision.Origin.IMPORTED)


def _is_child(folder: Folder, file: Path) -> bool:
    return bool(folder.readings[file].document.get("parent"))


def _outcome(imported: Imported, record: Record, revision: Revision | None) -> None:
    name = f"{record.kind} {record.key}"
    if revision is None:
        imported.unchanged.append(name)
    elif record.revisions.count() == 1:
        imported.created.append(name)
    else:
        imported.changed.append(name)


def _publish(folder: Folder, records: dict[Path, Record], imported: Imported, user: Any, note: str) -> None:
    stale = {Record.Status.NEVER, Record.Status.CHANGED}
    fresh = Record.objects.filter(pk__in=[record.pk for record in records.values()], status__in=stale)
    reference = Reference.objects.current()
    current = {name: getattr(reference, name) for name in folder.reference}
    current["sources_reach"] = reference.sources_reach.code if reference.sources_reach else ""
    if not VersionCounter.objects.version():
        describe(user=user, **folder.reference)
    elif folder.reference != current:
        imported.notes.append(
            f"{REFERENCE_FILE} differs from what the site says of itself, which was left as it is: "
            "an administrator changes it under “Reference”."
        )
    if not fresh:
        return
    try:
        imported.published = len(publish(list(fresh), user=user, note=note, kind=Publication.Kind.IMPORTED))
    except PublishingRefused as refused:
        files = {record.pk: file for file, record in records.items()}
        for fault in refused.faults:
            _fault_of_publication(folder, files.get(fault.record.pk, folder.path), fault)


def _fault_of_publication(folder: Folder, file: Path, fault: Fault) -> None:
    reading = folder.readings.get(file)
    line = 1
    if reading:
        path = fault.path
        name, _slash, place = path.partition("/")
        if name == "claims" and place:
            ids = [claim["id"] for claim in reading.document["claims"]]
            path = f"claims/{ids.index(place)}"
        elif name == "milestones":
            path = f"milestones/{int(place) - 1}"
        line = reading.line_of(path)
    folder.fault(file, line, fault.message)
