"""Edition: one published, immutable document of a record."""

from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models.document import load_document
from relations.models.record import Record
from relations.models.revision import Revision


class EditionQuerySet(models.QuerySet["Edition"]):
    def current_at(self, version: int) -> "EditionQuerySet":
        """Editions that were their records' current ones at a version."""
        return self.filter(Q(died=None) | Q(died__gt=version), born__lte=version)


class Edition(models.Model):
    """``document`` is canonical JSON; ``rendering`` is what was computed from it at publication.

    It is its record's current one from version ``born`` until before version
    ``died``, when the next edition took its place (a withdrawal and a merger are
    editions too); ``died`` is None while it is. ``revision`` is what it was made
    from; editions of before 0.3.0, and of a reference that was generated, name none.
    """

    class Action(models.TextChoices):
        PUBLISHED = "published", _("published")
        CORRECTED = "corrected", _("corrected")
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged")
        WITHDRAWN = "withdrawn", _("withdrawn")

    # After these its record has no page of its own any more.
    ENDING_ACTIONS: ClassVar = (Action.WITHDRAWN, Action.MERGED)

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=Action.choices)
    document = models.TextField()
    rendering = models.TextField()
    change_note = models.CharField(max_length=500, blank=True)
    replacement = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    born = models.PositiveBigIntegerField(db_index=True)
    died = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("record", "number"), name="edition_number_once"),
            models.UniqueConstraint(
                fields=("record",), condition=Q(died__isnull=True), name="edition_one_current"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(
                condition=Q(action__in=("published", "corrected", "renamed", "merged", "withdrawn")),
                name="edition_action_known",
            ),
            models.CheckConstraint(
                condition=~Q(action="withdrawn") | ~Q(change_note=""), name="edition_withdrawal_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.record} edition {self.number}"

    def read_document(self) -> dict[str, Any]:
        return load_document(self.document)

    def read_rendering(self) -> dict[str, Any]:
        rendering: dict[str, Any] = orjson.loads(self.rendering)
        return rendering
