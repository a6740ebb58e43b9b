"""The editions that revisions would become, and what keeps them from it."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from relations.documents import Document, document_name, load_document, own_names, references
from relations.documents.references import RecordKey, merged_keys, with_keys_replaced
from relations.models import Edition, Record, Revision
from relations.models.name import fold_name, name_taken_fault
from relations.publishing.bulk import chunked
from relations.publishing.check import check_all
from relations.publishing.check_context import CheckContext, read_full_context
from relations.publishing.faults import Fault
from relations.publishing.publication import NewEdition
from relations.publishing.revisions import has_same_content, with_address_of

# What an entry names is published before it.
ORDER = ("actor", "topic", "relationship", "source", "event", "agreement", "issue")


def publication_order(record: Record, document: Document) -> tuple[int, bool, str]:
    """The sort key in which editions are made: by kind; themes before their topics; then by key."""
    return ORDER.index(record.kind), bool(document.get("parent")), record.key


def new_editions(
    targets: Iterable[tuple[Record, Revision, Revision]],
    *,
    note: str,
    correction: bool = False,
    merged: dict[RecordKey, str] | None = None,
) -> list[NewEdition]:
    """For each record with the revision to publish and its newest one, in their order.

    ``merged``: those of what they name, where they are known already.
    """
    targets = list(targets)
    documents = [load_document(revision.document) for _record, revision, _newest in targets]
    if merged is None:
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


def edition_faults(items: list[NewEdition], context: CheckContext | None = None) -> list[Fault]:
    """The faults of what is to be published, in the order of the items.

    They are what each lacks, a missing note, and claims and names of others or of the edition before.
    """
    targets = [(item.record, item.document) for item in items]
    context = context or read_full_context(targets)
    found: dict[int, list[Fault]] = {item.record.pk: [] for item in items}
    for fault in check_all(targets, context):
        found[fault.record.pk].append(fault)
    for item in items:
        if item.record.edition and not item.note:
            fault = Fault(item.record, "change_note", _("Say in one sentence what changed."))
            found[item.record.pk].append(fault)
    others = (*_claims_of_others(items, context), *_names_of_others(items, context))
    for fault in (*others, *_former_names(items, context)):
        found[fault.record.pk].append(fault)
    return [fault for faults in found.values() for fault in faults]


def _claims_of_others(items: list[NewEdition], context: CheckContext) -> list[Fault]:
    """A published claim's id stays with the entry it was published in."""
    message = _("This claim's id belongs to another entry. Add it as a new claim.")
    return [
        Fault(item.record, f"claims/{claim['id']}", message)
        for item in items
        for claim in item.document.get("claims", ())
        if context.claims.get(claim["id"], item.record.pk) != item.record.pk
    ]


def _names_of_others(items: list[NewEdition], context: CheckContext) -> Iterator[Fault]:
    """An earlier revision may have a name that another record was given since."""
    for item in items:
        for _path, name in own_names(item.document):
            owner = context.names.get((item.record.kind, fold_name(name)))
            if owner and owner.record_id != item.record.pk:
                yield Fault(item.record, "name", name_taken_fault(name, owner))


def _former_names(items: list[NewEdition], context: CheckContext) -> Iterator[Fault]:
    """What was saved before a rename would take the new name back, which nobody who approved it was asked."""
    for item in items:
        renamed, edition = context.renamed.get(item.record.pk), item.record.edition
        if not renamed or not edition or (item.revision_id or 0) > renamed.revision:
            continue
        name = document_name(item.document)
        if name not in (renamed.name, document_name(load_document(edition.document))):
            message = _(
                "It was renamed to “%(name)s” after this was saved, and would be called “%(former)s”. "
                "Publish its newest revision, or send that for review."
            )
            yield Fault(item.record, "name", message % {"name": renamed.name, "former": name})
