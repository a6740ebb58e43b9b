"""Notice: what somebody is to be told by mail of a review; and how soon they want to be told."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models.comment import Comment
from relations.models.review import Review
from relations.models.scheduled_publication import ScheduledPublication

# When the daily letters are made: morning from Lisbon to Delhi.
DAILY_AT = time(5, tzinfo=UTC)


class NoticePreference(models.Model):
    """Who never chose has no row, and is told immediately."""

    class Frequency(models.TextChoices):
        IMMEDIATELY = "immediately", _("immediately")
        DAILY = "daily", _("once a day")
        NONE = "none", _("never")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="notice_preference"
    )
    frequency = models.CharField(max_length=11, choices=Frequency, default=Frequency.IMMEDIATELY)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(frequency__in=("immediately", "daily", "none")), name="notice_frequency_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_frequency_display()}"

    def due_at(self, made_at: datetime) -> datetime | None:
        """When a notice is to become a letter, alone or with others; None where it is not."""
        match self.frequency:
            case self.Frequency.NONE:
                return None
            case self.Frequency.DAILY:
                morning = datetime.combine(made_at.astimezone(UTC), DAILY_AT)
                return morning if made_at < morning else morning + timedelta(days=1)
        return made_at


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self) -> "NoticeQuerySet":
        return self.filter(due_at__lte=timezone.now())


class Notice(models.Model):
    """Written in the transaction of what it is about; deleted in that of the letter that says so.

    A decision, a question or a publication is that of ``review``, to which ``comment`` belongs,
    too; ``scheduled`` was held back.
    """

    class Event(models.TextChoices):
        ASKED = "asked", _("asked for a review")
        APPROVED = "approved", _("approved")
        SENT_BACK = "sent-back", _("sent back")
        COMMENTED = "commented", _("commented on")
        ANSWERED = "answered", _("answered")
        PUBLISHED = "published", _("published")
        HELD_BACK = "held-back", _("held back")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=9, choices=Event)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    scheduled = models.ForeignKey(
        ScheduledPublication, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(event="held-back", scheduled__isnull=False, review__isnull=True)
                | Q(
                    event__in=("asked", "approved", "sent-back", "commented", "answered", "published"),
                    scheduled__isnull=True,
                    review__isnull=False,
                ),
                name="notice_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(event__in=("commented", "answered"), comment__isnull=False)
                | ~Q(event__in=("commented", "answered")) & Q(comment__isnull=True),
                name="notice_of_a_comment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event} for {self.user}"
