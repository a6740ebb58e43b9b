"""The editions that revisions would become, and what keeps them from it."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from relations.documents import Document, load_document, references
from relations.documents.references import RecordKey, merged_keys, with_keys_replaced
from relations.models import ClaimAddress, Edition, Record, RecordName, Revision
from relations.models.name import fold_name, name_owners, name_taken_fault
from relations.publishing.bulk import chunked
from relations.publishing.check import check_all
from relations.publishing.faults import Fault
from relations.publishing.publication import NewEdition
from relations.publishing.revisions import has_same_content, with_address_of


def new_editions(
    targets: Iterable[tuple[Record, Revision, Revision]], *, note: str, correction: bool = False
) -> list[NewEdition]:
    """For each record with the revision to publish and its newest one, in their order."""
    targets = list(targets)
    documents = [load_document(revision.document) for _record, revision, _newest in targets]
    merged = _merged_keys(documents)
    return [
        _new_edition(
            record,
            with_keys_replaced(document, merged),
            revision,
            newest,
            note=note.strip(),
            correction=correction,
        )
        for (record, revision, newest), document in zip(targets, documents, strict=True)
    ]


def revision_faults(revisions: Mapping[Record, Revision], note: str) -> list[Fault]:
    """What would keep these revisions from being published together now, approvals aside."""
    return edition_faults(
        new_editions([(record, revision, revision) for record, revision in revisions.items()], note=note)
    )


def _new_edition(
    record: Record,
    document: Document,
    revision: Revision,
    newest: Revision,
    *,
    note: str,
    correction: bool,
) -> NewEdition:
    """A published record keeps its address, whatever slug the revision has."""
    if record.edition:
        document = with_address_of(load_document(record.edition.document), document)
    is_newest = revision == newest or has_same_content(document, load_document(newest.document))
    return NewEdition(
        record,
        document,
        revision.pk,
        status=Record.Status.PUBLISHED if is_newest else Record.Status.CHANGED,
        action=Edition.Action.CORRECTED if correction and record.edition else Edition.Action.PUBLISHED,
        note=note,
    )


def _merged_keys(documents: Iterable[Document]) -> dict[RecordKey, str]:
    found: dict[RecordKey, str] = {}
    for named in chunked({reference for document in documents for reference in references(document)}):
        found |= merged_keys(named)
    return found


def edition_faults(items: list[NewEdition]) -> list[Fault]:
    """In the order of the items: what each lacks, a missing note, claims and names of others."""
    found: dict[int, list[Fault]] = {item.record.pk: [] for item in items}
    for fault in check_all([(item.record, item.document) for item in items]):
        found[fault.record.pk].append(fault)
    for item in items:
        if item.record.edition and not item.note:
            fault = Fault(item.record, "change_note", _("Say in one sentence what changed."))
            found[item.record.pk].append(fault)
    for fault in (*_claims_of_others(items), *_names_of_others(items)):
        found[fault.record.pk].append(fault)
    return [fault for faults in found.values() for fault in faults]


def _claims_of_others(items: list[NewEdition]) -> list[Fault]:
    """A published claim's id stays with the entry it was published in."""
    owners: dict[str, int] = {}
    for codes in chunked(claim["id"] for item in items for claim in item.document.get("claims", ())):
        owners |= dict(ClaimAddress.objects.filter(code__in=codes).values_list("code", "record"))
    message = _("This claim's id belongs to another entry. Add it as a new claim.")
    return [
        Fault(item.record, f"claims/{claim['id']}", message)
        for item in items
        for claim in item.document.get("claims", ())
        if owners.get(claim["id"], item.record.pk) != item.record.pk
    ]


def _names_of_others(items: list[NewEdition]) -> Iterator[Fault]:
    """An earlier revision may have a name that another record was given since."""
    for kind in (Record.Kind.TOPIC, Record.Kind.ACTOR):
        named = [
            (item, fold_name(name), name)
            for item in items
            if item.record.kind == kind
            for name in (
                item.document["name"],
                *(other["name"] for other in item.document["other_names"] if not other["shared"]),
            )
        ]
        owners: dict[str, RecordName] = {}
        for some in chunked({folded for _item, folded, _name in named}):
            owners |= name_owners(kind, some)
        for item, folded, name in named:
            owner = owners.get(folded)
            if owner and owner.record_id != item.record.pk:
                yield Fault(item.record, "name", name_taken_fault(name, owner))
