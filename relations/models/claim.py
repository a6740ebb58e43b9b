"""Claim: one to three sentences that stand or fall together, with their citations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relations.models.actor import Actor
from relations.models.constraints import ChoicesConstraint
from relations.models.entry import Entry
from relations.models.fields import DayField, SpanField, new_claim_code
from relations.models.source import Passage


class ClaimKind(models.TextChoices):
    REPORTED_FACT = "reported-fact", _("reported fact")
    POSITION = "position", _("position")
    ASSESSMENT = "assessment", _("assessment")
    PROSPECT = "prospect", _("prospect")
    RECOMMENDATION = "recommendation", _("recommendation")


class Claim(models.Model):
    Kind = ClaimKind

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="claims")
    code = models.CharField(max_length=12, unique=True, default=new_claim_code, editable=False)
    position = models.PositiveIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=14, choices=ClaimKind.choices)
    text = models.TextField(_("text"), help_text=_("One to three sentences that stand or fall together."))
    speaker = models.ForeignKey(
        Actor,
        verbose_name=_("speaker or owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text=_("Who said it, or whose view it is."),
    )
    side = models.ForeignKey(
        Actor,
        verbose_name=_("side"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        help_text=_("For a position: the side it stands for."),
    )
    said_on = SpanField(_("said or done on"), blank=True)
    figure_date = SpanField(
        _("date of the figures"), blank=True, help_text=_("The date the figures stand for.")
    )
    review_by = DayField(
        _("check again by"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("After this day readers are told that the claim awaits a check."),
    )
    note = models.TextField(_("editor's note"), blank=True, help_text=_("Shown to readers below the claim."))
    passages = models.ManyToManyField(Passage, verbose_name=_("citations"), blank=True, related_name="claims")

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("position", "pk")
        constraints = (
            ChoicesConstraint(
                condition=Q(kind__in=ClaimKind.values),
                name="claim_kind_known",
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]
