"""Revision: a record's document as it was after a save."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models.record import Record


class Revision(models.Model):
    class Origin(models.TextChoices):
        SAVED = "saved", _("saved")
        IMPORTED = "imported", _("imported")
        PUBLISHED = "published", _("published")
        RESTORED = "restored", _("restored")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="revisions")
    document = models.TextField()
    origin = models.CharField(max_length=9, choices=Origin.choices, default=Origin.SAVED)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(origin__in=("saved", "imported", "published", "restored")),
                name="revision_origin_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record} {self.saved_at:%Y-%m-%d %H:%M}"
