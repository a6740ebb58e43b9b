"""The working rows and revisions that an import writes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from relations.documents import Document, canonical_json, citations, cited_sources
from relations.documents.bulk import bulk_create_working_copies
from relations.documents.canonical import canonicalize
from relations.documents.codec import write_columns, write_references
from relations.documents.files.folder import ReferenceFolder
from relations.documents.references import with_keys_replaced
from relations.models import Link, Record, Revision
from relations.publishing.bulk import ROWS, chunked
from relations.publishing.import_conflicts import ImportConflicts
from relations.publishing.revisions import record_revision, update_entry_dates


def write_new(
    folder: ReferenceFolder, new: dict[Path, Document], conflicts: ImportConflicts, user: User | None
) -> dict[Path, Record]:
    """The records of new documents, all at once; one by one, to name the file, when the database refuses."""
    if not new:
        return {}
    documents = _with_cited_passages(new)
    try:
        with transaction.atomic():
            records = dict(zip(documents, bulk_create_working_copies(documents.values()), strict=True))
    except IntegrityError:
        for file, document in documents.items():
            with _integrity_errors_as_faults(folder, file):
                write_columns(document)
            if folder.faults:
                return {}
        raise
    stored = {file: with_keys_replaced(document, conflicts.merged) for file, document in documents.items()}
    update_entry_dates([(records[file], document) for file, document in stored.items()])
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


def write_changed(folder: ReferenceFolder, changed: dict[Path, Document], user: User | None) -> None:
    written = {}
    for file, document in changed.items():
        with _integrity_errors_as_faults(folder, file):
            written[file] = write_columns(document)
    for file in written:
        with _integrity_errors_as_faults(folder, file):
            write_references(changed[file])
    if not folder.faults:
        for record in written.values():
            record_revision(record, user, Revision.Origin.IMPORTED)


def add_waiting_links(folder: ReferenceFolder) -> None:
    """Links to entries that are not public are in no export: those of a working copy stay with it."""
    entries = {
        parsed.document["key"]: parsed
        for parsed in folder.parsed_files.values()
        if "links" in parsed.document
    }
    for keys in chunked(entries):
        waiting = Link.objects.filter(entry__record__key__in=keys).exclude(
            target__record__in=Record.objects.public()
        )
        for entry, kind, target in waiting.values_list("entry__record__key", "kind", "target__record__key"):
            parsed = entries[entry]
            if {"kind": kind, "entry": target} not in parsed.document["links"]:
                parsed.document["links"].append({"kind": kind, "entry": target})
                parsed.document = canonicalize(parsed.document)


def record_cited_sources(
    documents: Iterable[Document], written: set[Path], by_file: dict[Path, Document], user: User | None
) -> None:
    """A claim may cite a new place in a source whose own file, if it has one here, says nothing new."""
    cited = {key for document in documents for key in cited_sources(document)}
    own = {by_file[file]["key"] for file in written if by_file[file]["kind"] == Record.Kind.SOURCE}
    for keys in chunked(cited - own):
        for source in Record.objects.filter(kind=Record.Kind.SOURCE, key__in=keys):
            record_revision(source, user, Revision.Origin.IMPORTED)


@contextmanager
def _integrity_errors_as_faults(folder: ReferenceFolder, file: Path) -> Iterator[None]:
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
