"""The words for what documents say in code: kinds, states, roles, links; days in words."""

from datetime import date, datetime
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.catalogue.withdrawals import Withdrawal
from relations.models import Actor, Agreement, Claim, Involvement, Issue, Link, Milestone, Record, Source
from relations.models.language import current_language

CHOICES: dict[str, type[TextChoices]] = {
    "actor": Actor.Type,
    "claim": Claim.Kind,
    "form": Agreement.Form,
    "kind": Record.Kind,
    "role": Involvement.Role,
    "source": Source.Type,
    "stage": Milestone.Stage,
    "stance": Issue.Stance,
    "state": Issue.State,
    "word": Issue.Word,
}

# What an entry is, by its type: one of them, and several.
TYPE_NAMES: dict[str, tuple[str | Promise, str | Promise]] = {
    "convergence": (gettext_lazy("Convergence"), gettext_lazy("Convergences")),
    "divergence": (gettext_lazy("Divergence"), gettext_lazy("Divergences")),
    "agreement": (gettext_lazy("Agreement or project"), gettext_lazy("Agreements and projects")),
    "event": (gettext_lazy("Event"), gettext_lazy("Events")),
}

# What the actors of a type are called together.
ACTOR_TYPES: dict[str, str | Promise] = {
    "state": gettext_lazy("States"),
    "organisation": gettext_lazy("Organisations"),
    "group": gettext_lazy("Groups"),
    "office": gettext_lazy("Offices"),
    "person": gettext_lazy("Persons"),
}

# What an entry's link says of the one it names, and what it says on that one's page.
LINK_LABELS: dict[str, tuple[str | Promise, str | Promise]] = {
    Link.Kind.PART_OF: (gettext_lazy("this is part of it"), gettext_lazy("part of this")),
    Link.Kind.FOLLOWS: (gettext_lazy("came before this"), gettext_lazy("followed this")),
    Link.Kind.IMPLEMENTS: (gettext_lazy("carried out by this"), gettext_lazy("carries this out")),
    Link.Kind.CAUSED_BY: (gettext_lazy("cause of this"), gettext_lazy("caused by this")),
    Link.Kind.NARROWS: (gettext_lazy("narrowed by this"), gettext_lazy("narrows this")),
    Link.Kind.WIDENS: (gettext_lazy("widened by this"), gettext_lazy("widens this")),
    Link.Kind.CONCERNS: (gettext_lazy("this concerns it"), gettext_lazy("concerns this")),
    Link.Kind.COUNTERPART: (gettext_lazy("counterpart"), gettext_lazy("counterpart")),
}


def choice_label(value: str, group: str) -> str:
    """The word for a coded value: ``"took-part"|choice_label("role")``; unknown values as they are."""
    return _choice_label(group, value, current_language())


@lru_cache(maxsize=1024)
def _choice_label(group: str, value: str, language: str) -> str:
    choices = CHOICES[group]
    return str(choices(value).label) if value in choices.values else value


def type_name(entry_type: str, form: str = "") -> str:
    """What an entry is: by its type or, of what is no agreement in every form, by its ``form``."""
    if form == Agreement.Form.INSTRUMENT:
        return _("Agreement")
    return upper_first(choice_label(form, "form")) if form else str(TYPE_NAMES[entry_type][0])


def type_plural(entry_type: str) -> str:
    """What the entries of a type are called together."""
    return str(TYPE_NAMES[entry_type][1])


def actor_type_plural(type_: str) -> str:
    """What the actors of a type are called together."""
    return str(ACTOR_TYPES[type_])


def link_label(kind: str, reverse: bool) -> str:
    """How another entry is linked to this one; ``reverse`` when the other one states the link."""
    own, others = LINK_LABELS[kind]
    return str(others if reverse else own)


def upper_first(text: str) -> str:
    """``text`` with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def format_day(value: date | datetime | str) -> str:
    """A day in words, "4 May 2026", from a date, a point in time or an ISO day."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    elif isinstance(value, datetime):
        value = value.date()
    return _format_day(value, current_language())


def withdrawn_words(withdrawn: Withdrawal) -> str:
    """What stands in the place of an entry that was withdrawn."""
    return _("Withdrawn on %(day)s: %(reason)s") % {
        "day": format_day(withdrawn.at),
        "reason": withdrawn.reason,
    }


@lru_cache(maxsize=1024)
def _format_day(day: date, language: str) -> str:
    return format_date(day, "j F Y")
