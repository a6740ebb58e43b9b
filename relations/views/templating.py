"""The Jinja2 environment of the public pages: what their templates may call."""

from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from jinja2 import Environment

from relations.models import (
    Actor,
    Agreement,
    Claim,
    Involvement,
    Issue,
    Link,
    Milestone,
    Record,
    Source,
    Span,
)

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


def environment(**options: Any) -> Environment:
    env = Environment(**options)  # noqa: S701 (Django passes autoescape=True)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)
    env.globals.update(static=static, word=word, tie=tie, language=get_language)
    env.filters.update(span=read_span, day=day, capital=capital, grouped=grouped)
    return env


def render_page(request: HttpRequest, template: str, context: dict[str, Any], **options: Any) -> HttpResponse:
    """Render a public page. ``context`` holds ``catalogue``: the header and the footer name the reference."""
    return render(request, template, context, using="reading", **options)


def word(group: str, value: str) -> str:
    """The word for a coded value: ``word("role", "took-part")``; unknown values as they are."""
    choices = WORDS[group]
    return str(choices(value).label) if value in choices.values else value


def tie(kind: str, reverse: bool) -> str:
    """How another entry is tied to this one; ``reverse`` when the other one states the tie."""
    own, others = TIES[kind]
    return str(others if reverse else own)


def capital(text: str) -> str:
    """``text`` with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def grouped(number: int) -> str:
    """A number as it is written in a sentence: 18,915."""
    return number_format(number, decimal_pos=0, use_l10n=True, force_grouping=True)


def read_span(code: str | Span | None) -> Span | None:
    """The span a document's code stands for; None for an empty one."""
    return Span.parse(code) if isinstance(code, str) and code else code or None


def day(value: date | datetime | str) -> str:
    """A day in words, "4 May 2026", from a date, a point in time or an ISO day."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return format_date(value, "j F Y")
