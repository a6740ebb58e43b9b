"""The words for what documents say in code: kinds, states, roles, ties."""

from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy

from relations.models import Actor, Agreement, Claim, Involvement, Issue, Link, Milestone, Record, Source

WORDS: dict[str, type[TextChoices]] = {
    "actor": Actor.Type,
    "claim": Claim.Kind,
    "form": Agreement.Form,
    "kind": Record.Kind,
    "role": Involvement.Role,
    "source": Source.Type,
    "stage": Milestone.Stage,
    "stance": Issue.Stance,
    "state": Issue.State,
}

# What an entry says of the one it names, and what that one's page says back.
TIES = {
    Link.Kind.PART_OF: (gettext_lazy("this is part of it"), gettext_lazy("part of this")),
    Link.Kind.FOLLOWS: (gettext_lazy("came before this"), gettext_lazy("followed this")),
    Link.Kind.IMPLEMENTS: (gettext_lazy("carried out by this"), gettext_lazy("carries this out")),
    Link.Kind.CAUSED_BY: (gettext_lazy("cause of this"), gettext_lazy("caused by this")),
    Link.Kind.NARROWS: (gettext_lazy("narrowed by this"), gettext_lazy("narrows this")),
    Link.Kind.WIDENS: (gettext_lazy("widened by this"), gettext_lazy("widens this")),
    Link.Kind.CONCERNS: (gettext_lazy("this concerns it"), gettext_lazy("concerns this")),
    Link.Kind.COUNTERPART: (gettext_lazy("counterpart"), gettext_lazy("counterpart")),
}


def word(value: str, group: str) -> str:
    """The word for a coded value: ``"took-part"|word("role")``; unknown values as they are."""
    return _word(group, value, get_language())


@lru_cache(maxsize=1024)
def _word(group: str, value: str, language: str) -> str:
    choices = WORDS[group]
    return str(choices(value).label) if value in choices.values else value


def tie(kind: str, reverse: bool) -> str:
    """How another entry is tied to this one; ``reverse`` when the other one states the tie."""
    own, others = TIES[kind]
    return str(others if reverse else own)


def capital(text: str) -> str:
    """``text`` with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]
