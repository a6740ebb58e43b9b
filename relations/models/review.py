"""Review: somebody else looks at a revision before readers do; and publications that nobody looked at."""

from functools import cache

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models.edition import Edition
from relations.models.permissions import PUBLISH_PERMISSION, accounts_in_use_with
from relations.models.publication import Publication
from relations.models.record import Record
from relations.models.revision import Revision
from relations.models.scheduled_publication import ScheduledPublication, ScheduledRecord


def reviewers() -> "models.QuerySet[User]":
    """The active accounts that may approve: those that may publish, and have come, if they were invited."""
    return accounts_in_use_with(PUBLISH_PERMISSION)


def changes_by(user: User | OuterRef) -> "models.QuerySet[Revision]":
    """This user's revisions that keep them from approving the record of a review."""
    return Revision.objects.order_by().of_authors().filter(record=OuterRef("record"), saved_by=user)


# What readers are shown anew; all else leaves the words as they were approved, or takes them away.
APPROVED_ACTIONS = (Edition.Action.PUBLISHED, Edition.Action.CORRECTED)


# Put together once: that takes longer than the query, and each form of a record asks.
@cache
def _is_published() -> Exists:
    """For a filter on reviews: whether there is an edition of the revision or of a later one."""
    editions = Edition.objects.order_by().exclude(action=Edition.Action.WITHDRAWN)
    return Exists(
        editions.filter(
            record=OuterRef("record"),
            revision__gte=OuterRef("revision"),
            published_at__gte=OuterRef("asked_at"),
        )
    )


@cache
def _is_withdrawn_since() -> Exists:
    """For a filter on approvals: whether the record was withdrawn since, unknown to who approved."""
    editions = Edition.objects.order_by().filter(record=OuterRef("record"))
    foreseen = ScheduledPublication.objects.that_withdrew(OuterRef("born"), OuterRef("published_at"))
    return Exists(
        editions.filter(
            ~Exists(foreseen.filter(time_set_at__lt=OuterRef(OuterRef("decided_at")))),
            action=Edition.Action.WITHDRAWN,
            published_at__gte=OuterRef("decided_at"),
        )
    )


class ReviewQuerySet(models.QuerySet["Review"]):
    def waiting(self) -> "ReviewQuerySet":
        return self.filter(state=Review.State.WAITING)

    def waiting_for(self, user: User) -> "ReviewQuerySet":
        """What this user may decide: asked of them or of anybody, and nothing of their own.

        One that was asked of somebody who can decide it no more is open to all.
        """
        is_open = (
            Q(reviewer=None)
            | ~Q(reviewer__in=reviewers().order_by().values("pk"))
            | Exists(changes_by(OuterRef("reviewer")))
        )
        asked = self.waiting().exclude(asked_by=user).filter(Q(reviewer=user) | is_open)
        return asked.exclude(Exists(changes_by(user)))

    def newest(self) -> "ReviewQuerySet":
        """The review of each record that was asked for last."""
        later = self.order_by().filter(record=OuterRef("record"), pk__gt=OuterRef("pk"))
        return self.exclude(Exists(later))

    def sent_back_to(self, user: User) -> "ReviewQuerySet":
        """What came back to who asked, and was neither sent again nor published since.

        Of those whose account is no longer active, to all who may change the record.
        """
        kinds = [kind for kind in Record.Kind.values if user.has_perm(f"relations.change_{kind}")]
        is_theirs = Q(asked_by=user) | Q(asked_by__is_active=False, record__kind__in=kinds)
        return self.newest().filter(is_theirs, state=Review.State.SENT_BACK).unpublished()

    def approved(self) -> "ReviewQuerySet":
        return self.filter(state=Review.State.APPROVED)

    def unused(self) -> "ReviewQuerySet":
        """Reviews since which there was no edition of their revision or a later one.

        Nor does an approval outlive a withdrawal that was neither made nor scheduled when it was
        given, or was given another time since: who approved a part of what readers had is not
        asked about all of it, and did not know why it was taken away.
        """
        found = self.filter(is_used=False).exclude(_is_published())
        return found.exclude(_is_withdrawn_since(), state=Review.State.APPROVED)

    def mark_used(self) -> None:
        """Write down of these which a publication has used: a list of others does not look at them again."""
        self.filter(_is_published(), is_used=False).order_by().update(is_used=True)

    def unscheduled(self) -> "ReviewQuerySet":
        """Reviews whose revision, or a later one of its record, does not wait for a time to be published."""
        scheduled = ScheduledRecord.objects.order_by().filter(
            scheduled__state=ScheduledPublication.State.WAITING,
            record=OuterRef("record"),
            revision__gte=OuterRef("revision"),
        )
        return self.exclude(Exists(scheduled))

    def unpublished(self) -> "ReviewQuerySet":
        """The unused ones of what was not merged."""
        return self.unused().filter(record__merged_into=None)


class Review(models.Model):
    """A revision that somebody asks another to look at: ``reviewer``, or anybody who may publish.

    ``decided_by`` approved it or sent it back, or took it back themselves; of one that
    another took the place of nobody decided. ``note`` is what a reviewer says. One that
    ``is_used`` was published since, or something later was.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        SENT_BACK = "sent-back", _("sent back")
        TAKEN_BACK = "taken-back", _("taken back")
        SUPERSEDED = "superseded", _("superseded")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="reviews")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="reviews")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    is_used = models.BooleanField(default=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("state",), condition=Q(is_used=False), name="review_unused_state"),)
        constraints = (
            models.UniqueConstraint(fields=("record",), condition=Q(state="waiting"), name="review_one_open"),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "approved", "sent-back", "taken-back", "superseded")),
                name="review_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "superseded"), decided_by__isnull=True)
                | Q(state="taken-back", decided_by__isnull=False)
                | Q(state__in=("approved", "sent-back"), decided_by__isnull=False)
                & ~Q(decided_by=F("asked_by")),
                name="review_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="review_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent-back") | ~Q(note=""), name="review_sent_back_with_words"
            ),
        )

    def __str__(self) -> str:
        return f"{self.record} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.WAITING


class UnreviewedPublicationQuerySet(models.QuerySet["UnreviewedPublication"]):
    def unseen(self) -> "UnreviewedPublicationQuerySet":
        return self.filter(seen_at=None)

    def written_by(self, user: User) -> "UnreviewedPublicationQuerySet":
        """Publications without review that made something public which this user wrote."""
        return self.filter(Exists(_made_public(user)))

    def waiting_for(self, user: User) -> "UnreviewedPublicationQuerySet":
        """What this user may say that they have looked at, if they may publish: nothing of their own."""
        others = self.unseen().exclude(publication__published_by=user)
        return others.exclude(Exists(_made_public(user)))


def _made_public(user: User) -> "models.QuerySet[Revision]":
    """This user's revisions by hand that went out with an unreviewed publication, since the edition before.

    Of what came back as it was once, and of what was withdrawn before, all that was written of it.
    """
    version = OuterRef(OuterRef("pk"))
    editions = Edition.objects.order_by().filter(record=OuterRef("record"))
    published = editions.filter(born=version, action__in=APPROVED_ACTIONS)
    withdrawn = editions.filter(died=version, action=Edition.Action.WITHDRAWN)
    # Editions of before 0.3.0 do not say what they were made from.
    held = Q(revision__gte=OuterRef("pk")) | Q(revision=None, published_at__gte=OuterRef("saved_at"))
    before = editions.filter(held, born__lt=version)
    later = editions.filter(born__lt=OuterRef("born"), revision__gt=OuterRef("revision"))
    went_out = Exists(published.filter(revision__gte=OuterRef("pk")))
    is_published = Exists(published.filter(revision=OuterRef("pk")))
    is_new = went_out & (~Exists(before) | Exists(withdrawn))
    came_back = Exists(published.filter(Exists(later), revision__gte=OuterRef("pk")))
    # Not "of its records": a database would look for those again for each revision, and they may be 100,000.
    own = Revision.objects.order_by().by_hand().filter(saved_by=user)
    return own.filter(is_published | is_new | came_back | Exists(_restored_and_published()))


def _restored_and_published() -> "models.QuerySet[Revision]":
    """Of a revision: those that brought it back from before an edition, and went out with the publication."""
    version = OuterRef(OuterRef(OuterRef("pk")))
    editions = Edition.objects.order_by().filter(record=OuterRef("record"))
    published = editions.filter(born=version, action__in=APPROVED_ACTIONS, revision__gte=OuterRef("pk"))
    before = editions.filter(born__lt=version)
    renamed = before.filter(action=Edition.Action.RENAMED, published_at__gte=OuterRef("restores__saved_at"))
    is_former = (
        Q(restores=None)
        | Exists(before.filter(revision__gt=OuterRef("restores")))
        | Q(Exists(renamed), ~Q(restores__origin=Revision.Origin.PUBLISHED))
    )
    restored = Revision.objects.order_by().that_restored(OuterRef("pk"), OuterRef("record"))
    return restored.filter(is_former, Exists(published)).exclude(
        Exists(before.filter(revision__gte=OuterRef("pk")))
    )


class UnreviewedPublication(models.Model):
    """A publication that went out without an approval, where one is required; until somebody else has looked.

    ``reason`` was given by who published in spite of that; renaming, merging and withdrawing need none.
    """

    publication = models.OneToOneField(
        Publication, on_delete=models.CASCADE, primary_key=True, related_name="unreviewed"
    )
    reason = models.CharField(max_length=500, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = UnreviewedPublicationQuerySet.as_manager()

    class Meta:
        ordering = ("publication",)
        constraints = (
            models.CheckConstraint(
                condition=Q(seen_by__isnull=True, seen_at__isnull=True)
                | Q(seen_by__isnull=False, seen_at__isnull=False),
                name="unreviewed_seen_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication} without review"
