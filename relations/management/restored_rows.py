"""What rows have to be to each other that no constraint of the database says, looked at after a restore."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from relations.documents.text import abbreviate
from relations.management.column_values import MAX_QUOTED, quote
from relations.management.stored_documents import document_faults, rendering_faults
from relations.models import (
    Actor,
    Edition,
    Entry,
    Publication,
    Record,
    RecordName,
    Revision,
    Topic,
    VersionCounter,
)
from relations.models.name import fold_name
from relations.models.record import WorkingCopy

# By how much the clock of a machine may be wrong.
CLOCK_ERROR = timedelta(days=1)


def row_faults(made_at: datetime) -> list[str]:
    """Each row that is not what others say it is, with why; of a backup made at this time.

    The database is as this version needs it. Names are folded again by ``fold_names``.
    """
    return [
        *_document_faults(),
        *_record_faults(),
        *_name_faults(),
        *_version_faults(made_at + CLOCK_ERROR),
    ]


def fold_names() -> list[str]:
    """Make the folding of every name again, as this version folds; names that are one then, and whose."""
    wrong, owners = [], defaultdict(list)
    for name in RecordName.objects.order_by("pk").iterator():
        if name.folded != (folded := fold_name(name.text)):
            name.folded = folded
            wrong.append(name)
        if not name.shared:
            owners[name.kind, folded].append(name)
    if faults := [
        f"{_named(name)}: its name {quote(name.text)} is that of record {others[0].record_id}, too"
        for others in owners.values()
        for name in others[1:]
    ]:
        return faults
    # Not one by one: a name may be folded as another was until now.
    RecordName.objects.filter(pk__in=[name.pk for name in wrong]).delete()
    RecordName.objects.bulk_create(wrong)
    return []


def _named(row: models.Model) -> str:
    return f"{row._meta.db_table} {row.pk}"


def _record(record: Record) -> str:
    return f"{_named(record)} ({abbreviate(str(record), MAX_QUOTED)})"


def _document_faults() -> Iterator[str]:
    for revision in Revision.objects.select_related("record").order_by("pk").iterator(chunk_size=500):
        for fault in document_faults(revision.document, revision.record):
            yield f"{_named(revision)} (of {_record(revision.record)}): {fault}"
    for edition in Edition.objects.select_related("record").order_by("pk").iterator(chunk_size=500):
        for fault in (
            *document_faults(edition.document, edition.record),
            *rendering_faults(edition.rendering, edition.record),
        ):
            yield f"{_named(edition)} (of {_record(edition.record)}): {fault}"


def _record_faults() -> Iterator[str]:
    for record in Record.objects.exclude(edition=None).exclude(edition__record=F("pk")):
        yield f"{_record(record)}: edition_id names an edition of another record"
    for record in Record.objects.filter(edition__died__isnull=False):
        yield f"{_record(record)}: edition_id names an edition that has ended"
    for model in apps.get_app_config("relations").get_models():
        if issubclass(model, WorkingCopy) and hasattr(model, "record_kind"):
            for row in model._base_manager.exclude(record__kind=model.record_kind).select_related("record"):
                yield f"{_named(row)}: record_id names {_record(row.record)}, of another kind"
    for entry in Entry.objects.filter(event=None, agreement=None, issue=None):
        yield f"{_named(entry)}: it is neither an event nor an agreement nor an issue"


def _name_faults() -> Iterator[str]:
    for name in RecordName.objects.exclude(kind=F("record__kind")).select_related("record"):
        yield f"{_named(name)}: kind is {quote(name.kind)}, and its record {_record(name.record)}"
    first = dict(RecordName.objects.filter(position=0).values_list("record_id", "text"))
    rows: Iterable[Topic | Actor] = [*Topic.objects.order_by("pk"), *Actor.objects.order_by("pk")]
    for row in rows:
        if first.get(row.record_id) != row.name:
            yield f"{_named(row)} (name {quote(row.name)}): relations_recordname has another name, or none"


def _version_faults(last: datetime) -> Iterator[str]:
    counter = VersionCounter.objects.first()
    newest, latest = 0, datetime.min.replace(tzinfo=UTC)
    for publication in Publication.objects.order_by("version"):
        if publication.version != newest + 1:
            yield f"{_named(publication)}: the version after {newest} is {newest + 1}"
        if not latest <= publication.published_at <= last:
            yield (
                f"{_named(publication)}: published_at is {publication.published_at}, "
                "before the version before it or after the backup was made"
            )
        newest, latest = publication.version, publication.published_at
    if counter is None and newest:
        yield f"relations_versioncounter: has no row, and the version of the last publication is {newest}"
    if counter and counter.version != newest:
        yield f"{_named(counter)}: version is {counter.version}, and that of the last publication {newest}"
    if counter and counter.settled_until and counter.settled_until > last:
        yield f"{_named(counter)}: settled_until is after the backup was made"
    for edition in Edition.objects.filter(
        Q(born__lt=1) | Q(born__gt=newest) | Q(died__lte=F("born")) | Q(died__gt=newest)
    ).select_related("record"):
        lifetime = f"it is from version {edition.born} to {edition.died}, of {newest}"
        yield f"{_named(edition)} (of {_record(edition.record)}): {lifetime}"
