"""What blocks publication."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from relations.catalogue import SECTIONS
from relations.documents import Document, encode, references
from relations.documents.references import RecordKey
from relations.models import Claim, Record
from relations.models.actor import FOR_ITSELF_BY_WAY_OF_OTHERS, acts_for_itself
from relations.publishing.check_context import CheckContext, read_check_context
from relations.publishing.faults import Fault


def check(record: Record, document: Document | None = None) -> list[Fault]:
    """Every fault of a record's document (its working copy unless given); empty when it can be published."""
    return check_all([(record, document or encode(record))])


def check_all(targets: Iterable[tuple[Record, Document]], context: CheckContext | None = None) -> list[Fault]:
    """Every fault of these records' documents, in their order; two queries for some hundred of them."""
    targets = list(targets)
    context = context or read_check_context(targets)
    coming = {one.key: document["acts_for"] for one, document in targets if one.kind == Record.Kind.ACTOR}
    principals = context.principals | coming
    return [
        Fault(record, path, message)
        for record, document in targets
        for path, message in [
            *_identity(record, document, context.addresses),
            *_names(document, context.withdrawn),
            *(_content(document) if record.is_entry else ()),
            *(_principal(document, principals) if record.kind == Record.Kind.ACTOR else ()),
        ]
    ]


def _identity(
    record: Record, document: Document, taken: Mapping[tuple[str, str], int]
) -> Iterator[tuple[str, str]]:
    if record.merged_into:
        yield (
            "",
            _("This was merged into “%(name)s” and is published under that name.")
            % {"name": record.merged_into.working_copy},
        )
    if taken.get((SECTIONS[record.kind], document["slug"]), record.pk) != record.pk:
        yield (
            "slug",
            _("The address “%(slug)s” once belonged to another page. Choose another slug.")
            % {"slug": document["slug"]},
        )


def _names(document: Document, withdrawn: Mapping[RecordKey, Record]) -> Iterator[tuple[str, str]]:
    if not withdrawn:
        return
    for named in sorted(references(document) & withdrawn.keys()):
        yield (
            "",
            _("“%(name)s” is withdrawn. Choose another, or publish it again first.")
            % {"name": withdrawn[named].working_copy},
        )


def _principal(document: Document, principals: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if acts_for_itself(document["key"], principals.get):
        yield "acts_for", str(FOR_ITSELF_BY_WAY_OF_OTHERS)


def _content(document: Document) -> Iterator[tuple[str, str]]:
    yield from _entry(document)
    yield from _claims(document)
    yield from _milestones(document)


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
