"""What a forecast reads, in so many queries however much is scheduled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relations.documents import Document, load_document, references
from relations.documents.references import RecordKey, with_keys_replaced
from relations.models import Record, ScheduledPublication, ScheduledRecord
from relations.models.permissions import PUBLISH_PERMISSION, accounts_with
from relations.publishing.addresses import actor_slugs
from relations.publishing.bulk import chunked
from relations.publishing.check_context import CheckContext, read_owners
from relations.publishing.missing_approvals import Approvals, is_review_required, read_approvals
from relations.publishing.referrers import Referrers, read_referrers
from relations.publishing.superseded import PastEdition, read_past_editions

Action = ScheduledPublication.Action
COPIES = Record.WORKING_COPIES


@dataclass(frozen=True, slots=True)
class Act:
    """Something scheduled, saved or not yet, with what it takes."""

    scheduled: ScheduledPublication
    items: list[ScheduledRecord]

    @property
    def chosen(self) -> list[Record]:
        """The records it is about, without those that go with them."""
        return [item.record for item in self.items if not item.companion]


@dataclass
class ForecastData:
    """``records``, by row id, are the same objects wherever they stand here: what changes is seen everywhere.

    ``approvals`` is None where none are required; ``publishers`` are row ids of accounts.
    """

    records: dict[int, Record]
    merged: dict[RecordKey, str]
    context: CheckContext
    referrers: Referrers
    past: dict[int, list[PastEdition]]
    approvals: Approvals | None
    publishers: set[int]
    actor_slugs: dict[str, str]


def read_acts(scheduled: Iterable[ScheduledPublication]) -> list[Act]:
    """Each scheduled publication as an act, with the records it takes: one query for some hundred."""
    rows = list(scheduled)
    items: dict[int, list[ScheduledRecord]] = {}
    for some in chunked(row.pk for row in rows):
        found = ScheduledRecord.objects.filter(scheduled__in=some).defer("record__edition__rendering")
        for item in found.select_related(
            "record__edition", "revision", *_of_record("record"), *_of_record("record__merged_into")
        ):
            items.setdefault(item.scheduled_id, []).append(item)
    return [Act(row, items.get(row.pk, [])) for row in rows]


def read_forecast_data(acts: Sequence[Act]) -> ForecastData:
    records = _share_records(acts)
    taken = [item for act in acts for item in act.items if item.revision]
    stored = [load_document(item.revision.document) for item in taken if item.revision]
    published = [load_document(record.edition.document) for record in records.values() if record.edition]
    named = _named_records([*stored, *published])
    merged = {(record.kind, record.key): record.merged_into.key for record in named if record.merged_into}
    documents = [with_keys_replaced(document, merged) for document in stored]
    context = read_owners(list(zip((item.record for item in taken), documents, strict=True)))
    context.withdrawn = {
        (record.kind, record.key): record
        for each in named
        if (record := each.merged_into or each).status == Record.Status.WITHDRAWN
        and not (record.merged_into_id or record.is_entry)
    }
    pairs = [(item.record, item.revision_id) for item in taken]
    sides = {key for document in documents for key in document.get("sides", ())}
    return ForecastData(
        records=records,
        merged=merged,
        context=context,
        referrers=_read_referrers(acts, records),
        past=read_past_editions([act.scheduled for act in acts], records),
        approvals=read_approvals(pairs) if pairs and is_review_required() else None,
        publishers=_publishers(acts),
        actor_slugs=actor_slugs(sides),
    )


def _of_record(path: str) -> list[str]:
    return [path, *(f"{path}__{copy}" for copy in COPIES)]


def _share_records(acts: Sequence[Act]) -> dict[int, Record]:
    records: dict[int, Record] = {}
    for act in acts:
        for item in act.items:
            item.record = records.setdefault(item.record_id, item.record)
    wanted = {act.scheduled.replacement_id for act in acts} - records.keys() - {None}
    for some in chunked(sorted(pk for pk in wanted if pk)):
        records |= Record.objects.select_related("edition").in_bulk(some)
    for act in acts:
        if act.scheduled.replacement_id:
            act.scheduled.replacement = records[act.scheduled.replacement_id]
    return records


def _named_records(documents: Iterable[Document]) -> list[Record]:
    named = {reference for document in documents for reference in references(document)}
    found: list[Record] = []
    for keys in chunked({key for _kind, key in named}):
        rows = Record.objects.with_working_copies().select_related(*_of_record("merged_into"))
        found += rows.filter(key__in=keys)
    return found


def _read_referrers(acts: Sequence[Act], records: dict[int, Record]) -> Referrers:
    """Who names the vocabulary that is to be withdrawn; whatever is scheduled may name it by then."""
    withdrawn = {
        item.record_id: item.record
        for act in acts
        for item in act.items
        if act.scheduled.action == Action.WITHDRAW and not item.record.is_entry
    }
    found = read_referrers(withdrawn.values())
    for users in found.working.values():
        users[:] = [records.setdefault(user.pk, user) for user in users]
    found.published = {pk: records.setdefault(pk, user) for pk, user in found.published.items()}
    if withdrawn:
        found.published |= {item.record_id: item.record for act in acts for item in act.items}
    return found


def _publishers(acts: Sequence[Act]) -> set[int]:
    users = {act.scheduled.scheduled_by_id for act in acts}
    return set(accounts_with(PUBLISH_PERMISSION).filter(pk__in=users).values_list("pk", flat=True))
