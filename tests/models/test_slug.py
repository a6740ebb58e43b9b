"""The slug that is suggested for a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.models.fields import Slug, suggest_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("India–Russia summit", "india-russia-summit"),
        ("India—Russia", "india-russia"),
        ("2014‑2019", "2014-2019"),
        ("S−400 (air defence)", "s-400-air-defence"),
        (" – Élysée – ", "elysee"),
        ("Путин", ""),
        ("x" * 99 + "–y", "x" * 99),
    ],
)
def test_a_dash_of_a_name_is_a_hyphen_of_its_slug(name: str, slug: str) -> None:
    assert suggest_slug(name) == slug


@given(st.text())
def test_what_is_suggested_is_a_slug(name: str) -> None:
    slug = suggest_slug(name)
    if slug:
        Slug.default_validators[0](slug)
