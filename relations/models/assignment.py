"""Assignment: that one person is to do what a queue says of a record."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models.record import Record


class Assignment(models.Model):
    """``queue`` is the name of the queue in which the record waits; once it waits there no more,
    the row says nothing.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="assignments")
    queue = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("record", "queue"), name="assignment_once_in_a_queue"),
        )

    def __str__(self) -> str:
        return f"{self.record} to {self.user_id}"
