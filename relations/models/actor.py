"""Actor: a state, an organisation, a group, an office or a person."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relations.models.constraints import ChoicesConstraint
from relations.models.fields import Slug, SpanField
from relations.models.name import NamedWorkingCopy
from relations.models.record import Record

Identity = TypeVar("Identity", int, str)
FOR_ITSELF_BY_WAY_OF_OTHERS = _("This actor would act for itself, by way of those it acts for.")


def acts_for_itself(actor: Identity, principal_of: Callable[[Identity], Identity | None]) -> bool:
    """Whether an actor, by row id or key, would act for itself by way of those it acts for.

    ``principal_of`` says for whom one acts.
    """
    passed: set[Identity] = set()
    other = principal_of(actor)
    while other and other not in passed:
        if other == actor:
            return True
        passed.add(other)
        other = principal_of(other)
    return False


def principal_id(actor: int) -> int | None:
    """The row id of the actor for whom one acts, as the working rows have it."""
    return Actor.objects.filter(pk=actor).values_list("acts_for", flat=True).first()


class ActorType(models.TextChoices):
    STATE = "state", _("state")
    ORGANISATION = "organisation", _("organisation")
    GROUP = "group", _("group")
    OFFICE = "office", _("office")
    PERSON = "person", _("person")


class Actor(NamedWorkingCopy):
    record_kind = Record.Kind.ACTOR

    Type = ActorType

    name = models.CharField(_("name"), max_length=100)
    slug = Slug(_("slug"))
    type = models.CharField(_("type"), max_length=12, choices=ActorType.choices)
    description = models.CharField(
        _("description"), max_length=500, blank=True, help_text=_("One sentence that says who this is.")
    )
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))
    acts_for = models.ForeignKey(
        "self",
        verbose_name=_("acts for"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="representatives",
        help_text=_("The state or organisation an office or a person speaks for."),
    )
    existed_from = SpanField(_("existed from"), blank=True)
    existed_to = SpanField(_("existed to"), blank=True)

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(acts_for__isnull=True) | ~Q(acts_for=F("pk")), name="actor_not_for_itself"
            ),
            ChoicesConstraint(
                condition=Q(type__in=tuple(ActorType.values)),
                name="actor_type_known",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.pk and self.acts_for_id == self.pk:
            raise ValidationError({"acts_for": _("An actor cannot act for itself.")})
        if self.pk and acts_for_itself(self.pk, self._principal_of):
            raise ValidationError({"acts_for": FOR_ITSELF_BY_WAY_OF_OTHERS})
        if self.existed_from and self.existed_to and self.existed_to.last < self.existed_from.first:
            raise ValidationError({"existed_to": _("This is before the date it existed from.")})

    def _principal_of(self, actor: int) -> int | None:
        """As this row, which is not saved yet, would have it."""
        return self.acts_for_id if actor == self.pk else principal_id(actor)
