"""Markdown to HTML: the short way gives what the long way gives."""

import pytest
from bs4 import BeautifulSoup
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


@pytest.mark.parametrize(
    "sentence",
    [
        "2018. Modi met Putin in Sochi.",
        "1. Modi met Putin in Sochi.",
        "3) The S-400 is delivered.",
        "> 50 billion dollars by 2025",
        "> half of all arms",
        "[^1]: note",
        "[1]: https://example.org is the address",
        "# 5 of the contracts",
        "##### of the contracts",
        "- 5 degrees at Yamal",
        "+ 40 % since 2014",
        "* as of April 2021",
        "    indented by hand",
        "~~~ about 50",
        "``` about 50",
        "5*3*2 exercises",
        "[Modi](the prime minister) said so",
        "[Modi](said) so",
        "2018. Sochi\n2019. Vladivostok",
        "It fell\n- by half",
        "It grew\n> 50 billion",
        "A < B > C & D",
    ],
)
def test_what_is_typed_as_a_sentence_is_shown_as_that_sentence(sentence: str) -> None:
    page = BeautifulSoup(markdown_to_html(sentence), "html.parser")
    assert page.get_text().split() == sentence.split()
    assert {tag.name for tag in page.find_all()} == {"p"}


def test_headings_lists_and_quotations_that_are_meant_are_read() -> None:
    text = "## Arms\n\n- S-400\n- BrahMos\n\n1. Sochi\n2. Vladivostok\n\n> “An Asian NATO”\n\n"
    text += "[*more*](https://example.org)"
    page = BeautifulSoup(markdown_to_html(text), "html.parser")
    assert [tag.name for tag in page.find_all(recursive=False)] == ["h2", "ul", "ol", "blockquote", "p"]
    assert [item.get_text() for item in page.find_all("li")] == ["S-400", "BrahMos", "Sochi", "Vladivostok"]
    assert page.find("a")["href"] == "https://example.org"


@given(st.from_regex(r"[0-9]{1,9}[.)] [A-Za-z ]{1,20}", fullmatch=True))
def test_a_sentence_keeps_the_number_it_begins_with(sentence: str) -> None:
    assert BeautifulSoup(markdown_to_html(sentence), "html.parser").get_text().split() == sentence.split()
