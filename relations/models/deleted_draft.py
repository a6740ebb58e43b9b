"""DeletedDraft: what was deleted before it was ever published, so that the deletion can be undone."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from relations.models.record import Record


class DeletedDraftQuerySet(models.QuerySet["DeletedDraft"]):
    def recoverable(self) -> "DeletedDraftQuerySet":
        """Those whose deletion can still be undone."""
        return self.filter(deleted_at__gt=timezone.now() - DeletedDraft.RETENTION)

    def expired(self) -> "DeletedDraftQuerySet":
        return self.filter(deleted_at__lte=timezone.now() - DeletedDraft.RETENTION)


class DeletedDraft(models.Model):
    """``document`` is what its working rows said. ``rows`` are its record and what stood beside (revisions,
    reviews, comments, places in a source), as Django serializes them, in JSON. ``row`` was the row's id.
    """

    RETENTION = timedelta(days=30)

    kind = models.CharField(max_length=12, choices=Record.Kind.choices)
    key = models.CharField(max_length=100)
    row = models.BigIntegerField()
    name = models.CharField(max_length=300)
    document = models.TextField()
    rows = models.TextField()
    deleted_at = models.DateTimeField(default=timezone.now, db_index=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DeletedDraftQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def recoverable_until(self) -> datetime:
        return self.deleted_at + self.RETENTION
