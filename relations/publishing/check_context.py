"""What documents are checked against: whose addresses, claims and names are, withdrawn and renamed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery, prefetch_related_objects

from relations.documents import Document, document_name, load_document, own_names, references
from relations.documents.references import RecordKey
from relations.models import ClaimAddress, Edition, Record, RecordName, Revision
from relations.models.name import fold_name, name_owners
from relations.publishing.bulk import chunked
from relations.publishing.slugs import address_owners

NAMED_KINDS = (Record.Kind.TOPIC, Record.Kind.ACTOR)
Targets = list[tuple[Record, Document]]


@dataclass(frozen=True, slots=True)
class Rename:
    """A record's last new name, and the row id of the last revision that was saved before it was given."""

    name: str
    revision: int


@dataclass
class CheckContext:
    """What checking documents reads of other records.

    It may be about more than is checked: a document finds in it what concerns it.

    ``addresses``: the row id of the record that each section and slug was given to; ``claims``:
    that of the entry each claim was published in; ``names``: whose a name is by kind and folded name.
    ``principals``: for whom an actor acts in public, by key, "" for nobody.
    ``withdrawn`` holds no entries: links to those simply wait. ``renamed``: by the record's row id,
    the new name of what a document calls otherwise.
    """

    addresses: dict[tuple[str, str], int]
    withdrawn: dict[RecordKey, Record]
    claims: dict[str, int] = field(default_factory=dict)
    names: dict[tuple[str, str], RecordName] = field(default_factory=dict)
    renamed: dict[int, Rename] = field(default_factory=dict)
    principals: dict[str, str] = field(default_factory=dict)


def read_check_context(targets: Iterable[tuple[Record, Document]]) -> CheckContext:
    """What ``check`` asks about these records' documents: two queries for some hundred of them.

    For actors who act for others, one more for each that stands between them and the last.
    """
    targets = list(targets)
    addresses, withdrawn = _addresses_given(targets), _withdrawn_names(targets)
    return CheckContext(addresses, withdrawn, principals=_principals(targets))


def read_full_context(targets: Iterable[tuple[Record, Document]]) -> CheckContext:
    """What publishing them asks, too: one to five queries more."""
    targets = list(targets)
    context = read_owners(targets)
    context.withdrawn = _withdrawn_names(targets)
    return context


def read_owners(targets: Targets) -> CheckContext:
    """What checking reads of other records, but for which of those named are withdrawn."""
    return CheckContext(
        _addresses_given(targets),
        {},
        _claim_owners(targets),
        _name_owners(targets),
        _renamed(targets),
        _principals(targets),
    )


def _addresses_given(targets: Targets) -> dict[tuple[str, str], int]:
    return address_owners({document["slug"] for _record, document in targets})


def _withdrawn_names(targets: Targets) -> dict[RecordKey, Record]:
    named = {each for _record, document in targets for each in references(document) if each[0] != "entry"}
    found: dict[RecordKey, Record] = {}
    for keys in chunked({key for _kind, key in named}):
        records = Record.objects.filter(status=Record.Status.WITHDRAWN, merged_into=None, key__in=keys)
        found |= {(record.kind, record.key): record for record in records}
    return found


def _principals(targets: Targets) -> dict[str, str]:
    """For whom those act for whom these would act, and so on: one query for each step."""
    found: dict[str, str] = {}
    named = {document["acts_for"] for record, document in targets if record.kind == Record.Kind.ACTOR}
    while named := named - found.keys() - {""}:
        found |= dict.fromkeys(named, "")
        for keys in chunked(named):
            actors = Record.objects.filter(kind=Record.Kind.ACTOR, key__in=keys)
            actors = actors.select_related("edition", "merged_into").defer("edition__rendering")
            found |= {actor.key: _public_principal(actor) for actor in actors}
        named = {found[key] for key in named}
    return found


def _public_principal(actor: Record) -> str:
    """The key of whom an actor acts for; of one that was merged, of whom it is now."""
    if actor.merged_into:
        return actor.merged_into.key
    return str(load_document(actor.edition.document)["acts_for"]) if actor.edition else ""


def _claim_owners(targets: Targets) -> dict[str, int]:
    found: dict[str, int] = {}
    claims = (claim for _record, document in targets for claim in document.get("claims", ()))
    for codes in chunked(claim["id"] for claim in claims):
        found |= dict(ClaimAddress.objects.filter(code__in=codes).values_list("code", "record"))
    return found


def _name_owners(targets: Targets) -> dict[tuple[str, str], RecordName]:
    found: dict[tuple[str, str], RecordName] = {}
    for kind in NAMED_KINDS:
        documents = [document for record, document in targets if record.kind == kind]
        names = {fold_name(name) for document in documents for _path, name in own_names(document)}
        for some in chunked(names):
            found |= {(kind, folded): owner for folded, owner in name_owners(kind, some).items()}
    # Of another name it is said whose it is.
    prefetch_related_objects([owner.record for owner in found.values() if owner.position], "names")
    return found


def _renamed(targets: Targets) -> dict[int, Rename]:
    """A query where a document calls what is public otherwise than readers do, and none where none does."""
    otherwise = {
        record.pk
        for record, document in targets
        if record.edition and document_name(document) != document_name(load_document(record.edition.document))
    }
    found: dict[int, Rename] = {}
    before = Edition.objects.filter(record=OuterRef("record"), number=OuterRef("number") - 1)
    saved = Revision.objects.order_by("-pk").filter(
        record=OuterRef("record"), saved_at__lte=OuterRef("published_at")
    )
    for some in chunked(otherwise):
        renames = Edition.objects.filter(record__in=some, action=Edition.Action.RENAMED).order_by("number")
        rows = renames.annotate(
            former=Subquery(before.values("document")[:1]), last=Subquery(saved.values("pk")[:1])
        )
        for record, former, document, last in rows.values_list("record", "former", "document", "last"):
            name = document_name(load_document(document))
            if last and name != document_name(load_document(former)):
                found[record] = Rename(name, last)
    return found
