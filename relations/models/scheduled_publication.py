"""ScheduledPublication: records to be published or withdrawn at a time."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models.publication import Publication
from relations.models.record import Record
from relations.models.revision import Revision


class ScheduledPublicationQuerySet(models.QuerySet["ScheduledPublication"]):
    def waiting(self) -> "ScheduledPublicationQuerySet":
        """What is still to be performed, in the order in which it falls due."""
        return self.filter(state=ScheduledPublication.State.WAITING).order_by("due_at", "pk")

    def failed(self) -> "ScheduledPublicationQuerySet":
        """What was held back, and nobody has given another time or cancelled."""
        return self.filter(state=ScheduledPublication.State.FAILED).order_by("due_at", "pk")

    def that_withdrew(self, version: OuterRef, published_at: OuterRef) -> "ScheduledPublicationQuerySet":
        """What was scheduled and made a withdrawal, given by its version and time.

        Not what found it made by hand before it was due, and is done by that.
        """
        return self.order_by("pk").filter(
            action=ScheduledPublication.Action.WITHDRAW, publication=version, due_at__lte=published_at
        )


class ScheduledPublication(models.Model):
    """One act of publishing or withdrawing, to be performed by the server.

    ``due_at`` is a moment (UTC); ``time_zone``, an IANA name, is only how people are
    told of it. ``note`` is the change note or, of a withdrawal, the reason.
    ``scheduled_at`` is when it was decided what is published or withdrawn, ``time_set_at`` when its
    time was chosen last (a withdrawal's: before and after what else it comes): what was decided before that
    did not know of it.
    ``failure`` says in words why it could not be performed, ``publication`` is what it made.
    """

    class Action(models.TextChoices):
        PUBLISH = "publish", _("publish")
        WITHDRAW = "withdraw", _("withdraw")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("held back")
        CANCELLED = "cancelled", _("cancelled")

    action = models.CharField(max_length=8, choices=Action.choices)
    due_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    note = models.CharField(max_length=500, blank=True)
    correction = models.BooleanField(default=False)
    replacement = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scheduled_at = models.DateTimeField(default=timezone.now)
    time_set_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    failure = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ScheduledPublicationQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        indexes = (models.Index(fields=("state", "due_at"), name="scheduled_state_due"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(action__in=("publish", "withdraw")), name="scheduled_action_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("waiting", "done", "failed", "cancelled")),
                name="scheduled_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(failure=""), name="scheduled_failure_told"
            ),
            models.CheckConstraint(
                condition=~models.Q(action="withdraw") | ~models.Q(note=""),
                name="scheduled_withdrawal_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", ended_at__isnull=True)
                | ~models.Q(state="waiting") & models.Q(ended_at__isnull=False),
                name="scheduled_end_told",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} at {self.due_at:%Y-%m-%d %H:%M}"


class ScheduledRecord(models.Model):
    """A record of a scheduled publication, with the revision to publish; a withdrawal names none.

    ``companion``: it goes out because another one names it, if it was not published by then.
    """

    scheduled = models.ForeignKey(ScheduledPublication, on_delete=models.CASCADE, related_name="items")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="scheduled")
    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, null=True, blank=True, related_name="scheduled"
    )
    companion = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("scheduled", "record"), name="scheduled_record_once"),)

    def __str__(self) -> str:
        return f"{self.record} in {self.scheduled}"

    def clean(self) -> None:
        if self.revision and self.revision.record_id != self.record_id:
            raise ValidationError("The revision is another record's.")
