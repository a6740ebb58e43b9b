"""The Jinja2 environment of the public pages: what their templates may call."""

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup

from relations.documents import web_address
from relations.finder.sentence import grouped
from relations.formats import FORMATS
from relations.models import Span
from relations.presenters.urls import with_query
from relations.presenters.wording import choice_label, format_day, link_label, upper_first
from relations.views.rendering.fragments import card_items, facet_value_items


class _CodeGenerator(CodeGenerator):
    """Jinja's, but that what is Markup already is put out as it is.

    ``escape`` makes Markup of Markup, twice: each macro's output is copied for each macro around it.
    The two hooks are Jinja's own, not promised: tests compare what they write with its own.
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
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None)


class _Environment(Environment):
    """Jinja's, but that templates have the environment's globals as they are.

    Jinja makes room for a template's own in a ChainMap, which each import on each page looks
    through name by name: 0.06 ms of a list's page, as measured. To give one its own later fails.
    """

    code_generator_class = _CodeGenerator

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        if d:
            return super().make_globals(d)
        return cast(MutableMapping[str, Any], MappingProxyType(self.globals))


def environment(**options: Any) -> Environment:
    env = _Environment(**options)  # Django passes autoescape=True
    env.install_gettext_callables(  # type: ignore[attr-defined] (of the extension jinja2.ext.i18n)
        gettext, ngettext, newstyle=True
    )
    env.globals.update(
        _=translate,
        static=cached_macro(static),
        link_label=link_label,
        language=get_language,
        cached_macro=cached_macro,
        card_items=card_items,
        facet_value_items=facet_value_items,
        formats=FORMATS,
    )
    env.filters.update(
        span=parse_span,
        day=format_day,
        upper_first=upper_first,
        filesizeformat=filesizeformat,
        grouped=grouped,
        web_address=web_address,
        with_query=with_query,
        choice_label=choice_label,
    )
    return env


def translate(message: str, **variables: Any) -> Markup:
    """``message`` in the page's language, with its variables, escaped, in their places.

    What Jinja's own does, but that a message without variables is put together once.
    """
    if variables:
        return Markup(gettext(message)) % variables  # noqa: S704 (our own words)
    return _translate_plain(message, get_language())


@lru_cache(maxsize=2048)
def _translate_plain(message: str, language: str) -> Markup:
    return Markup(gettext(message)) % {}  # noqa: S704 (our own words)


def cached_macro(macro: Callable[..., str]) -> Callable[..., str]:
    """A macro that depends on its arguments and the language only, rendered once for each of them.

    Lists are made of the same few dates, types and names.
    """

    @lru_cache(maxsize=8192)
    def render(language: str, *arguments: Any) -> str:
        return macro(*arguments)

    def call(*arguments: Any) -> str:
        if list in map(type, arguments):
            arguments = tuple(tuple(a) if isinstance(a, list) else a for a in arguments)
        return render(get_language(), *arguments)

    return call


def parse_span(code: str | Span | None) -> Span | None:
    """The span of a document's code; None for an empty one."""
    return Span.parse(code) if isinstance(code, str) and code else code or None
