"""What the public pages' templates write: text is escaped once, and HTML left as it is."""

from pathlib import Path
from typing import Any

import jinja2
import pytest
from django.conf import settings
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes, pass_context
from markupsafe import Markup, escape

TEMPLATE = """{% macro twice(value) %}{{ value }}{{ caller() }}{% endmacro -%}
{% set captured %}<b>{{ value }}</b>{% endset -%}
{% call twice(value) %}<i title="{{ value }}">{{ captured }}{{ missing }}</i>{% endcall %}"""


def render(value: Any) -> str:
    return engines["public"].env.from_string(TEMPLATE).render(value=value)


def expected(value: Any) -> str:
    html = escape(value)
    return f'{html}<i title="{html}"><b>{html}</b></i>'


@given(st.text() | st.builds(Markup, st.text()) | st.integers() | st.none())
def test_text_is_escaped_once_and_html_left_as_it_is(value: Any) -> None:
    assert render(value) == expected(value)


@pytest.mark.parametrize("value", [SafeString("<b>"), gettext_lazy("“a” & b"), 1.5, ["<"], "<i>"])
def test_other_values_are_written_as_text(value: Any) -> None:
    assert render(value) == expected(value)


def test_html_that_went_through_a_macro_is_not_made_anew() -> None:
    html = Markup("<p>")
    template = engines["public"].env.from_string("{{ html }}")
    assert next(template.root_render_func(template.new_context({"html": html}))) is html


def test_a_function_that_takes_the_context_sees_the_variables_of_its_loop() -> None:
    seen = pass_context(lambda context, name: context.get(name, "nothing"))
    source = "{% for each in [1, 2] %}{{ seen('each') }}{% set last = each %}{{ seen('last') }}{% endfor %}"
    source += "{{ seen('each') }}{{ seen('given') }}"
    html = engines["public"].env.from_string(source).render(seen=seen, given="<")
    assert html == jinja2.Environment(autoescape=True).from_string(source).render(seen=seen, given="<")
    assert html.endswith("nothing&lt;")


def test_a_macro_is_given_what_a_call_names() -> None:
    macro = "{% macro box(title, id='a', name='') %}{{ title }}{{ id }}{{ name }}{{ caller() }}{% endmacro %}"
    calls = "{% for x in 'xy' %}{% call box(x, name='<' ~ loop.index) %}{{ x }}{% endcall %}{% endfor %}"
    assert engines["public"].env.from_string(macro + calls).render() == "xa&lt;1xya&lt;2y"


def test_every_filter_a_template_names_exists() -> None:
    """Jinja2 itself says so only when the line is rendered, if that is within a macro or a condition."""
    env = engines["public"].env
    folder = Path(settings.BASE_DIR) / "templates"
    files = [file for file in folder.rglob("*.html") if file.parts[-2] != "registration"]
    public = [file for file in files if folder / "admin" not in file.parents]
    named = {
        (file.name, each.name)
        for file in public
        for each in env.parse(file.read_text()).find_all(nodes.Filter)
    }
    assert ("results.html", "url_with_query") in named
    assert [(file, name) for file, name in sorted(named) if name not in env.filters] == []
