"""Letter: what the site has to tell one of its users."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class LetterQuerySet(models.QuerySet["Letter"]):
    def unsent(self) -> "LetterQuerySet":
        """What nobody has passed on yet, oldest first."""
        return self.filter(sent_at=None).order_by("pk")


class Letter(models.Model):
    """Written in the transaction of what it tells of; sent, or passed on by an administrator, later."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.subject
