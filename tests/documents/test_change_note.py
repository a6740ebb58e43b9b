"""The note of a next edition is drafted from what changed."""

import pytest

from relations.documents.change_note import changes_only_figures, draft_note
from relations.documents.compare import compare
from tests.support.world import a_claim, a_document

AID = a_document("event", claims=[a_claim(text="Russia sent more than 22 tons of aid to India.")])


def changed(text: str, **values: object) -> list:
    return compare(AID, AID | {"claims": [AID["claims"][0] | {"text": text}]} | values)


@pytest.mark.parametrize(
    ("text", "note", "is_figure"),
    [
        ("Russia sent more than 23 tons of aid to India.", "“22” became “23”.", True),
        ("Russia sent more than 2,300 tons of aid to India.", "“22” became “2,300”.", True),
        ("Russia sent more than 22.5 tons of aid to India.", "“22” became “22.5”.", True),
        ("Russia sent more than 22 tons of help to India.", "“aid” became “help”.", False),
        ("Russia sent more than 23 tons of help to India.", "“22” became “23”; “aid” became “help”.", False),
        ("Russia sent more than 22 tons to India.", "", False),
        ("A delegation of Indian doctors came to Moscow in May.", "", False),
    ],
)
def test_a_short_replacement_is_quoted(text: str, note: str, is_figure: bool) -> None:
    changes = changed(text)
    assert draft_note(changes) == note
    assert changes_only_figures(changes) is is_figure


def test_the_same_replacement_in_two_places_is_said_once() -> None:
    before = AID | {"summary": "It sent 22 tons."}
    after = before | {
        "summary": "It sent 23 tons.",
        "claims": [AID["claims"][0] | {"text": "Russia sent more than 23 tons of aid to India."}],
    }
    assert draft_note(compare(before, after)) == "“22” became “23”."
    assert changes_only_figures(compare(before, after))


def test_what_has_nothing_to_quote_is_left_to_the_editor() -> None:
    assert draft_note([]) == ""
    assert not changes_only_figures([])
    added = compare(AID, AID | {"claims": [*AID["claims"], a_claim(id="dddddddd22")]})
    assert draft_note(added) == ""
    assert not changes_only_figures(added)
