"""What stands between a folder's documents and the database."""

from collections.abc import Iterable, Iterator

from django.db.models import Max

from relations.catalogue import SECTIONS
from relations.documents import Document, encode, load_document, own_names, references
from relations.documents.files.folder import ReferenceFolder
from relations.documents.files.parsed_file import ParsedFile
from relations.documents.references import RecordKey, merged_keys, with_keys_replaced
from relations.models import Claim, Record, RecordName, Revision
from relations.models.name import fold_name
from relations.publishing.bulk import chunked
from relations.publishing.import_rules import rule_violations
from relations.publishing.revisions import newest_revisions
from relations.publishing.slugs import slug_holders

Conflict = tuple[str, str]


class ImportConflicts:
    """What the database has of a folder's keys, slugs and claims: some queries for hundreds of documents."""

    def __init__(self, folder: ReferenceFolder) -> None:
        self.folder = folder
        documents = list(folder.documents.values())
        # By kind and key, entries of any kind under "entry".
        self.records: dict[RecordKey, Record] = {}
        for keys in chunked(document["key"] for document in documents):
            found = Record.objects.filter(key__in=keys).select_related("edition", "merged_into")
            self.records |= {_reference(record.kind, record.key): record for record in found}
        present = [record for document in documents if (record := self.record(document))]
        self.newest = newest_revisions(present)
        self._stored = {record.pk: self._stored_documents(record) for record in present}
        self._add_imported(present)
        named = {each for document in documents for each in references(document)}
        for stored in self._stored.values():
            named |= {each for document in stored for each in references(document)}
        self.merged: dict[RecordKey, str] = {}
        for some in chunked(named):
            self.merged |= merged_keys(some)
        self._present = named & (folder.keys | _present(named - folder.keys))
        self._slugs = slug_holders(SECTIONS, {document["slug"] for document in documents})
        self._names = _owners_of_names(documents)
        self._claims = _owners_of_claims(
            claim["id"] for document in documents for claim in document.get("claims", ())
        )

    def record(self, document: Document) -> Record | None:
        """The record of a document's key; of an entry's whichever kind of entry has the code."""
        return self.records.get(_reference(document["kind"], document["key"]))

    def has_same_content(self, record: Record, document: Document) -> bool:
        """Whether the working copy is what the document says, merged keys read as their survivors'."""
        return self._resolved(self._stored[record.pk][0]) == self._resolved(document)

    def find(self, parsed: ParsedFile) -> Iterator[Conflict]:
        """What stands between one document and the database: (place, sentence)."""
        document = parsed.document
        record = self.record(document)
        if record and record.kind != document["kind"]:
            sentence = f"The key “{document['key']}” belongs to {_article(record.kind)}"
            yield "key", f"{sentence}; a record's kind never changes."
            return
        if record and record.merged_into:
            yield "key", f"“{record.key}” was merged into “{record.merged_into.key}”. Remove this file."
            return
        if record:
            yield from self._editors_changes(record, document)
        yield from self._slug_conflicts(record, document)
        yield from self._name_conflicts(record, document)
        yield from self._unknown(document, parsed.written)
        yield from rule_violations(self.folder, document, self.merged)
        yield from self._claims_of_others(record, document)

    def _stored_documents(self, record: Record) -> list[Document]:
        """The working copy's document, then the published one."""
        newest = self.newest.get(record.pk)
        working = load_document(newest.document) if newest else encode(record)
        return [working, *([load_document(record.edition.document)] if record.edition else [])]

    def _add_imported(self, records: Iterable[Record]) -> None:
        """What was last imported, behind the others of each record."""
        for some in chunked(record.pk for record in records):
            saved = Revision.objects.order_by().filter(record__in=some, origin=Revision.Origin.IMPORTED)
            last = saved.values("record").annotate(last=Max("pk")).values_list("last", flat=True)
            for revision in Revision.objects.filter(pk__in=list(last)):
                self._stored[revision.record_id].append(load_document(revision.document))

    def _resolved(self, document: Document) -> Document:
        return with_keys_replaced(document, self.merged)

    def _editors_changes(self, record: Record, document: Document) -> Iterator[Conflict]:
        """Refuse to write over what editors changed and have not published.

        A working copy may be written over when it holds nothing of its own: when it is
        what was published, or what was last imported.
        """
        working, *safe = map(self._resolved, self._stored[record.pk])
        if working not in [*safe, self._resolved(document)]:
            yield (
                "",
                (
                    "An editor changed this record and has not published the change. "
                    "Publish it or restore the published text first."
                ),
            )

    def _slug_conflicts(self, record: Record | None, document: Document) -> Iterator[Conflict]:
        kind, slug = document["kind"], document["slug"]
        if record and record.edition and load_document(record.edition.document)["slug"] != slug:
            yield (
                "slug",
                "This record is published under another slug. A published slug changes only by renaming.",
            )
            return
        own = record.pk if record else None
        if self._slugs[kind, slug] - {own}:
            yield "slug", f"The slug “{slug}” is or was another record's. Choose another."

    def _name_conflicts(self, record: Record | None, document: Document) -> Iterator[Conflict]:
        """Names that a record outside this folder has for itself; the folder compares those inside it."""
        own = record.pk if record else None
        kind = document["kind"]
        for path, name in own_names(document):
            owner = self._names.get((kind, fold_name(name)))
            if owner and owner.record_id != own and (kind, owner.record.key) not in self.folder.documents:
                said = f", which is written “{owner.text}” there" if owner.text != name else ""
                yield path, f"Another {kind}, “{owner.record.key}”, is named “{name}” already{said}."

    def _unknown(self, document: Document, written: Document) -> Iterator[Conflict]:
        """Keys that neither the folder nor the database holds."""
        for kind, key in sorted(references(document) - self._present):
            yield _place_of(written, key), f"There is no {kind} with the key “{key}”."

    def _claims_of_others(self, record: Record | None, document: Document) -> Iterator[Conflict]:
        own = record.pk if record else None
        for number, claim in enumerate(document.get("claims", ())):
            if self._claims.get(claim["id"], own) != own:
                yield f"claims/{number}/id", f"The id “{claim['id']}” belongs to a claim of another entry."


def _reference(kind: str, key: str) -> RecordKey:
    return ("entry" if kind in Record.ENTRY_KINDS else kind, key)


def _present(named: Iterable[RecordKey]) -> set[RecordKey]:
    """Of these names those that some record has already."""
    found: set[RecordKey] = set()
    for keys in chunked({key for _kind, key in named}):
        rows = Record.objects.filter(key__in=keys).values_list("kind", "key")
        found |= {_reference(kind, key) for kind, key in rows}
    return found


def _owners_of_names(documents: Iterable[Document]) -> dict[tuple[str, str], RecordName]:
    """By kind and as names are compared, whose each of the documents' names is."""
    wanted = {fold_name(name) for document in documents for _path, name in own_names(document)}
    found: dict[tuple[str, str], RecordName] = {}
    for some in chunked(wanted):
        names = RecordName.objects.filter(folded__in=some, shared=False).select_related("record")
        found |= {(name.kind, name.folded): name for name in names}
    return found


def _owners_of_claims(codes: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunked(codes):
        found |= dict(Claim.objects.filter(code__in=some).values_list("code", "entry__record"))
    return found


def _place_of(document: Document, key: str) -> str:
    """Where a document first names a key."""
    for name, value in document.items():
        if value == key and name != "key":
            return name
        for number, item in enumerate(value if isinstance(value, list) else ()):
            if item == key:
                return f"{name}/{number}"
            if isinstance(item, dict):
                if key in item.values():
                    return f"{name}/{number}"
                if any(citation["source"] == key for citation in item.get("citations", ())):
                    return f"{name}/{number}/cites"
    return ""


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
