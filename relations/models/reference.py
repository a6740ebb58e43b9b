"""Reference: what the whole collection says of itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.models.fields import SpanField
from relations.models.record import Record, WorkingCopy


class ReferenceManager(models.Manager["Reference"]):
    def current(self) -> "Reference":
        """The one row; an unsaved one with its defaults before anything was set up."""
        return self.filter(pk=1).first() or Reference(pk=1)


class Reference(WorkingCopy):
    """One row. Readers get it by its current edition, as they get every record.

    ``review_required`` is a setting for editors: part of no document, edition or export.
    """

    record_kind = Record.Kind.REFERENCE

    title = models.CharField(_("title"), max_length=200, default="Relations")
    tagline = models.CharField(_("tagline"), max_length=300, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=100, default="CC BY 4.0")
    sources_reach = SpanField(_("sources reach"), blank=True)
    review_required = models.BooleanField(
        _("review required"),
        default=False,
        help_text=_("Nothing is published or corrected before somebody else has approved it."),
    )

    objects = ReferenceManager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("reference")
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="reference_only_one"),)

    def __str__(self) -> str:
        return self.title

    def new_key(self) -> str:
        return "reference"
