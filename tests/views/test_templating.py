"""The public pages' Jinja2 writes what Jinja's own would."""

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
{%- endfor %}{{ html }}"""


def written(values: list[Any]) -> str:
    return engines["reading"].env.from_string(PUT_OUT).render(values=values)


def written_by_jinja(values: list[Any]) -> str:
    env = jinja2.Environment(autoescape=True)
    return env.from_string(PUT_OUT).render(values=values)


@given(st.lists(st.text() | st.builds(Markup, st.text()) | st.integers() | st.none()))
def test_text_is_escaped_once_and_html_left_as_it_is(values: list[Any]) -> None:
    assert written(values) == written_by_jinja(values)


@pytest.mark.parametrize("value", [SafeString("<b>"), gettext_lazy("“a” & b"), 1.5, ["<"]])
def test_what_else_is_put_out_is_what_jinja_makes_of_it(value: Any) -> None:
    assert written([value]) == written_by_jinja([value])


def test_html_that_went_through_a_macro_is_not_made_anew() -> None:
    html = Markup("<p>")
    template = engines["reading"].env.from_string("{{ html }}")
    assert next(template.root_render_func(template.new_context({"html": html}))) is html
