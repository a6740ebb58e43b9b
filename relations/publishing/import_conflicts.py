"""What stands between a folder's documents and the database."""

from collections.abc import Iterator

from relations.documents import Document, canonical_json, encode, load_document, references, resolve_merged
from relations.documents.files.folder import Folder
from relations.documents.files.reader import FileReading
from relations.documents.schema import SCHEMAS
from relations.models import Claim, Record, Revision
from relations.publishing.check import address_taken
from relations.publishing.import_rules import broken_rules


def conflicts(folder: Folder, reading: FileReading) -> Iterator[tuple[str, str]]:
    """What stands between a document and the database: (place, sentence)."""
    document = reading.document
    kind, key = document["kind"], document["key"]
    entry_kinds = document.get("claims") is not None
    records = Record.objects.entries() if entry_kinds else Record.objects.filter(kind=kind)
    record = records.select_related("edition", "merged_into").filter(key=key).first()
    if record and record.kind != kind:
        yield "key", f"The key “{key}” belongs to {_article(record.kind)}; a record's kind never changes."
        return
    if record and record.merged_into:
        yield "key", f"“{key}” was merged into “{record.merged_into.key}”. Remove this file."
        return
    if record:
        yield from _desk_changes(record, document)
    yield from _slug_conflicts(record, document)
    yield from _unknown(folder, document, reading.written)
    yield from broken_rules(folder, document)
    yield from _foreign_claims(record, document)


def _desk_changes(record: Record, document: Document) -> Iterator[tuple[str, str]]:
    """Refuse to write over what editors changed and have not published.

    A working copy may be written over when it holds nothing of its own: when it is
    what was published, or what was last imported.
    """
    imported = record.revisions.filter(origin=Revision.Origin.IMPORTED).first()
    texts = [one.document for one in (record.edition, imported) if one]
    safe = {canonical_json(resolve_merged(load_document(text))) for text in texts}
    if canonical_json(encode(record)) not in safe | {canonical_json(resolve_merged(document))}:
        yield (
            "",
            (
                "An editor changed this record and has not published the change. "
                "Publish it or restore the published text first."
            ),
        )


def _slug_conflicts(record: Record | None, document: Document) -> Iterator[tuple[str, str]]:
    slug = document["slug"]
    if record and record.edition and load_document(record.edition.document)["slug"] != slug:
        yield (
            "slug",
            "This record is published under another slug. A published slug changes only by renaming.",
        )
        return
    model = SCHEMAS[document["kind"]].model._meta.get_field("slug").model
    others = model.objects.exclude(record=record) if record else model.objects.all()
    probe = record or Record(kind=document["kind"])
    if others.filter(slug=slug).exists() or address_taken(probe, slug):
        yield "slug", f"The slug “{slug}” is or was another record's. Choose another."
    name = document.get("name")
    if name and others.filter(name__iexact=name).exists():
        yield "name", f"Another {document['kind']} is named “{name}” already."


def _unknown(folder: Folder, document: Document, written: Document) -> Iterator[tuple[str, str]]:
    """Keys that neither the folder nor the database holds."""
    for kind, key in sorted(references(document) - folder.held):
        rows = Record.objects.entries() if kind == "entry" else Record.objects.filter(kind=kind)
        if not rows.filter(key=key).exists():
            yield _place_of(written, key), f"There is no {kind} with the key “{key}”."


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


def _foreign_claims(record: Record | None, document: Document) -> Iterator[tuple[str, str]]:
    ids = {claim["id"]: number for number, claim in enumerate(document.get("claims", ()))}
    foreign = Claim.objects.filter(code__in=ids)
    if record:
        foreign = foreign.exclude(entry__record=record)
    for code in foreign.values_list("code", flat=True):
        yield f"claims/{ids[code]}/id", f"The id “{code}” belongs to a claim of another entry."


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
