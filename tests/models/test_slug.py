"""The slug that is suggested for a name."""

import re
import string

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from relations.models.characters import DASHES
from relations.models.fields import SLUG, Slug, suggest_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("India–Russia summit", "india-russia-summit"),
        ("India—Russia", "india-russia"),
        ("2014‑2019", "2014-2019"),
        ("S−400 (air defence)", "s-400-air-defence"),
        (" – Élysée – ", "elysee"),
        ("Путин", ""),
        ("Modi–Путин–Xi", "modi-xi"),
        ("x" * 99 + "–y", "x" * 99),
        ("India/Russia", "india-russia"),
        ("India·Russia", "india-russia"),
        ("India:Russia", "india-russia"),
        ("Oil, gas & coal", "oil-gas-coal"),
        ("summit_2019", "summit-2019"),
        ("2+2 dialogue", "2-plus-2-dialogue"),
        ("BRICS+", "brics-plus"),
        ("India’s part, d'Alembert", "indias-part-dalembert"),
        ("In\u00addia", "india"),
        ("U.S. arms", "us-arms"),
        ("V.Putin and A.P.J. Abdul Kalam", "v-putin-and-apj-abdul-kalam"),
        ("2.5 %", "2-5"),
        ("$1,250,000", "1250000"),
        ("½ of № 5", "1-2-of-no-5"),
    ],
)
def test_what_stands_between_words_is_a_hyphen_of_the_slug(name: str, slug: str) -> None:
    assert suggest_slug(name) == slug


@pytest.mark.parametrize("dash", DASHES)
def test_every_dash_is_a_hyphen(dash: str) -> None:
    assert suggest_slug(f"India{dash}Russia") == "india-russia"


@given(st.text())
def test_what_is_suggested_is_a_slug(name: str) -> None:
    slug = suggest_slug(name)
    if slug:
        Slug.default_validators[0](slug)


@pytest.mark.parametrize("slug", ["arms-", "-arms", "arms--trade", "Arms", "arms trade", "arms\n", "é"])
def test_what_is_no_slug_is_told_how_to_write_one(slug: str) -> None:
    with pytest.raises(ValidationError, match="small letters, digits and single hyphens"):
        Slug.default_validators[0](slug)
    assert not SLUG.fullmatch(slug)


SIGNS = sorted(set(string.punctuation) - set("+'`,."))


@given(
    st.lists(st.text(string.ascii_letters + string.digits, min_size=1, max_size=8), max_size=8),
    st.lists(st.text([*SIGNS, *DASHES, " ", "·"], min_size=1, max_size=3), min_size=8, max_size=8),
)
def test_every_word_of_a_name_is_a_word_of_its_slug(words: list[str], between: list[str]) -> None:
    name = "".join(part for pair in zip(words, between, strict=False) for part in pair)
    assert re.findall(r"[^-]+", suggest_slug(name)) == [word.lower() for word in words]
