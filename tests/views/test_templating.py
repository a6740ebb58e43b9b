"""The public pages' Jinja2 writes what Jinja's own would."""

from functools import cache
from typing import Any

import jinja2
import pytest
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

PUT_OUT = """{% macro twice(value) %}{{ value }}{{ caller() }}{{ value|upper }}{% endmacro -%}
{% for value in values if value != html %}{% set html = value -%}
{% call twice(value) %}<i title="{{ value }}">{{ html }}</i>{{ missing }}{% endcall %}
{% set held %}<b>{{ value }}{% endset %}{{ held }}{% filter upper %}{{ held }}{{ value }}{% endfilter %}
{% autoescape false %}{{ value }}{% call twice(value) %}{{ html }}{% endcall %}{% endautoescape %}
{% autoescape loop.index is even %}{{ value }}{% endautoescape %}
{%- endfor %}{{ html }}"""


@cache
def templates() -> tuple[jinja2.Template, jinja2.Template]:
    """The same one in our environment and in a plain one."""
    ours = engines["public"].env
    plain = jinja2.Environment(
        autoescape=True, trim_blocks=ours.trim_blocks, lstrip_blocks=ours.lstrip_blocks
    )
    return ours.from_string(PUT_OUT), plain.from_string(PUT_OUT)


def agree(values: list[Any]) -> None:
    ours, plain = (template.render(values=values) for template in templates())
    assert ours == plain


@given(st.lists(st.text() | st.builds(Markup, st.text()) | st.integers() | st.none()))
def test_text_is_escaped_once_and_html_left_as_it_is(values: list[Any]) -> None:
    agree(values)


@pytest.mark.parametrize("value", [SafeString("<b>"), gettext_lazy("“a” & b"), 1.5, ["<"], "<i>"])
def test_what_else_is_put_out_is_what_jinja_makes_of_it(value: Any) -> None:
    agree([value])


def test_html_that_went_through_a_macro_is_not_made_anew() -> None:
    html = Markup("<p>")
    template = engines["public"].env.from_string("{{ html }}")
    assert next(template.root_render_func(template.new_context({"html": html}))) is html


def test_a_template_given_globals_of_its_own_gives_them_to_no_other() -> None:
    env = engines["public"].env
    given = env.from_string("{{ mine }}{{ language() }}", globals={"mine": "here "})
    assert given.render() == f"here {env.globals['language']()}"
    assert env.from_string("{{ mine }}").render() == ""
    with pytest.raises(AttributeError):
        env.from_string("").globals.update(mine="there")
