"""The lines of a picture's texts: none too wide, cut by an ellipsis, no letter parted from its marks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import features

from relations.formats.pictures.fonts import FOLDER, text_runs, text_width
from relations.formats.pictures.wrapping import shorten, wrap

HINDI = "भारत और रूस के बीच द्विपक्षीय रक्षा सहयोग"
TITLES = st.text(st.sampled_from("aÅй द्विक्षाह-\u2028"), max_size=60)


@given(TITLES, st.integers(80, 400), st.integers(1, 4))
def test_no_line_is_too_wide_and_no_more_stand_than_may(title: str, width: int, most: int) -> None:
    lines = wrap(title, width, 40, bold=True, max_lines=most)
    assert len(lines) <= most
    # One letter with its marks and the ellipsis may be wider than what is very narrow.
    assert all(text_width(line, 40, bold=True) <= width or len(line) < 9 for line in lines)
    firsts = {word[0] for word in title.split()}
    assert not any(unicodedata.category(line[0]).startswith("M") for line in lines if line[0] not in firsts)
    whole = "".join(title.split())
    shown = "".join("".join(lines).split())
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))


def test_a_text_is_cut_behind_a_word_where_it_can_be() -> None:
    assert shorten("India, Russia, and the others", 300, 36) == "India, Russia…"
    assert shorten("Rindfleischetikettierungsgesetz", 300, 36) == "Rindfleischetike…"
    assert shorten("", 300, 36) == ""


def test_each_run_is_in_the_font_that_has_its_letters() -> None:
    runs = [(part, font.getname()[0]) for part, font in text_runs(f"S-400: {HINDI}, Путин", 40, bold=False)]
    assert runs == [
        ("S-400: ", "Noto Sans"),
        (HINDI, "Noto Sans Devanagari"),
        (", Путин", "Noto Sans"),
    ]


@pytest.mark.skipif(not features.check("raqm"), reason="Pillow finds no FriBiDi, by which letters join")
def test_letters_of_hindi_join() -> None:
    """The conjunct of द्वि is narrower than its letters beside each other, as without joining they stand."""
    joined, apart = (text_width(text, 40, bold=False) for text in ("द्वि", "द्\u200cवि"))
    assert joined < 0.8 * apart


def test_the_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text()
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 500_000
