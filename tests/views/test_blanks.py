"""Names in the claims of a worksheet are blanks to fill in."""

import pytest
from markupsafe import Markup

from relations.views.rendering.blanks import blank_names

BLANK = '<span class="fill-in" role="img" aria-label="blank">______</span>'
NAMES = ("United States", "US", "Narendra Modi", "India", "A & B", " ")


@pytest.mark.parametrize(
    ("html", "asked"),
    [
        ("<p>The United\nStates agreed.</p>", f"<p>The {BLANK} agreed.</p>"),
        ("Narendra&nbsp;Modi said", f"{BLANK} said"),
        ("NARENDRA  MODI’s visit", f"{BLANK}’s visit"),
        ("India Narendra Modi met", f"{BLANK} met"),
        ("the Indian side, with us in the USSR", f"the {BLANK} side, with us in the USSR"),
        ("A &amp; B asked", f"{BLANK} asked"),
        ('what <a href="/actors/india/">India</a> <em>wants</em>', f"what {BLANK} <em>wants</em>"),
        ('<a href="https://india.example/">a report</a>', "a report"),
        ("<abbr>US</abbr>", f"<abbr>{BLANK}</abbr>"),
    ],
)
def test_a_name_is_a_blank_however_its_words_are_parted(html: str, asked: str) -> None:
    assert blank_names(Markup(html), NAMES) == asked  # noqa: S704 (the cases above)


def test_without_names_a_text_stays_as_it_is() -> None:
    html = Markup('<a href="/actors/india/">India</a>')
    assert blank_names(html, [""]) == html
