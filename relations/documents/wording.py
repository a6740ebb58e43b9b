"""A document's fields and values in words: what a readable difference is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from relations.models import Actor, Agreement, Claim, Involvement, Issue, Link, Milestone, Source, Span

Resolve = Callable[[str, str], str]


def resolve_to_key(kind: str, key: str) -> str:
    """The plainest resolver: a record is called by its key."""
    return key


def single_line(text: str) -> str:
    return " ".join(text.split())


def _text(value: Any, resolve: Resolve) -> str:
    return str(value)


def _span(value: Any, resolve: Resolve) -> str:
    return Span.parse(value).label


def _ref(kind: str) -> Callable[[Any, Resolve], str]:
    return lambda value, resolve: resolve(kind, value)


def _choice(*choices: type[TextChoices]) -> Callable[[Any, Resolve], str]:
    labels = {value: label for group in choices for value, label in group.choices}
    return lambda value, resolve: str(labels.get(value, value))


def _actor(value: Any, resolve: Resolve) -> str:
    role = _choice(Involvement.Role)(value["role"], resolve)
    return f"{resolve('actor', value['actor'])} ({role})"


def _link(value: Any, resolve: Resolve) -> str:
    return f"{_choice(Link.Kind)(value['kind'], resolve)}: {resolve('entry', value['entry'])}"


def _citation(value: Any, resolve: Resolve) -> str:
    return f"{resolve('source', value['source'])}, {value['locator']}"


def _milestone(value: Any, resolve: Resolve) -> str:
    words = _choice(Milestone.Stage)(value["stage"], resolve)
    if value["date"]:
        words += f", {_span(value['date'], resolve)}"
    if value["note"]:
        words += f": {value['note']}"
    cited = "; ".join(_citation(citation, resolve) for citation in value["citations"])
    return f"{words} ({cited})" if cited else words


@dataclass(frozen=True, slots=True)
class Field:
    """``words(value, resolve)`` says one value; ``many`` marks a list of such values."""

    label: Any
    words: Callable[[Any, Resolve], str] = _text
    many: bool = False


def value_in_words(field: Field, value: Any, resolve: Resolve) -> str:
    """The value as a reader reads it; nothing is an empty string."""
    return field.words(value, resolve) if value else ""


# In the order in which a page shows them. "type" is an actor's or a source's; the values do not overlap.
FIELDS: dict[str, Field] = {
    "title": Field(gettext_lazy("Title")),
    "name": Field(gettext_lazy("Name")),
    "slug": Field(gettext_lazy("Address")),
    "summary": Field(gettext_lazy("Summary")),
    "description": Field(gettext_lazy("Description")),
    "introduction": Field(gettext_lazy("Introduction")),
    "parent": Field(gettext_lazy("Theme"), _ref("topic")),
    "type": Field(gettext_lazy("Type"), _choice(Actor.Type, Source.Type)),
    "stance": Field(gettext_lazy("Stance"), _choice(Issue.Stance)),
    "state": Field(gettext_lazy("State"), _choice(Issue.State)),
    "state_as_of": Field(gettext_lazy("State as of"), _span),
    "form": Field(gettext_lazy("Form"), _choice(Agreement.Form)),
    "date": Field(gettext_lazy("Date"), _span),
    "date_note": Field(gettext_lazy("Note on the date")),
    "place": Field(gettext_lazy("Place")),
    "author": Field(gettext_lazy("Author")),
    "publisher": Field(gettext_lazy("Publisher")),
    "issuer": Field(gettext_lazy("Issuer"), _ref("actor")),
    "reaches": Field(gettext_lazy("Reaches"), _span),
    "url": Field(gettext_lazy("Web address")),
    "accessed_on": Field(gettext_lazy("Read on"), _span),
    "language": Field(gettext_lazy("Language")),
    "acts_for": Field(gettext_lazy("Acts for"), _ref("actor")),
    "existed_from": Field(gettext_lazy("Existed from"), _span),
    "existed_to": Field(gettext_lazy("Existed to"), _span),
    "sides": Field(gettext_lazy("Side"), _ref("actor"), many=True),
    "relationships": Field(gettext_lazy("Relationship"), _ref("relationship"), many=True),
    "topics": Field(gettext_lazy("Topic"), _ref("topic"), many=True),
    "actors": Field(gettext_lazy("Actor"), _actor, many=True),
    "milestones": Field(gettext_lazy("Milestone"), _milestone, many=True),
    "links": Field(gettext_lazy("Link"), _link, many=True),
    "passages": Field(gettext_lazy("Passage"), many=True),
}

CLAIM_FIELDS: dict[str, Field] = {
    "kind": Field(gettext_lazy("Kind"), _choice(Claim.Kind)),
    "text": Field(gettext_lazy("Text")),
    "speaker": Field(gettext_lazy("Speaker or owner"), _ref("actor")),
    "side": Field(gettext_lazy("Side"), _ref("actor")),
    "said_on": Field(gettext_lazy("Said or done on"), _span),
    "figure_date": Field(gettext_lazy("Date of the figures"), _span),
    "review_by": Field(gettext_lazy("Check again by"), _span),
    "note": Field(gettext_lazy("Editor's note")),
    "citations": Field(gettext_lazy("Citation"), _citation, many=True),
}
