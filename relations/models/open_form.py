"""OpenForm: a page of a form that somebody has open, so that others know."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

# A page says every minute that it is open; browsers let those in the background wait longer.
OPEN_FOR = timedelta(seconds=150)


class OpenFormQuerySet(models.QuerySet["OpenForm"]):
    def open(self) -> "OpenFormQuerySet":
        return self.filter(seen_at__gt=timezone.now() - OPEN_FOR)

    def closed(self) -> "OpenFormQuerySet":
        return self.filter(seen_at__lte=timezone.now() - OPEN_FOR)


class OpenForm(models.Model):
    """``form`` and ``page`` are those of Autosave."""

    page = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=60, db_index=True)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = OpenFormQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.form}, {self.user_id}"
