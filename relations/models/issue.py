"""Issue: a matter on which two sides converge or diverge."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relations.models.entry import Entry
from relations.models.fields import SpanField
from relations.models.record import Record


class IssueStance(models.TextChoices):
    CONVERGENCE = "convergence", _("convergence")
    DIVERGENCE = "divergence", _("divergence")


class IssueState(models.TextChoices):
    POTENTIAL = "potential", _("potential")
    EMERGING = "emerging", _("emerging")
    ACTIVE = "active", _("active")
    WEAKENING = "weakening", _("weakening")
    CONTAINED = "contained", _("contained")
    RESOLVED = "resolved", _("resolved")
    ENDED = "ended", _("ended")


class IssueWord(models.TextChoices):
    """On whose word an issue rests: derived from its claims, no column."""

    BOTH = "both", _("both sides are quoted")
    ONE = "one", _("one side is quoted")
    COMMENTATORS = "commentators", _("commentators only")
    NONE = "none", _("no office-holder is quoted")


# The states that an issue of each stance can have.
STATES: dict[str, tuple[str, ...]] = {
    "convergence": ("potential", "active", "weakening", "ended"),
    "divergence": ("emerging", "active", "contained", "resolved"),
}


class Issue(Entry):
    record_kind = Record.Kind.ISSUE

    Stance = IssueStance
    State = IssueState
    Word = IssueWord
    STATES = STATES

    stance = models.CharField(_("stance"), max_length=11, choices=IssueStance.choices)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=IssueState.choices,
        help_text=_(
            "A convergence is potential, active, weakening or ended; "
            "a divergence emerging, active, contained or resolved."
        ),
    )
    state_as_of = SpanField(_("as of"), help_text=_("The date this state was true, by the sources."))

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = (
            models.CheckConstraint(
                condition=Q(stance="convergence", state__in=STATES["convergence"])
                | Q(stance="divergence", state__in=STATES["divergence"]),
                name="issue_state_of_its_stance",
            ),
            models.CheckConstraint(condition=~Q(state_as_of=""), name="issue_state_has_a_date"),
        )

    def clean(self) -> None:
        super().clean()
        if self.stance and self.state and self.state not in self.STATES[self.stance]:
            raise ValidationError(
                {
                    "state": _("The state of a %(stance)s is one of: %(states)s.")
                    % {
                        "stance": self.get_stance_display(),
                        "states": ", ".join(str(self.State(s).label) for s in self.STATES[self.stance]),
                    }
                }
            )
