"""Markdown to HTML: what is typed as a sentence stays one, and what is plainly markup is read."""

import re
import string
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given
from hypothesis import strategies as st

from relations.documents.render import markdown_to_html, parse_markdown
from relations.search.highlight import plain_text
from relations.search.tokenizer import stem_text

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
        "> Rs 5 crore",
        "> Rs. 5 crore was paid.",
        "> USD 5 billion",
        "> US$5 billion was agreed.",
        "> €5",
        "> ₹ 500 crore went to Gazprom.",
        "> 5 billion\n> 6 billion",
        "> Half of all arms came from Russia.",
        "> More than 5 billion was spent.",
        "> Nearly a third of oil came from Russia.",
        "> Five billion dollars were agreed.",
        "> GDP of Russia",
        "> Более 5 млрд рублей.",
        ">",
        "+ 5 percent\n+ 6 percent",
        "+ Rs 5 crore\n+ Rs 6 crore",
        "It grew:\n+ 5 %\n+ 6 %",
        "- 5 per cent fell\n- 6 per cent rose",
        "- 5 to 6 % of oil\n- 2.5 % of gas",
        "- USD 5 million\n- €6 million",
        "- 5\n- 6",
        "+\n+",
        "1. January was cold\n9. May was warm",
        "1. May 2018\n1. June 2018",
        "01. May 2018\n02. June 2018",
        r"100\% sure",
        r"C:\Users\*",
        r"C:\new\_files",
        r"\\server\share",
        r"\# 5 of the contracts",
        "\\5 and \\",
        "AT&amp;T and &copy; 2019",
        "a*b*c is x*y*z",
        "2**3**4",
        "Su-30* and MiG-29*",
        "Kazan` and Perm`",
        "5` 30`` and 6` 30``",
        "``Asian NATO'' and ``Quad''",
        "```",
        "---",
        "***",
        "* * *",
        "It fell\n---",
    ],
)
def test_what_is_typed_as_a_sentence_is_shown_and_found_as_that_sentence(sentence: str) -> None:
    html = markdown_to_html(sentence)
    page = BeautifulSoup(html, "html.parser")
    assert page.get_text().split() == sentence.split()
    assert {tag.name for tag in page.find_all()} == {"p"}
    assert stem_text(plain_text(html)) == stem_text(sentence)


def test_headings_lists_and_quotations_that_are_meant_are_read() -> None:
    text = "## Arms\n\n- S-400\n- BrahMos\n\n1. Sochi\n2. Vladivostok\n\n> “An Asian NATO”\n\n"
    text += "[*more*](https://example.org)"
    page = BeautifulSoup(markdown_to_html(text), "html.parser")
    assert [tag.name for tag in page.find_all(recursive=False)] == ["h2", "ul", "ol", "blockquote", "p"]
    assert [item.get_text() for item in page.find_all("li")] == ["S-400", "BrahMos", "Sochi", "Vladivostok"]
    assert page.find("a")["href"] == "https://example.org"


@pytest.mark.parametrize(
    ("text", "tags", "shown"),
    [
        ("> “An Asian NATO”", ["blockquote"], "“An Asian NATO”"),
        ('> "5 billion," he said', ["blockquote"], '"5 billion," he said'),
        ("> The two sides agreed.", ["blockquote"], "The two sides agreed."),
        ("> In 2014 Russia annexed Crimea.", ["blockquote"], "In 2014 Russia annexed Crimea."),
        ("> S-400 systems will come.", ["blockquote"], "S-400 systems will come."),
        ("> We agreed\n> on arms", ["blockquote"], "We agreed on arms"),
        ("> भारत और रूस मित्र हैं।", ["blockquote"], "भारत और रूस मित्र हैं।"),
        ("Modi said:\n> We agreed.", ["p", "blockquote"], "Modi said: We agreed."),
        ("- S-400\n- 5 frigates", ["ul"], "S-400 5 frigates"),
        ("- 5 frigates\n- 3 submarines", ["ul"], "5 frigates 3 submarines"),
        ("- 2014: Crimea\n- 2018: Sochi", ["ul"], "2014: Crimea 2018: Sochi"),
        ("- 5 per cent in 2014\n- less in 2018", ["ul"], "5 per cent in 2014 less in 2018"),
        ("They are:\n- S-400\n- BrahMos", ["p", "ul"], "They are: S-400 BrahMos"),
        ("- arms:\n  - 5 %\n  - 6 %\n- oil", ["ul"], "arms: - 5 % - 6 % oil"),
        ("- arms:\n  1. S-400\n  2. BrahMos\n- oil", ["ul"], "arms: S-400 BrahMos oil"),
        ("1) Sochi\n2) Delhi", ["ol"], "Sochi Delhi"),
        ("Arms\n\n---\n\nOil", ["p", "hr", "p"], "Arms Oil"),
        ("```\n* a\n```", ["pre"], "* a"),
        (r"\*so\* and 100\%", ["p"], r"*so* and 100\%"),
        ("\\- Sochi\n\\- Delhi", ["p"], "- Sochi - Delhi"),
        ("1\\. Sochi\n2\\. Delhi", ["p"], "1. Sochi 2. Delhi"),
        (r"\> “so”", ["p"], "> “so”"),
        (r"\`so\`", ["p"], "`so`"),
        (r"5\*3 and \*so\*", ["p"], "5*3 and *so*"),
        (r"[c\] [a\]b](/x)", ["p"], r"[c\] a]b"),
        (r"[a\]b](/x) or C:\[new\]", ["p"], r"a]b or C:\[new\]"),
        (r"\[so](/x) and \[c", ["p"], r"[so](/x) and \[c"),
        ("A\\_b `c\\_d`\n\n    e\\_f\n\n\\_so\\_", ["p", "p", "p"], r"A_b c\_d e_f _so_"),
    ],
)
def test_what_is_plainly_markup_is_read(text: str, tags: list[str], shown: str) -> None:
    page = BeautifulSoup(markdown_to_html(text), "html.parser")
    assert [tag.name for tag in page.find_all(recursive=False)] == tags
    assert page.get_text(" ").split() == shown.split()


# Markup that one line can have: a heading, a quotation, two stars, lines or backticks, a link.
DELIBERATE = re.compile(
    r"""\s*\#{2,4}\s+\S | \s*>.*(?:["'“”„«»‘‹›「『《]|[^\W\d_].*[.!?…۔؟।。！？])
    | \*.*\* | _.*_ | `.*` | \]\( | <[^\s>]*[:@]""",
    re.VERBOSE,
)
WORDS = ["Modi", "met", "S-400", "5", "2018.", "1)", "Rs", "per cent", "C:\\Users\\", "€", "&amp;", "[^1]:"]
ONE_LINE = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029"))
TYPED = st.lists(st.sampled_from([*WORDS, *string.punctuation, " ", " "]) | ONE_LINE).map("".join)


@given(TYPED.filter(lambda text: not DELIBERATE.match(text) and not DELIBERATE.search(text)))
def test_one_line_without_markup_is_shown_as_it_is_typed(text: str) -> None:
    page = BeautifulSoup(markdown_to_html(text), "html.parser")
    assert page.get_text().split() == text.split()


@given(TYPED.filter(lambda text: not DELIBERATE.match(text) and not DELIBERATE.search(text)))
def test_one_line_is_shown_as_it_is_typed_beside_a_link_with_an_escape(text: str) -> None:
    assume(not DELIBERATE.search(f"{text} [a"))
    page = BeautifulSoup(markdown_to_html(rf"{text} [a\]b](/x)"), "html.parser")
    assert page.get_text().split() == [*text.split(), "a]b"]
    assert page.find("a").get_text() == "a]b"


@pytest.mark.parametrize("sign", [*string.punctuation, *"€₹—–“"])
def test_a_sign_before_a_sentence_is_shown(sign: str) -> None:
    for sentence in (f"{sign} Modi met Putin", f"{sign}Modi met Putin", f"{sign} 5 met 6"):
        assert BeautifulSoup(markdown_to_html(sentence), "html.parser").get_text() == sentence


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "+ 5 %\n" * 20_000,
        "1. a\n" * 20_000,
        "> Rs 5\n" * 20_000,
        "---\n" * 20_000,
        "`a " * 30_000,
        "a*b*" * 30_000,
        "\\* " * 30_000,
        "- " * 20_000,
        "- ```\n" * 20_000,
        "> A" + "." * 50_000 + "a",
        "> A" + " a" * 50_000,
        "".join("  " * (n % 18) + "- a\n" for n in range(10_000)),
    ],
    ids=lambda text: repr(text[:8]),
)
def test_no_text_takes_long(text: str) -> None:
    begin = time.monotonic()
    parse_markdown(text)
    assert time.monotonic() - begin < 20


@given(st.from_regex(r"[0-9]{1,9}[.)] [A-Za-z ]{1,20}", fullmatch=True))
def test_a_sentence_keeps_the_number_it_begins_with(sentence: str) -> None:
    assert BeautifulSoup(markdown_to_html(sentence), "html.parser").get_text().split() == sentence.split()
