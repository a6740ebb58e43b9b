"""Comment: what a reviewer or an editor says about a claim or a field of a record, for editors alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from relations.models.record import Record
from relations.models.revision import Revision


class CommentQuerySet(models.QuerySet["Comment"]):
    def threads(self) -> "CommentQuerySet":
        """The first of each thread, the others follow it as ``replies``."""
        return self.filter(parent=None)

    def open(self) -> "CommentQuerySet":
        return self.threads().filter(resolved_at=None)


class Comment(models.Model):
    """``anchor`` is where a document has what it is about: "claims/<code>", "summary", or "" for all of it.

    ``quote`` are words of that, in ``revision``. It is part of no document, edition or export.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="comments")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    anchor = models.CharField(max_length=100, blank=True)
    quote = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(resolved_at__isnull=True), name="comment_reply_is_open"
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]
