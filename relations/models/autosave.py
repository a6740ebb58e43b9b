"""Autosave: what somebody typed in a form and has not saved yet, as the server stores it until then."""

import json
from datetime import timedelta
from typing import TypeAlias

from django.conf import settings
from django.db import models
from django.utils import timezone

# The fields of a form by name, each with the values that it sends.
FormFields: TypeAlias = dict[str, list[str]]
# How long it is offered, and stored.
STORED_FOR = timedelta(days=30)


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    def unsaved(self) -> "AutosaveQuerySet":
        """What was typed and neither saved nor thrown away, the latest first."""
        recent = self.filter(ended_at=None, typed_at__gt=timezone.now() - STORED_FOR)
        return recent.exclude(fields="").order_by("-typed_at", "-pk")

    def expired(self) -> "AutosaveQuerySet":
        return self.filter(typed_at__lte=timezone.now() - STORED_FOR)


class Autosave(models.Model):
    """A row for each page (a form as it was opened once, in one tab) in which somebody typed.

    ``form`` names the form, ``page`` the page that writes here, which another one takes over when
    somebody goes on there. ``fields`` is JSON (FormFields), or empty: when nothing of what was typed
    is left, and once it has ended. An ended row stays, so that what arrives late from its page is refused;
    ``saved_as`` is then the row that a new form was saved as. ``base`` is the edit token of the
    form: the revision that it was opened at. ``sequence`` grows with each write.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=60)
    page = models.CharField(max_length=32, unique=True)
    base = models.CharField(max_length=60, blank=True)
    fields = models.TextField(blank=True)
    sequence = models.PositiveBigIntegerField()
    typed_at = models.DateTimeField(default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    saved_as = models.PositiveBigIntegerField(null=True, blank=True)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("user", "form"), name="autosave_user_form"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(fields="", base=""),
                name="autosave_ended_holds_nothing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} by {self.user_id}, {self.typed_at:%Y-%m-%d %H:%M}"

    def read_fields(self) -> FormFields:
        found: FormFields = json.loads(self.fields) if self.fields else {}
        return found


def write_fields(fields: FormFields) -> str:
    """The text that ``read_fields`` reads; no fields at all are an empty text."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")) if fields else ""
