"""What a publication would make of each record, as the page that asks before it acts shows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from relations import documents, publishing
from relations.admin.publishing_actions.faults import LocatedFault, locate_faults
from relations.admin.record_names import prefetch_working_copies, working_copy_names
from relations.admin.record_urls import change_url, compare_url
from relations.admin.review.state import ReviewState
from relations.documents import Document
from relations.documents.compare import Change, compare, compare_with_nothing
from relations.models import Record, WorkingCopy
from relations.publishing import Fault
from relations.publishing.other_places import places_with, replaced_figures
from relations.publishing.warnings import publishing_warnings


@dataclass(frozen=True, slots=True)
class PublishTarget:
    """A record as the page shows it: what will become of it, and what must be mended before.

    ``edition_number`` is that of the edition to be, ``changes`` what is new in it: of a first
    edition everything. A companion was never published, and is named by a chosen record.
    ``warnings`` stand in nothing's way. ``other_places`` are where a figure that
    changes stands as it was; they are looked for where one record is published alone.
    """

    record: Record
    row: WorkingCopy
    url: str
    is_companion: bool
    is_unchanged: bool
    edition_number: int
    changes: list[Change]
    faults: list[LocatedFault]
    warnings: list[LocatedFault]
    other_places: list[LocatedFault]
    state: ReviewState
    compare_url: str


def publish_targets(
    records: Sequence[Record],
    companions: Sequence[Record] = (),
    *,
    states: Mapping[int, ReviewState] | None = None,
    refusal: Sequence[Fault] = (),
    only_approved: bool = False,
) -> list[PublishTarget]:
    """The companions first, then the chosen records.

    ``only_approved``: nothing else than what was approved can go out, and so that is what is shown.
    """
    states = states or {}
    shown = prefetch_working_copies([*companions, *records])
    changed = [record for record in shown if record.status != Record.Status.PUBLISHED]
    approved = records if only_approved else ()
    working = dict(zip(shown, documents.encode_all(shown), strict=True))
    coming = working | {
        record: documents.load_document(state.approved.revision.document)
        for record in approved
        if (state := states.get(record.pk)) and state.approved
    }
    refused = {fault.record for fault in refusal}
    faults = [
        *refusal,
        *publishing.check_all((record, working[record]) for record in changed if record not in refused),
    ]
    warnings = publishing_warnings([(record, coming[record]) for record in changed], timezone.localdate())
    changes = _coming_changes([(record, coming[record]) for record in changed])
    return [
        _target(
            record,
            coming[record],
            changes.get(record),
            states.get(record.pk) or ReviewState(),
            faults,
            warnings,
            is_companion=record in companions,
            is_alone=len(records) == 1,
        )
        for record in shown
    ]


def _coming_changes(coming: Sequence[tuple[Record, Document]]) -> dict[Record, list[Change]]:
    """What readers will see change; of a first edition everything."""
    published = {record: record.edition.read_document() for record, _document in coming if record.edition}
    resolve = working_copy_names([*(document for _record, document in coming), *published.values()])
    return {
        record: compare(published[record], document, resolve)
        if record in published
        else compare_with_nothing(document, resolve)
        for record, document in coming
    }


def _target(
    record: Record,
    document: Document,
    changes: list[Change] | None,
    state: ReviewState,
    faults: Iterable[Fault],
    warnings: Iterable[Fault],
    *,
    is_companion: bool,
    is_alone: bool,
) -> PublishTarget:
    """``changes`` are None where nothing changed."""
    row = record.working_copy
    is_next = is_alone and not is_companion and record.edition is not None
    return PublishTarget(
        record=record,
        row=row,
        url=change_url(row),
        is_companion=is_companion,
        is_unchanged=changes is None,
        edition_number=record.edition.number + 1 if record.edition else 1,
        changes=changes or [],
        faults=locate_faults(record, faults),
        warnings=locate_faults(record, warnings),
        other_places=_other_places(record, document, changes or []) if is_next else [],
        state=state,
        compare_url=compare_url(row),
    )


def _other_places(record: Record, document: Document, changes: Sequence[Change]) -> list[LocatedFault]:
    """Each with what stands there, and the way to it."""
    found = []
    for place in places_with(replaced_figures(changes), record, document):
        said = Fault(place.record, place.path, _("“%(figure)s”") % {"figure": place.figure})
        [located] = locate_faults(place.record, [said])
        name = "" if place.record == record else f"{place.record.working_copy}: "
        found.append(replace(located, label=f"{name}{located.label}"))
    return found
