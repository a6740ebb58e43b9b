"""What was published, renamed or withdrawn since something was scheduled, which that would undo unnoticed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from relations.documents import load_document
from relations.models import Edition, ScheduledPublication, ScheduledRecord
from relations.publishing.bulk import chunked
from relations.publishing.document_names import document_title
from relations.publishing.faults import Fault


@dataclass(frozen=True, slots=True)
class PastEdition:
    """An edition of a record; of a withdrawal ``scheduled`` is the row id of what was scheduled and made it.

    ``renamed_from`` and ``renamed_to`` are the names before and after, where it was renamed.
    """

    number: int
    action: str
    revision: int
    published_at: datetime
    scheduled: int | None = None
    renamed_from: str = ""
    renamed_to: str = ""


def read_past_editions(
    scheduled: Sequence[ScheduledPublication], records: Iterable[int]
) -> dict[int, list[PastEdition]]:
    """By the record's row id its editions since the first of these was scheduled: one or two queries."""
    found: dict[int, list[PastEdition]] = {}
    if not scheduled:
        return found
    since = min(one.scheduled_at for one in scheduled)
    maker = ScheduledPublication.objects.that_withdrew(OuterRef("born"), OuterRef("published_at"))
    for some in chunked(records):
        editions = Edition.objects.filter(record__in=some, published_at__gt=since).order_by("number")
        rows = editions.annotate(scheduled=Subquery(maker.values("pk")[:1])).values(
            "pk", "record", "number", "action", "revision", "published_at", "scheduled"
        )
        names = _names([row["pk"] for row in rows if row["action"] == Edition.Action.RENAMED])
        for row in rows:
            past = PastEdition(
                row["number"],
                row["action"],
                row["revision"] or 0,
                row["published_at"],
                row["scheduled"] if row["action"] == Edition.Action.WITHDRAWN else None,
                *names.get(row["pk"], ("", "")),
            )
            found.setdefault(row["record"], []).append(past)
    return found


def _names(renamed: list[int]) -> dict[int, tuple[str, str]]:
    """By the row id of an edition, the names before it and in it."""
    if not renamed:
        return {}
    editions = Edition.objects.filter(pk__in=renamed).order_by()
    before = Edition.objects.filter(record=OuterRef("record"), number=OuterRef("number") - 1)
    rows = editions.annotate(former=Subquery(before.values("document")[:1]))
    return {
        pk: (document_title(load_document(former)), document_title(load_document(document)))
        for pk, former, document in rows.values_list("pk", "former", "document")
    }


def superseded_faults(
    scheduled: ScheduledPublication, items: Iterable[ScheduledRecord], past: dict[int, list[PastEdition]]
) -> list[Fault]:
    """Of what is to be published. A withdrawal of which was known when it was scheduled undoes nothing."""
    faults = []
    for item in items:
        since = [one for one in past.get(item.record_id, ()) if one.published_at > scheduled.scheduled_at]
        if item.revision and since and (message := _superseded_by(scheduled, item, since)):
            faults.append(Fault(item.record, "", message))
    return faults


def _superseded_by(scheduled: ScheduledPublication, item: ScheduledRecord, since: list[PastEdition]) -> str:
    last = since[-1]
    if last.action == Edition.Action.WITHDRAWN and not _was_known(scheduled, last):
        if item.companion:
            message = _("It was withdrawn since this was scheduled: see edition %(number)d.")
        else:
            message = _(
                "It was withdrawn since this was scheduled: see edition %(number)d. "
                "To bring it back, cancel this and schedule it again."
            )
        return message % {"number": last.number}
    shown = [one for one in since if one.action != Edition.Action.WITHDRAWN]
    # A companion that is public stays as it is.
    if item.companion or item.revision is None or not shown:
        return ""
    if shown[-1].revision > item.revision.pk:
        message = _("A later revision was published since this was scheduled: see edition %(number)d.")
        return message % {"number": shown[-1].number}
    renamed = [one for one in shown if one.renamed_from != one.renamed_to]
    if renamed and document_title(load_document(item.revision.document)) != renamed[-1].renamed_to:
        return _(
            "It was renamed since this was scheduled, and would get its former name back: "
            "see edition %(number)d. Cancel this and schedule it again."
        ) % {"number": renamed[-1].number}
    return ""


def _was_known(scheduled: ScheduledPublication, withdrawal: PastEdition) -> bool:
    """Whether it had been scheduled before ``scheduled`` was."""
    if withdrawal.scheduled is None:
        return False
    return scheduled.pk is None or withdrawal.scheduled < scheduled.pk
