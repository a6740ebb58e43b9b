"""Markdown to HTML: the short way gives what the long way gives."""

from hypothesis import given
from hypothesis import strategies as st

from relations.documents.render import markdown_to_html, parse_markdown

PROSE = st.text("aZ09 ,.;:()’“”–/%-#*_&\n1", max_size=20)


@given(text=PROSE)
def test_prose_needs_no_parser(text: str) -> None:
    assert markdown_to_html(text) == parse_markdown(text)


def test_a_sentence_is_a_paragraph() -> None:
    text = "The two states (both of them) agreed on 40% – “at last”: 1. wheat; 2. steel."
    assert markdown_to_html(text) == parse_markdown(text) == f"<p>{text}</p>"
