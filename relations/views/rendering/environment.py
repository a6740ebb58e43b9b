"""The Jinja2 environment of the public pages: what their templates may call."""

import re
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, Template
from jinja2.runtime import Context
from markupsafe import Markup, escape

from relations.caching.responses import page_path
from relations.documents import doi_url, safe_web_url
from relations.documents.escaping import escape_output
from relations.finder.sentence import format_number
from relations.formats import FORMATS
from relations.models import Span
from relations.models.language import current_language
from relations.presenters.contributors import authors_of, names_in_words
from relations.presenters.menu import MENU, menu_item
from relations.presenters.urls import url_with_query
from relations.presenters.wording import (
    actor_type_plural,
    choice_label,
    format_day,
    link_label,
    type_name,
    type_plural,
    upper_first,
    withdrawn_words,
)
from relations.views.rendering import head
from relations.views.rendering.fragments import (
    cached_facet_list,
    card_items,
    facet_value_items,
    result_card_items,
)

# S-400, COVID-19: a few letters and a number.
CODE = re.compile(r"\b[^\W\d_]{1,5}-\d+\b")


class PublicContext(Context):
    """How a template calls functions and macros.

    Jinja's own looks four times at each whether it, or its ``__call__``, takes the context: that was a tenth
    of an entry's page. Here only functions do, and a macro escapes as the environment says.
    """

    def call(
        self,
        called: Callable[..., Any],
        /,
        *args: Any,
        _loop_vars: Any = None,
        _block_vars: Any = None,
        **named: Any,
    ) -> Any:
        if hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **named)
        return called(*args, **named)


class PublicTemplate(Template):
    """A template that escapes what it puts out by ``escape_output``."""

    @classmethod
    def from_code(cls, *args: Any, **named: Any) -> Template:
        template = super().from_code(*args, **named)
        # The name by which the functions that a template is compiled to call it, for their output alone.
        template.root_render_func.__globals__["escape"] = escape_output
        return template


class PublicEnvironment(Environment):
    """An environment whose globals are all there before its first template is loaded."""

    context_class = PublicContext
    template_class = PublicTemplate

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, as one dict.

        Jinja's own is a ChainMap, of which each page and each import in it goes through every name: that
        took a tenth of a page's time.
        """
        return {**self.globals, **(d or {})}


def environment(**options: Any) -> Environment:
    env = PublicEnvironment(**options)  # Django passes autoescape=True
    # A method that the extension jinja2.ext.i18n adds.
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        _=translate,
        ngettext=translate_plural,
        static=cached_macro(static),
        link_label=link_label,
        type_name=type_name,
        type_plural=type_plural,
        actor_type_plural=actor_type_plural,
        menu=MENU,
        menu_item=menu_item,
        page_path=page_path,
        withdrawn_words=withdrawn_words,
        language=current_language,
        cached_macro=cached_macro,
        cached_facet_list=cached_facet_list,
        card_items=card_items,
        result_card_items=result_card_items,
        facet_value_items=facet_value_items,
        formats=FORMATS,
        head_tags=head.head_tags,
        structured_data_script=head.structured_data_script,
        list_alternates=head.list_alternates,
        feed_alternate=head.feed_alternate,
        record_alternates=head.record_alternates,
        changes_alternate=head.changes_alternate,
        corrections_alternate=head.corrections_alternate,
        coins=head.coins,
    )
    env.filters.update(
        span=parse_span,
        prevent_breaks_in_codes=prevent_breaks_in_codes,
        day=format_day,
        upper_first=upper_first,
        filesizeformat=filesizeformat,
        format_number=format_number,
        doi_url=doi_url,
        safe_web_url=safe_web_url,
        url_with_query=url_with_query,
        choice_label=choice_label,
        authors_in_words=lambda document: names_in_words(authors_of(document)),
    )
    return env


def translate(message: str, **variables: Any) -> Markup:
    """``message`` in the page's language, with its variables, escaped, in their places.

    What Jinja's own does, but that a message without variables is put together once.
    """
    if variables:
        escaped = {name: escape(value) for name, value in variables.items()}
        return Markup(gettext(message) % escaped)  # noqa: S704 (our words, and what is escaped)
    return _translate_plain(message, current_language())


def translate_plural(singular: str, plural: str, number: int, **variables: Any) -> Markup:
    """The form of a message that fits a number, which stands in it as ``num``, its digits grouped."""
    return Markup(ngettext(singular, plural, number)) % {"num": format_number(number), **variables}  # noqa: S704 (our words)


@lru_cache(maxsize=2048)
def _translate_plain(message: str, language: str) -> Markup:
    return Markup(gettext(message)) % {}  # noqa: S704 (our words)


def cached_macro(macro: Callable[..., str], max_size: int = 8192) -> Callable[..., str]:
    """A macro that depends on its arguments and the language only, rendered once for each of them.

    Lists are made of the same few dates, types and names. ``max_size``: of so many arguments what was
    rendered is kept.
    """

    @lru_cache(maxsize=max_size)
    def render(language: str, *arguments: Any) -> str:
        return macro(*arguments)

    def call(*arguments: Any) -> str:
        if list in map(type, arguments):
            arguments = tuple(tuple(a) if isinstance(a, list) else a for a in arguments)
        return render(current_language(), *arguments)

    return call


def prevent_breaks_in_codes(text: str) -> Markup:
    """A heading in which no line ends within a name such as S-400."""
    whole = CODE.sub(lambda code: f'<span class="whole">{code[0]}</span>', str(escape(text)))
    return Markup(whole)  # noqa: S704 (escaped above)


def parse_span(code: str | Span | None) -> Span | None:
    """The span of a document's code; None for an empty one."""
    return Span.parse(code) if isinstance(code, str) and code else code or None
