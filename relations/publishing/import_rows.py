"""The working rows and revisions that an import writes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from relations.documents import Document, canonical_json
from relations.documents.bulk import bulk_create_working_copies
from relations.documents.canonical import canonicalize
from relations.documents.codec import write_columns, write_references
from relations.documents.derive import cited_places
from relations.documents.files.folder import ReferenceFolder
from relations.documents.references import with_keys_replaced
from relations.models import Link, Passage, Record, RecordName, Revision, Source
from relations.publishing.bulk import ROWS, chunked
from relations.publishing.import_conflicts import ImportConflicts
from relations.publishing.revisions import record_revision, update_entry_dates


def write_new(
    folder: ReferenceFolder, new: dict[Path, Document], conflicts: ImportConflicts, user: User | None
) -> dict[Path, Record]:
    """The records of new documents, all at once; one by one, to name the file, when the database refuses."""
    if not new:
        return {}
    places = _places_of_new_sources(folder, new)
    try:
        with transaction.atomic():
            records = dict(zip(new, bulk_create_working_copies(new.values(), places), strict=True))
    except IntegrityError:
        for file, document in new.items():
            with _integrity_errors_as_faults(folder, file):
                write_columns(document)
            if folder.faults:
                return {}
        raise
    stored = {file: with_keys_replaced(document, conflicts.merged) for file, document in new.items()}
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


def release_names(records: Iterable[Record]) -> None:
    """What is written anew may take names from one another, in any order."""
    for some in chunked(record.pk for record in records):
        RecordName.objects.filter(record__in=some).delete()


def add_places(folder: ReferenceFolder, present: dict[Path, Record]) -> None:
    """Places that files list and their sources do not have yet come behind those they have."""
    listed = {
        record.pk: folder.parsed_files[file].passages
        for file, record in present.items()
        if record.kind == Record.Kind.SOURCE and folder.parsed_files[file].passages
    }
    for some in chunked(listed):
        for source in Source.objects.filter(record__in=some).prefetch_related("passages"):
            there = {passage.locator for passage in source.passages.all()}
            missing = (locator for locator in listed[source.record_id] if locator not in there)
            Passage.objects.bulk_create(
                Passage(source=source, locator=locator, position=position)
                for position, locator in enumerate(missing, start=len(there) + 1)
            )


@contextmanager
def _integrity_errors_as_faults(folder: ReferenceFolder, file: Path) -> Iterator[None]:
    """Turn what only the database could refuse into a fault of the file."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        message = "Another record has what is this one's alone: its key, name, slug or pair of sides."
        folder.fault(file, 1, message)


def _places_of_new_sources(folder: ReferenceFolder, new: dict[Path, Document]) -> dict[str, list[str]]:
    """By key, the places in new sources: those that their files list, then others that are cited of them."""
    places = {
        document["key"]: list(folder.parsed_files[file].passages)
        for file, document in new.items()
        if document["kind"] == Record.Kind.SOURCE
    }
    for source, cited in cited_places(new.values()).items():
        if source in places:
            listed = set(places[source])
            places[source] += (locator for locator in cited if locator not in listed)
    return places
