"""Forecast: what will become of what is scheduled, were nothing else done until then.

Each act is tried, in the order of time, upon records as those before it leave them, in memory, and by
the very checks by which it is performed: so what is foreseen is what happens.
"""

from collections.abc import Iterable, Sequence
from itertools import count

from django.utils.translation import gettext as _

from relations.catalogue import SECTIONS
from relations.documents import Document, canonical_json, load_document, references
from relations.models import Edition, Record, ScheduledPublication
from relations.publishing.addresses import reverse_address
from relations.publishing.faults import Fault
from relations.publishing.forecast_data import Act, read_acts, read_forecast_data
from relations.publishing.missing_approvals import approval_faults
from relations.publishing.new_editions import edition_faults, new_editions, publication_order
from relations.publishing.publication import NewEdition
from relations.publishing.revisions import is_changed
from relations.publishing.superseded import PastEdition, superseded_faults
from relations.publishing.withdrawal_faults import withdrawal_faults

Action = ScheduledPublication.Action


def foresee(scheduled: Iterable[ScheduledPublication]) -> dict[int, list[Fault]]:
    """What will keep each of these, which wait, from being performed; by row id. Nothing changes.

    What waits to be performed before them is thought of.
    """
    ids = {one.pk for one in scheduled}
    waiting = ScheduledPublication.objects.waiting()
    last = waiting.filter(pk__in=ids).last()
    if last is None:
        return {}
    return {pk: faults for pk, faults in Forecast(read_acts(_until(last))).run().items() if pk in ids}


def foreseen_faults(scheduled: ScheduledPublication) -> list[Fault]:
    """What will keep it from being performed; nothing of what waits no more."""
    return foresee([scheduled]).get(scheduled.pk, [])


def forecast_until(act: Act) -> "Forecast":
    """How everything will stand when it is the turn of an act that is not saved yet."""
    forecast = Forecast([*read_acts(_until(act.scheduled)), act])
    forecast.run(besides=act)
    return forecast


class Forecast:
    """What will keep scheduled acts from being performed: tries each in memory, in the order of time."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self._acts = acts
        self._data = read_forecast_data(acts)
        self._edition_ids = count(-1, -1)  # of editions that are not there

    def run(self, besides: Act | None = None) -> dict[int, list[Fault]]:
        """What keeps each act from being performed, by row id; what nothing does is thought of as done."""
        found = {}
        for act in (act for act in self._acts if act is not besides):
            is_done = self.is_done_already(act)
            found[act.scheduled.pk] = faults = [] if is_done else self.obstacles(act)
            if not is_done and not faults:
                self._perform(act)
        return found

    def is_done_already(self, act: Act) -> bool:
        """Whether the same was done meanwhile, by hand or by something else that was scheduled."""
        if act.scheduled.action == Action.WITHDRAW:
            return all(
                record.status == Record.Status.WITHDRAWN and record.merged_into_id is None
                for record in act.chosen
            )
        return not self.changed(act)

    def changed(self, act: Act) -> list[Record]:
        """The chosen records of which readers would get anything new."""
        return [
            item.record
            for item in act.items
            if not item.companion and is_changed(item.record, item.revision, self._data.merged)
        ]

    def obstacles(self, act: Act) -> list[Fault]:
        """What keeps the act, were it not done already, from being performed after those that were run."""
        scheduled, chosen = act.scheduled, act.chosen
        found = [
            *self._scheduler_faults(scheduled, chosen[0]),
            *superseded_faults(scheduled, act.items, self._data.past),
        ]
        if scheduled.action == Action.WITHDRAW:
            replacement, referrers = scheduled.replacement, self._data.referrers
            return [*found, *withdrawal_faults(chosen, scheduled.note, replacement, referrers)]
        coming = self._coming(act)
        if self._data.approvals:
            pairs = [(item.record, item.revision_id) for item in coming]
            found += approval_faults(pairs, self._data.approvals)
        return [*found, *edition_faults(coming, self._data.context)]

    def _scheduler_faults(self, scheduled: ScheduledPublication, record: Record) -> list[Fault]:
        user = scheduled.scheduled_by
        if not user.is_active:
            message = _("The account of %(user)s, who scheduled it, is not active any more.")
        elif user.pk not in self._data.publishers:
            message = _("%(user)s, who scheduled it, may not publish any more.")
        else:
            return []
        return [Fault(record, "", message % {"user": user.get_username()})]

    def _coming(self, act: Act) -> list[NewEdition]:
        """What it publishes: the chosen ones with anything new, and what those name that never was public."""
        revisions = {item.record: item.revision for item in act.items if item.revision}
        found = self.changed(act)
        for record in found:  # which grows
            named = references(load_document(revisions[record].document))
            found += [
                other
                for other in revisions
                if other.status == Record.Status.NEVER
                and other not in found
                and (other.kind, other.key) in named
            ]
        coming = new_editions(
            [(record, revisions[record], revisions[record]) for record in found],
            note=act.scheduled.note,
            correction=act.scheduled.correction,
            merged=self._data.merged,
        )
        return sorted(coming, key=lambda item: publication_order(item.record, item.document))

    def _perform(self, act: Act) -> None:
        scheduled = act.scheduled
        if scheduled.action == Action.WITHDRAW:
            for record in act.chosen:
                self._withdraw(record, scheduled)
            return
        for item in self._coming(act):
            self._publish(item, scheduled)

    def _publish(self, item: NewEdition, scheduled: ScheduledPublication) -> None:
        record, data = item.record, self._data
        revision = item.revision_id or 0
        self._add_edition(record, item.document, item.action, revision, scheduled)
        record.status = item.status
        data.context.withdrawn.pop((record.kind, record.key), None)
        data.context.addresses[SECTIONS[record.kind], item.document["slug"]] = record.pk
        for claim in item.document.get("claims", ()):
            data.context.claims.setdefault(claim["id"], record.pk)
        if record.kind == Record.Kind.ACTOR:
            data.actor_slugs[record.key] = item.document["slug"]
            data.context.principals[record.key] = item.document["acts_for"]
        if record.kind == Record.Kind.RELATIONSHIP:
            sides = [data.actor_slugs.get(key, key) for key in item.document["sides"]]
            if reverse := reverse_address(item.document, sides):
                data.context.addresses.setdefault(reverse, record.pk)
        if data.approvals:
            data.approvals.use(record, revision)

    def _withdraw(self, record: Record, scheduled: ScheduledPublication) -> None:
        edition = record.current_edition
        revision = edition.revision_id or 0
        self._add_edition(record, edition.read_document(), Edition.Action.WITHDRAWN, revision, scheduled)
        record.status = Record.Status.WITHDRAWN
        if not record.is_entry:
            self._data.context.withdrawn[record.kind, record.key] = record
        if self._data.approvals:
            self._data.approvals.outlive(record, scheduled.time_set_at)

    def _add_edition(
        self,
        record: Record,
        document: Document,
        action: Edition.Action,
        revision: int,
        scheduled: ScheduledPublication,
    ) -> None:
        number = record.edition.number + 1 if record.edition else 1
        record.edition = Edition(
            pk=next(self._edition_ids),
            record=record,
            number=number,
            action=action,
            document=canonical_json(document),
            revision_id=revision or None,
            published_at=scheduled.due_at,
        )
        decided_at = scheduled.time_set_at if action == Edition.Action.WITHDRAWN else None
        past = PastEdition(number, action, revision, scheduled.due_at, decided_at)
        self._data.past.setdefault(record.pk, []).append(past)


def _until(scheduled: ScheduledPublication) -> Iterable[ScheduledPublication]:
    """What waits and is performed up to it, itself included; what is not saved yet comes last of its time."""
    waiting = ScheduledPublication.objects.waiting().select_related("scheduled_by")
    rows = waiting.filter(due_at__lte=scheduled.due_at)
    return rows if scheduled.pk is None else rows.exclude(due_at=scheduled.due_at, pk__gt=scheduled.pk)
