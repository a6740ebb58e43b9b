"""The Jinja2 environment of the public pages: what their templates may call."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from html import escape as html_escape
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from jinja2 import Environment
from markupsafe import Markup

from relations.finder import FacetValue
from relations.finder.sentence import grouped
from relations.formats import FORMATS
from relations.formats.web import with_query
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
    env.globals.update(
        _=translated,
        static=remembered(static),
        word=word,
        tie=tie,
        language=get_language,
        remembered=remembered,
        facet_values=facet_values,
        formats=FORMATS,
    )
    env.filters.update(
        span=read_span,
        day=day,
        capital=capital,
        filesizeformat=filesizeformat,
        grouped=grouped,
        with_query=with_query,
    )
    return env


def render_page(request: HttpRequest, template: str, context: dict[str, Any], **options: Any) -> HttpResponse:
    """Render a public page. ``context`` holds ``catalogue``: the header and the footer name the reference."""
    return render(request, template, context, using="reading", **options)


def translated(message: str, **variables: Any) -> Markup:
    """``message`` in the page's language, with its variables, escaped, in their places.

    What Jinja's own does, but that a message without variables is put together once.
    """
    if variables:
        return Markup(gettext(message)) % variables  # noqa: S704 (our own words)
    return _plain(message, get_language())


@lru_cache(maxsize=2048)
def _plain(message: str, language: str) -> Markup:
    return Markup(gettext(message)) % {}  # noqa: S704 (our own words)


def facet_values(values: Iterable[FacetValue], path: str = "") -> Markup:
    """The values of a facet as items of a list, each with its count and the address that chooses it.

    ``path``: of the list they narrow, where that is another page.

    Written here because a finder's page is half made of them, and a template
    takes three times as long.
    """
    chosen = gettext("(chosen; remove)")
    items = []
    for _value, label, count, selected, query, indent in values:
        under = ' class="under"' if indent else ""
        current = ' aria-current="true"' if selected else ""
        remove = f'<span class="unseen"> {html_escape(chosen)}</span>' if selected else ""
        address = with_query(path, query) if path else f"?{query}"
        address = address.replace("&", "&amp;")  # all else is quoted already
        items.append(
            f'<li{under}><a href="{address}"{current}><span>{_escaped(label)}{remove}</span>'
            f' <span class="num">{count}</span></a></li>\n'
        )
    return Markup("".join(items))  # noqa: S704 (escaped above)


@lru_cache(maxsize=8192)
def _escaped(label: str) -> str:
    return html_escape(capital(label))


def remembered(macro: Callable[..., str]) -> Callable[..., str]:
    """A macro that depends on its arguments and the language only, and renders each of them once.

    Lists are made of the same few dates, types and names.
    """

    @lru_cache(maxsize=8192)
    def render(language: str, *arguments: Any) -> str:
        return macro(*arguments)

    def recall(*arguments: Any) -> str:
        return render(get_language(), *(tuple(a) if isinstance(a, list) else a for a in arguments))

    return recall


def word(group: str, value: str) -> str:
    """The word for a coded value: ``word("role", "took-part")``; unknown values as they are."""
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


def read_span(code: str | Span | None) -> Span | None:
    """The span a document's code stands for; None for an empty one."""
    return Span.parse(code) if isinstance(code, str) and code else code or None


def day(value: date | datetime | str) -> str:
    """A day in words, "4 May 2026", from a date, a point in time or an ISO day."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return format_date(value, "j F Y")
