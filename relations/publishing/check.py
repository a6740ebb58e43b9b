"""What blocks publication."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from relations.catalogue import SECTIONS
from relations.documents import Document, encode, references
from relations.models import Address, Claim, Record
from relations.publishing.faults import Fault


def check(record: Record, document: Document | None = None) -> list[Fault]:
    """Every fault of a record's document (its working copy unless given); empty when it can be published."""
    document = document or encode(record)
    found = [*_identity(record, document), *_names(document)]
    if record.is_entry:
        found += [*_entry(document), *_claims(document), *_milestones(document)]
    return [Fault(record, path, message) for path, message in found]


def _identity(record: Record, document: Document) -> Iterator[tuple[str, str]]:
    if record.merged_into_id:
        yield (
            "",
            _("This was merged into “%(name)s” and is published under that name.")
            % {"name": record.merged_into.subject},
        )
    if address_taken(record, document["slug"]):
        yield (
            "slug",
            _("The address “%(slug)s” once belonged to another page. Choose another slug.")
            % {"slug": document["slug"]},
        )


def address_taken(record: Record, slug: str) -> bool:
    """Whether the address was ever given to another record."""
    taken = Address.objects.filter(section=SECTIONS[record.kind], slug=slug)
    return taken.exclude(record_id=record.pk).exists()


def _names(document: Document) -> Iterator[tuple[str, str]]:
    """Records named must not be withdrawn; links to entries simply wait, so they are not looked at."""
    named = [(kind, key) for kind, key in references(document) if kind != "entry"]
    withdrawn = Record.objects.filter(
        status=Record.Status.WITHDRAWN, merged_into=None, key__in=[key for _kind, key in named]
    )
    for record in withdrawn:
        if (record.kind, record.key) in named:
            yield (
                "",
                _("“%(name)s” is withdrawn. Choose another, or publish it again first.")
                % {"name": record.subject},
            )


def _entry(document: Document) -> Iterator[tuple[str, str]]:
    if not document["summary"]:
        yield "summary", _("Write a summary of one or two sentences.")
    if not document["topics"]:
        yield "topics", _("Choose at least one theme or topic.")
    if not document["relationships"]:
        yield "relationships", _("Choose the relationship this belongs to.")
    if "date" in document and not document["date"]:
        yield "date", _("Give a date. If the sources give none, write “by” and their date.")
    if not document["claims"]:
        yield "claims", _("Add at least one claim, with its citation.")


def _claims(document: Document) -> Iterator[tuple[str, str]]:
    for claim in document["claims"]:
        path = f"claims/{claim['id']}"
        if not claim["text"]:
            yield path, _("This claim has no text.")
        if not claim["citations"]:
            yield path, _("This claim has no citation. Add the passage it rests on.")
        if claim["kind"] == Claim.Kind.POSITION and not claim["speaker"]:
            yield path, _("This position has no speaker. Say who took it.")
        if claim["kind"] == Claim.Kind.POSITION and not claim["side"]:
            yield path, _("This position has no side. Say for whom the speaker took it.")
        if claim["kind"] == Claim.Kind.ASSESSMENT and not claim["speaker"]:
            yield path, _("This assessment has no owner. Say whose view it is.")


def _milestones(document: Document) -> Iterator[tuple[str, str]]:
    for number, milestone in enumerate(document.get("milestones", ()), start=1):
        if not milestone["citations"]:
            yield f"milestones/{number}", _("This milestone has no citation. Add the passage it rests on.")
