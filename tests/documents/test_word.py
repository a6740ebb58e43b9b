"""On whose word an issue rests, from its own document."""

import pytest

from relations.documents import derive_voices, derive_word
from tests.support.world import a_claim, a_document

PAIRS = {"arland-borland": ("arland", "borland"), "arland-cerland": ("arland", "cerland")}


def position(side: str) -> dict:
    return a_claim(kind="position", speaker=f"minister-of-{side}", side=side)


def word(*claims: dict, relationships: tuple[str, ...] = ("arland-borland",)) -> str:
    issue = a_document("issue", claims=list(claims), relationships=list(relationships))
    voices = derive_voices(issue)
    pairs = [PAIRS[key] for key in voices.relationships]
    return derive_word(voices.sides, pairs, only_opinions=voices.only_opinions)


FACT, OPINION, ADVICE, PROSPECT = (
    a_claim(kind=kind) for kind in ("reported-fact", "assessment", "recommendation", "prospect")
)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([position("arland"), position("borland")], "both"),
        ([position("arland"), position("borland"), OPINION, FACT], "both"),
        ([position("arland")], "one"),
        ([position("borland"), position("borland"), OPINION], "one"),
        ([OPINION], "commentators"),
        ([OPINION, ADVICE], "commentators"),
        ([ADVICE], "commentators"),
        ([OPINION, FACT], "none"),
        ([PROSPECT], "none"),
        ([FACT], "none"),
        ([], "none"),
        # Neither a position of somebody who is no side, nor one without a side.
        ([position("dorland")], "none"),
        ([position("dorland"), position("arland")], "one"),
        ([position("")], "none"),
        # A side beside another kind of claim is not quoted.
        ([a_claim(kind="assessment", side="arland", speaker="arland")], "commentators"),
        ([a_claim(kind="reported-fact", side="arland"), position("borland")], "one"),
    ],
)
def test_only_positions_of_the_sides_count(claims: list, expected: str) -> None:
    assert word(*claims) == expected


@pytest.mark.parametrize(
    ("sides", "expected"),
    [(("borland", "cerland"), "one"), (("arland", "cerland"), "both"), (("cerland",), "one")],
)
def test_both_sides_are_those_of_one_relationship(sides: tuple[str, ...], expected: str) -> None:
    claims = [position(side) for side in sides]
    assert word(*claims, relationships=("arland-borland", "arland-cerland")) == expected


def test_an_issue_without_a_relationship_has_no_sides() -> None:
    assert word(position("arland"), relationships=()) == "none"


@pytest.mark.parametrize("kind", ["event", "agreement"])
def test_other_entries_rest_on_no_word(kind: str) -> None:
    assert derive_voices(a_document(kind)) is None
