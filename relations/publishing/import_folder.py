"""Import: a folder of files into the working rows, all or nothing."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from relations.documents.files.folder import REFERENCE_FILE, ReferenceFolder, read_folder
from relations.documents.schema import REFERENCE
from relations.models import Publication, Record, Reference, VersionCounter
from relations.publishing.absent_records import absent_records, note_on_absent
from relations.publishing.bulk import chunked
from relations.publishing.due import begin_publication
from relations.publishing.faults import ApprovalMissingError, Fault, PublishingError
from relations.publishing.import_conflicts import ImportConflicts
from relations.publishing.import_rows import (
    add_places,
    add_waiting_links,
    release_names,
    write_changed,
    write_new,
)
from relations.publishing.new_editions import ORDER
from relations.publishing.publish import publish
from relations.publishing.update_reference import update_reference

Progress = Callable[[str], None]


@dataclass(slots=True)
class ImportReport:
    """What an import did: keys by outcome, the files completed with keys, and the faults that stopped it."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    published: int = 0
    completed: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _Rollback(Exception):  # noqa: N818 (not an error: it ends the transaction)
    pass


def import_folder(
    path: Path,
    *,
    user: User | None = None,
    check: bool = False,
    publish_all: bool = False,
    note: str = "",
    without_review: str = "",
    progress: Progress = lambda _step: None,
) -> ImportReport:
    """Write a folder's records into the working rows by key, and publish them if asked.

    One transaction: with any fault nothing changes, neither rows nor files.
    Records the folder does not hold are left alone; those an import made are named.
    With ``check`` nothing changes in any case. Faults name file and line. ``without_review``
    is the reason, for readers, to publish what nobody approved. ``progress`` is called with each step.
    """
    progress("Reading the files.")
    folder = read_folder(path)
    report = ImportReport()
    # What is wrong with the files alone is said at once: the rest waits until nobody else writes, a check
    # too, which writes to see what the database and a publication say, and takes it back.
    if not folder.faults:
        with suppress(_Rollback), transaction.atomic():
            begin_publication()
            records = _write(folder, report, user, progress)
            if publish_all and not folder.faults:
                publication = {"user": user, "note": note or "Imported from files."}
                publication |= {"without_review": without_review}
                _publish(folder, records, report, publication, progress)
            if absent := absent_records(folder):
                report.notes.append(note_on_absent(absent))
            if check or folder.faults:
                raise _Rollback
    report.faults = [
        f"{file.relative_to(path) if file != path else path.name}:{fault.line}: {fault.message}"
        for file, faults in sorted(folder.faults.items())
        for fault in sorted(faults, key=lambda fault: fault.line)
    ]
    if not report.faults and not check:
        report.completed = folder.complete_files()
    return report


def _write(
    folder: ReferenceFolder, report: ImportReport, user: User | None, progress: Progress
) -> dict[Path, Record]:
    """Write what the folder says anew; every file's record, or faults in ``folder``."""
    files = sorted(
        folder.parsed_files,
        key=lambda file: (
            ORDER.index(folder.parsed_files[file].document["kind"]),
            _is_child(folder, file),
            file,
        ),
    )
    progress(f"Checking {len(files)} records.")
    conflicts = ImportConflicts(folder)
    for file in files:
        for line_path, message in conflicts.find(folder.parsed_files[file]):
            folder.fault(file, folder.parsed_files[file].line_of(line_path), message)
    if folder.faults:
        return {}
    add_waiting_links(folder)
    documents = {file: folder.parsed_files[file].document for file in files}
    present = {file: record for file in files if (record := conflicts.record(documents[file]))}
    changed = {
        file: documents[file]
        for file, record in present.items()
        if not conflicts.has_same_content(record, documents[file])
    }
    new = {file: document for file, document in documents.items() if file not in present}
    progress(f"Writing {len(new)} new records and {len(changed)} changed ones.")
    release_names(present[file] for file in changed)
    records = present | write_new(folder, new, conflicts, user)
    write_changed(folder, changed, user)
    add_places(folder, present)
    if folder.faults:
        return {}
    for file in files:
        name = f"{documents[file]['kind']} {documents[file]['key']}"
        outcome = report.created if file in new else report.changed if file in changed else None
        (report.unchanged if outcome is None else outcome).append(name)
    return {file: records[file] for file in files}


def _is_child(folder: ReferenceFolder, file: Path) -> bool:
    return bool(folder.parsed_files[file].document.get("parent"))


def _publish(
    folder: ReferenceFolder,
    records: dict[Path, Record],
    report: ImportReport,
    publication: dict[str, Any],
    progress: Progress,
) -> None:
    """``publication`` is what ``publish`` is told besides the records."""
    stale = {Record.Status.NEVER, Record.Status.CHANGED}
    fresh: list[Record] = []
    for some in chunked(record.pk for record in records.values()):
        fresh += Record.objects.filter(pk__in=some, status__in=stale)
    if not VersionCounter.objects.version():
        update_reference(user=publication["user"], **folder.reference)
    elif folder.reference != REFERENCE.encode(Reference.objects.current()):
        report.notes.append(
            f"{REFERENCE_FILE} differs from what the site says of itself, which was left as it is: "
            "an administrator changes it under “Reference”."
        )
    if not fresh:
        return
    progress(f"Publishing {len(fresh)} records.")
    try:
        editions = publish(fresh, kind=Publication.Kind.IMPORTED, **publication)
        report.published = len(editions)
    except ApprovalMissingError as refused:
        folder.fault(
            folder.path,
            1,
            f"This reference requires reviews, and nobody has approved {len(refused.faults)} of its records. "
            "Import without --publish and send them for review, or give a reason with --without-review, "
            "which readers see.",
        )
    except PublishingError as refused:
        files = {record.pk: file for file, record in records.items()}
        for fault in refused.faults:
            _fault_of_publication(folder, files.get(fault.record.pk, folder.path), fault)


def _fault_of_publication(folder: ReferenceFolder, file: Path, fault: Fault) -> None:
    parsed = folder.parsed_files.get(file)
    line = 1
    if parsed:
        path = fault.path
        name, _slash, item = path.partition("/")
        if name == "claims" and item:
            ids = [claim["id"] for claim in parsed.document["claims"]]
            path = f"claims/{ids.index(item)}"
        elif name == "milestones":
            path = f"milestones/{int(item) - 1}"
        line = parsed.line_of(path)
    folder.fault(file, line, fault.message)
