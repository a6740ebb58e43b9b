"""Queues of what is missing: records that who writes here can mend, beside the claims due for a check."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from relations.admin.record_queues import RecordQueue, Rows
from relations.models import Claim, Entry, Milestone, Record, TaggedEntry
from relations.models.permissions import WRITE_PERMISSION

Kind = Record.Kind
# Entries as they stand here and not as readers have them.
UNPUBLISHED = (Record.Status.NEVER, Record.Status.CHANGED)


class GapQueue(RecordQueue):
    permission = WRITE_PERMISSION


class UncitedQueue(GapQueue):
    """Entries with a claim that cites nothing. What readers have always cites something."""

    name = "uncited"
    title = gettext_lazy("With a claim that cites nothing")

    def waiting(self, user: User) -> Rows:
        uncited = Claim.objects.filter(entry__record=OuterRef("pk"), passages=None).order_by()
        return Record.objects.active().filter(Exists(uncited), status__in=UNPUBLISHED)


class OneSidedQueue(GapQueue):
    """Issues that rest on the word of one side, as their forms have them (``documents.derive_word``)."""

    name = "one-side"
    title = gettext_lazy("Issues on one side’s word")

    def waiting(self, user: User) -> Rows:
        ties = Entry.relationships.through.objects.filter(entry__record=OuterRef("pk")).order_by()
        first, second = Exists(_positions_of("first")), Exists(_positions_of("second"))
        quoted, both = ties.filter(first | second), ties.filter(first & second)
        return Record.objects.active().filter(Exists(quoted), ~Exists(both), kind=Kind.ISSUE)


def _positions_of(side: str) -> "models.QuerySet[Claim]":
    """The positions of one side in an entry, for a subquery on rows that tie entries to relationships."""
    positions = Claim.objects.filter(kind=Claim.Kind.POSITION, entry=OuterRef("entry"))
    return positions.filter(side=OuterRef(f"relationship__{side}")).order_by()


class UncitedSourcesQueue(GapQueue):
    name = "sources-nobody-cites"
    title = gettext_lazy("Sources that nothing cites")

    def waiting(self, user: User) -> Rows:
        place = {"passage__source__record": OuterRef("pk")}
        by_claims = Claim.passages.through.objects.filter(**place).order_by()
        by_milestones = Milestone.passages.through.objects.filter(**place).order_by()
        return Record.objects.active().filter(~Exists(by_claims), ~Exists(by_milestones), kind=Kind.SOURCE)


class TopicsWithoutIssueQueue(GapQueue):
    """A theme has the issues of its topics."""

    name = "topics-without-issue"
    title = gettext_lazy("Topics without an issue")

    def waiting(self, user: User) -> Rows:
        tagged = TaggedEntry.objects.filter(
            Q(tag__record=OuterRef("pk")) | Q(tag__parent__record=OuterRef("pk")),
            content_object__record__kind=Kind.ISSUE,
        )
        return Record.objects.active().filter(~Exists(tagged.order_by()), kind=Kind.TOPIC)


class ActorsWithoutDescriptionQueue(GapQueue):
    name = "actors-without-description"
    title = gettext_lazy("Actors without a description")

    def waiting(self, user: User) -> Rows:
        return Record.objects.active().filter(kind=Kind.ACTOR, actor__description="")


class SourcesWithoutDateQueue(GapQueue):
    name = "sources-without-date"
    title = gettext_lazy("Sources without a date")

    def waiting(self, user: User) -> Rows:
        return Record.objects.active().filter(kind=Kind.SOURCE, source__date="")


class AgreementsWithoutStateQueue(GapQueue):
    """An amended agreement keeps the state it had (``documents.derive_status``)."""

    name = "agreements-without-state"
    title = gettext_lazy("Agreements and projects without a state")

    def waiting(self, user: User) -> Rows:
        stages = Milestone.objects.exclude(stage=Milestone.Stage.AMENDED)
        reached = stages.filter(agreement__record=OuterRef("pk")).order_by()
        return Record.objects.active().filter(~Exists(reached), kind=Kind.AGREEMENT)
