"""The Jinja2 environment of the public pages: what their templates may call."""

from collections.abc import Callable, MutableMapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup

from relations.documents import web_address
from relations.finder.sentence import grouped
from relations.formats import FORMATS
from relations.formats.web import with_query
from relations.models import Span
from relations.presenters.wording import capital, tie, word
from relations.views.items import card_items, facet_values


class _CodeGenerator(CodeGenerator):
    """Jinja's, but that what is Markup already is put out as it is.

    ``escape`` makes Markup of Markup, twice: each macro's output is copied for each macro around it.
    The two hooks are Jinja's own, not promised: tests hold what they write against its own.
    """

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if _escapes(frame, finalize):
            self.write("(html if type(html := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if _escapes(frame, finalize):
            self.write(") is Markup else escape(html))")
        else:
            super()._output_child_post(node, frame, finalize)


def _escapes(frame: Frame, finalize: Any) -> bool:
    """Whether what stands here is escaped and nothing else, as all is on our pages."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None


class _Environment(Environment):
    """Jinja's, but that templates have the environment's globals as they are.

    Jinja keeps room for a template's own in a ChainMap, which each import on each page looks
    through name by name: 0.06 ms of a list's page, as measured. To give one its own later fails.
    """

    code_generator_class = _CodeGenerator

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else MappingProxyType(self.globals)


def environment(**options: Any) -> Environment:
    env = _Environment(**options)  # Django passes autoescape=True
    env.install_gettext_callables(gettext, ngettext, newstyle=True)
    env.globals.update(
        _=translated,
        static=remembered(static),
        tie=tie,
        language=get_language,
        remembered=remembered,
        card_items=card_items,
        facet_values=facet_values,
        formats=FORMATS,
    )
    env.filters.update(
        span=read_span,
        day=day,
        capital=capital,
        filesizeformat=filesizeformat,
        grouped=grouped,
        web_address=web_address,
        with_query=with_query,
        word=word,
    )
    return env


def render_page(request: HttpRequest, template: str, context: dict[str, Any], **options: Any) -> HttpResponse:
    """Render a public page. ``context`` holds ``snapshot``: the header and the footer name the reference."""
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


def remembered(macro: Callable[..., str]) -> Callable[..., str]:
    """A macro that depends on its arguments and the language only, and renders each of them once.

    Lists are made of the same few dates, types and names.
    """

    @lru_cache(maxsize=8192)
    def render(language: str, *arguments: Any) -> str:
        return macro(*arguments)

    def recall(*arguments: Any) -> str:
        if list in map(type, arguments):
            arguments = tuple(tuple(a) if isinstance(a, list) else a for a in arguments)
        return render(get_language(), *arguments)

    return recall


def read_span(code: str | Span | None) -> Span | None:
    """The span a document's code stands for; None for an empty one."""
    return Span.parse(code) if isinstance(code, str) and code else code or None


def day(value: date | datetime | str) -> str:
    """A day in words, "4 May 2026", from a date, a point in time or an ISO day."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return format_date(value, "j F Y")
