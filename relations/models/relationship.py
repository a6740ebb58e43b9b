"""Relationship: two sides and their dossier."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from relations.models.actor import Actor
from relations.models.fields import Slug
from relations.models.record import Record, WorkingCopy


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def of_sides(self, one: str, other: str) -> "RelationshipQuerySet":
        """The relationship of two actors, by their keys in either order."""
        pair = Q(first__record__key=one, second__record__key=other)
        return self.filter(pair | Q(first__record__key=other, second__record__key=one))


class Relationship(WorkingCopy):
    """The pair is unordered: India–Russia is Russia–India, listed in the order given."""

    record_kind = Record.Kind.RELATIONSHIP

    first = models.ForeignKey(Actor, verbose_name=_("first side"), on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(
        Actor, verbose_name=_("second side"), on_delete=models.PROTECT, related_name="+"
    )
    slug = Slug(_("slug"))
    description = models.CharField(_("description"), max_length=500, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("relationship")
        verbose_name_plural = _("relationships")
        ordering = ("slug",)
        constraints = (
            models.CheckConstraint(condition=~Q(first=F("second")), name="relationship_two_sides"),
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                name="relationship_pair_once",
                violation_error_message=_("There is a relationship of these two sides already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first}–{self.second}"

    def count_uses(self) -> int:
        return self.entries.count()

    def clean(self) -> None:
        super().clean()
        if self.first_id and self.first_id == self.second_id:
            raise ValidationError({"second": _("A relationship needs two different sides.")})
