"""Review: somebody else looks at a revision before readers do; and publications that nobody looked at."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models.edition import Edition
from relations.models.permissions import PUBLISH_PERMISSION, accounts_with
from relations.models.publication import Publication
from relations.models.record import Record
from relations.models.revision import Revision
from relations.models.scheduled_publication import ScheduledPublication


def reviewers() -> "models.QuerySet[User]":
    """The active accounts that may approve: those that may publish."""
    return accounts_with(PUBLISH_PERMISSION)


def changes_by(user: User | OuterRef) -> "models.QuerySet[Revision]":
    """This user's revisions that keep them from approving the record of a review."""
    return Revision.objects.order_by().of_authors().filter(record=OuterRef("record"), saved_by=user)


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
        """Of these, the one of each record that was asked for last."""
        later = self.order_by().filter(record=OuterRef("record"), pk__gt=OuterRef("pk"))
        return self.exclude(Exists(later))

    def sent_back_to(self, user: User) -> "ReviewQuerySet":
        """What came back to who asked, and was neither sent again nor published since."""
        return self.newest().filter(state=Review.State.SENT_BACK, asked_by=user).unpublished()

    def approved(self) -> "ReviewQuerySet":
        return self.filter(state=Review.State.APPROVED)

    def unused(self) -> "ReviewQuerySet":
        """Those since which there was no edition of this revision or a later one.

        Nor does an approval outlive a withdrawal that was neither made nor scheduled when it was
        given: who approved a part of what readers had is not asked about all of it, and did not
        know why it was taken away.
        """
        editions = Edition.objects.order_by().filter(record=OuterRef("record"))
        published = editions.exclude(action=Edition.Action.WITHDRAWN).filter(
            revision__gte=OuterRef("revision"), published_at__gte=OuterRef("asked_at")
        )
        foreseen = ScheduledPublication.objects.that_withdrew(OuterRef("born"), OuterRef("published_at"))
        withdrawn = editions.filter(
            ~Exists(foreseen.filter(scheduled_at__lt=OuterRef(OuterRef("decided_at")))),
            action=Edition.Action.WITHDRAWN,
            published_at__gte=OuterRef("decided_at"),
        )
        return self.exclude(Exists(published)).exclude(Exists(withdrawn), state=Review.State.APPROVED)

    def unpublished(self) -> "ReviewQuerySet":
        """The unused ones of what was not merged."""
        return self.unused().filter(record__merged_into=None)


class Review(models.Model):
    """A revision that somebody asks another to look at: ``reviewer``, or anybody who may publish.

    ``decided_by`` approved it or sent it back, or took it back themselves; of one that
    another took the place of nobody decided. ``note`` is what a reviewer says.
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

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
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
