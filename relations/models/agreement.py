"""Agreement: what was agreed, and the milestones it went through."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relations.models.constraints import ChoicesConstraint
from relations.models.entry import Entry
from relations.models.fields import SpanField
from relations.models.record import Record
from relations.models.source import Passage


class AgreementForm(models.TextChoices):
    INSTRUMENT = "instrument", _("instrument")
    CONTRACT = "contract", _("contract")
    MECHANISM = "mechanism", _("mechanism")
    PROJECT = "project", _("project")
    PROPOSAL = "proposal", _("proposal")


class Agreement(Entry):
    """Its status is derived from its milestones, by ``documents``."""

    record_kind = Record.Kind.AGREEMENT

    Form = AgreementForm

    form = models.CharField(_("form"), max_length=10, choices=AgreementForm.choices)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements and projects")
        constraints = (
            ChoicesConstraint(
                condition=Q(form__in=tuple(AgreementForm.values)),
                name="agreement_form_known",
            ),
        )


class MilestoneStage(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    AGREED = "agreed", _("agreed")
    SIGNED = "signed", _("signed")
    RATIFIED = "ratified", _("ratified")
    IN_FORCE = "in-force", _("in force")
    OPERATING = "operating", _("operating")
    DUE = "due", _("due")
    DELIVERED = "delivered", _("delivered")
    AMENDED = "amended", _("amended")
    LAPSED = "lapsed", _("lapsed")
    ENDED = "ended", _("ended")


class Milestone(models.Model):
    """A stage an agreement reached, or is due to reach; stages are listed in their usual order."""

    Stage = MilestoneStage

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="milestones")
    position = models.PositiveIntegerField(_("order"), default=0)
    stage = models.CharField(_("stage"), max_length=9, choices=MilestoneStage.choices)
    date = SpanField(_("date"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    passages = models.ManyToManyField(
        Passage, verbose_name=_("citations"), blank=True, related_name="milestones"
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("position", "pk")
        constraints = (
            ChoicesConstraint(
                condition=Q(stage__in=MilestoneStage.values),
                name="milestone_stage_known",
            ),
            models.CheckConstraint(condition=~Q(date=""), name="milestone_has_a_date"),
        )

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.date}"
