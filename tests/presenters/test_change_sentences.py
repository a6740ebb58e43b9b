"""What changed, in sentences."""

from typing import Any

import pytest

from relations.documents.compare import compare
from relations.presenters.change_sentences import change_sentences
from tests.documents.test_compare import claim, issue, names

SUMMARY = (
    "Russia sent more than 22 tons of aid to India in April 2021, by two aircraft, when hospitals "
    "there had no oxygen."
)


def said(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [sentence.text for sentence in change_sentences(compare(old, new, names))]


def event(**fields: Any) -> dict[str, Any]:
    return {"kind": "event", "claims": [], "date": "2020-01", **fields}


def test_a_month_that_changed_is_one_sentence() -> None:
    assert said(event(), event(date="2020-03")) == ["Date: “January 2020” became “March 2020”."]


def test_claims_in_another_order_are_said_to_be_in_another_order() -> None:
    claims = [claim("a", "Trade grew."), claim("b", "Trade fell.")]
    assert said(event(claims=claims), event(claims=claims[::-1])) == [
        "The claim “Trade fell.” stands in another place in the order."
    ]


@pytest.mark.parametrize("retyped", ["22\N{NO-BREAK SPACE}tons", "22  tons", "22\ntons", "22 tons "])
def test_spaces_say_nothing(retyped: str) -> None:
    old, new = (event(summary=text, claims=[claim("a", text)]) for text in ("22 tons", retyped))
    assert said(old, new) == []


@pytest.mark.parametrize("retyped", ["bullet\N{NO-BREAK SPACE}2", "bullet  2", "bullet\n2", " bullet 2"])
def test_spaces_say_nothing_in_what_is_listed_either(retyped: str) -> None:
    """Milestones, places that are cited, other names."""

    def listed(text: str) -> list[dict[str, Any]]:
        cited = [{"source": "briefing", "locator": text}]
        milestone = {"kind": "signed", "date": "2020", "note": text, "citations": cited}
        agreement = {"kind": "agreement", "milestones": [milestone], "claims": [claim("a", citations=cited)]}
        return [agreement, {"kind": "topic", "other_names": [{"name": text, "shared": False}]}]

    for old, new in zip(listed("bullet 2"), listed(retyped), strict=True):
        assert said(old, new) == []


def test_a_claim_that_another_side_holds_is_one_sentence() -> None:
    old, new = (event(claims=[claim("a", side=side)]) for side in ("india", "russia"))
    assert said(old, new) == ["Claim “Trade grew.”, side: “<actor india>” became “<actor russia>”."]


def test_a_claim_that_came_and_one_that_went_are_said_whole() -> None:
    assert said(issue(claims=[claim("a")]), issue(claims=[claim("b", "Trade fell.")])) == [
        "Claim removed: Trade grew. (<source briefing>, Trade, bullet 1) (Assessment)",
        "New claim: Trade fell. (<source briefing>, Trade, bullet 1) (Assessment)",
    ]


def test_a_figure_within_a_long_text_is_said_and_shown() -> None:
    (sentence,) = change_sentences(
        compare(event(summary=SUMMARY), event(summary=SUMMARY.replace("22", "23")))
    )
    assert sentence.text == "Summary: “22” became “23”."
    assert "".join(part.text for part in sentence.parts if part.kind != "delete") == SUMMARY.replace(
        "22", "23"
    )


def test_words_that_came_or_went_in_a_long_text_are_said() -> None:
    longer = SUMMARY.replace("by two aircraft", "by two large aircraft")
    assert said(event(summary=SUMMARY), event(summary=longer)) == ["Summary: “large” was added."]
    assert said(event(summary=longer), event(summary=SUMMARY)) == ["Summary: “large” was removed."]


def test_a_long_text_with_many_changes_is_reworded() -> None:
    new = SUMMARY.replace("22", "23").replace("two", "three").replace("April", "May").replace("no", "little")
    assert said(event(summary=SUMMARY), event(summary=new)) == ["Summary: reworded."]


def test_topics_that_came_and_went_are_named() -> None:
    assert said(issue(topics=["security"]), issue(topics=["defence"])) == [
        "Topic: “<topic security>” was removed.",
        "Topic: “<topic defence>” was added.",
    ]


def test_a_list_in_another_order_is_said_as_order() -> None:
    assert said(issue(topics=["a", "b"]), issue(topics=["b", "a"])) == [
        "Topic: the order became <topic b>, <topic a>."
    ]
