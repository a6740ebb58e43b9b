"""What was published or withdrawn since something was scheduled, which that would undo unnoticed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from relations.models import Edition, ScheduledPublication, ScheduledRecord
from relations.publishing.bulk import chunked
from relations.publishing.faults import Fault


@dataclass(frozen=True, slots=True)
class PastEdition:
    """An edition of a record, made or, in a forecast, to come.

    ``decided_at``: of a withdrawal by something scheduled, when the time of that was chosen.
    """

    number: int
    action: str
    revision: int
    published_at: datetime
    decided_at: datetime | None = None

    @property
    def is_to_come(self) -> bool:
        return self.published_at > timezone.now()

    @property
    def time_in_words(self) -> str:
        return _("%(time)s UTC") % {"time": date_format(self.published_at.astimezone(UTC), "j F Y, H:i")}


def read_past_editions(
    scheduled: Sequence[ScheduledPublication], records: Iterable[int]
) -> dict[int, list[PastEdition]]:
    """By the record's row id its editions since the first of these was scheduled: one query."""
    found: dict[int, list[PastEdition]] = {}
    if not scheduled:
        return found
    since = min(one.scheduled_at for one in scheduled)
    maker = ScheduledPublication.objects.that_withdrew(OuterRef("born"), OuterRef("published_at"))
    for some in chunked(records):
        editions = Edition.objects.filter(record__in=some, published_at__gt=since).order_by("number")
        rows = editions.annotate(decided_at=Subquery(maker.values("time_set_at")[:1])).values(
            "record", "number", "action", "revision", "published_at", "decided_at"
        )
        for row in rows:
            past = PastEdition(
                row["number"],
                row["action"],
                row["revision"] or 0,
                row["published_at"],
                row["decided_at"] if row["action"] == Edition.Action.WITHDRAWN else None,
            )
            found.setdefault(row["record"], []).append(past)
    return found


def superseded_faults(
    scheduled: ScheduledPublication, items: Iterable[ScheduledRecord], past: dict[int, list[PastEdition]]
) -> list[Fault]:
    """Faults of what is to be published and was overtaken since.

    A withdrawal that was known of when it was scheduled undoes nothing.
    """
    faults = []
    for item in items:
        since = [one for one in past.get(item.record_id, ()) if one.published_at > scheduled.scheduled_at]
        if item.revision and since and (message := _superseded_by(scheduled, item, since)):
            faults.append(Fault(item.record, "", message))
    return faults


def withdrawn_since_due(scheduled: ScheduledPublication) -> list[Fault]:
    """Faults of what was held back and was withdrawn after that, and still is: it is not to be published.

    Whoever scheduled it knew of that withdrawal, perhaps, and meant it to come after; at another time it
    would be undone.
    """
    if scheduled.action != ScheduledPublication.Action.PUBLISH:
        return []
    faults = []
    for item in scheduled.items.filter(companion=False).select_related("record__edition"):
        edition = item.record.edition
        if edition and edition.action == Edition.Action.WITHDRAWN and edition.published_at > scheduled.due_at:
            past = PastEdition(edition.number, edition.action, 0, edition.published_at)
            faults.append(Fault(item.record, "", f"{_withdrawn(past)} {_how_to_bring_back()}"))
    return faults


def _superseded_by(scheduled: ScheduledPublication, item: ScheduledRecord, since: list[PastEdition]) -> str:
    last = since[-1]
    if last.action == Edition.Action.WITHDRAWN and not _was_known(scheduled, last):
        said = _withdrawn(last)
        # A companion is not brought back by what names it.
        return said if item.companion else f"{said} {_how_to_bring_back()}"
    shown = [one for one in since if one.action != Edition.Action.WITHDRAWN]
    # A companion that is public stays as it is.
    if item.companion or item.revision is None or not shown:
        return ""
    if shown[-1].revision > item.revision.pk:
        return _published_later(shown[-1])
    return ""


def _how_to_bring_back() -> str:
    return _("To bring it back, cancel this and schedule it again.")


def _withdrawn(edition: PastEdition) -> str:
    if edition.is_to_come:
        message = _("It will be withdrawn on %(time)s, as was decided after this was scheduled.")
        return message % {"time": edition.time_in_words}
    message = _("It was withdrawn since this was scheduled: see edition %(number)d.")
    return message % {"number": edition.number}


def _published_later(edition: PastEdition) -> str:
    if edition.is_to_come:
        message = _("A later revision will be published before this, on %(time)s.")
        return message % {"time": edition.time_in_words}
    message = _("A later revision was published since this was scheduled: see edition %(number)d.")
    return message % {"number": edition.number}


def _was_known(scheduled: ScheduledPublication, withdrawal: PastEdition) -> bool:
    """Whether ``scheduled`` was decided upon in knowledge of what withdraws the record at a time.

    Who gives it another time when that has happened is told to schedule it again, if it is
    to be undone: what was published is not what they look at then.
    """
    is_moved_before = scheduled.time_set_at < withdrawal.published_at
    known_at = scheduled.time_set_at if is_moved_before else scheduled.scheduled_at
    return withdrawal.decided_at is not None and withdrawal.decided_at < known_at
