"""What changed between two documents, in words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.documents import Document
from relations.documents.compare import ChangeType, compare, compare_with_nothing, diff_words
from relations.documents.schema import SCHEMAS
from tests.support.world import a_person, an_institution, an_other_name


def claim(code: str, text: str = "Trade grew.", **fields: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("speaker", "side", "said_on", "figure_date", "review_by", "note"), "")
    cited = [{"source": "briefing", "locator": "Trade, bullet 1"}]
    return {"id": code, "kind": "assessment", "text": text, **empty, "citations": cited, **fields}


def issue(**fields: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "kind": "issue",
        "key": "k3m9qd",
        "slug": "china",
        "title": "China",
        "summary": "They differ about China.",
        "relationships": ["india-russia"],
        "topics": ["security"],
        "actors": [{"actor": "india", "role": "side"}],
        "claims": [],
        "links": [],
        "stance": "divergence",
        "state": "emerging",
        "state_as_of": "2021-04",
        **fields,
    }


def names(kind: str, key: str) -> str:
    return f"<{kind} {key}>"


def test_two_equal_documents_have_no_changes() -> None:
    assert compare(issue(), issue()) == []


def test_a_changed_text_is_compared_word_by_word() -> None:
    (change,) = compare(issue(), issue(summary="They agree about China."))
    assert (change.label, change.action, change.path) == ("Summary", ChangeType.CHANGED, "summary")
    assert [(part.kind, part.text) for part in change.parts] == [
        ("equal", "They "),
        ("delete", "differ"),
        ("insert", "agree"),
        ("equal", " about China."),
    ]


def test_texts_that_share_little_are_shown_whole() -> None:
    assert [part.kind for part in diff_words("Oil and gas", "Seventeen warships were delivered")] == [
        "delete",
        "insert",
    ]


def test_a_value_that_appears_was_added_and_one_that_goes_was_removed() -> None:
    (added,) = compare(issue(summary=""), issue())
    (removed,) = compare(issue(), issue(summary=""))
    assert (added.action, added.before, added.after) == (ChangeType.ADDED, "", "They differ about China.")
    assert (removed.action, removed.before, removed.after) == (
        ChangeType.REMOVED,
        "They differ about China.",
        "",
    )


def test_codes_are_displayed_as_their_labels() -> None:
    changes = compare(issue(), issue(state="contained", state_as_of="[..2022-01]"))
    assert [(c.label, c.before, c.after) for c in changes] == [
        ("State", "emerging", "contained"),
        ("State as of", "April 2021", "by January 2022"),
    ]


def test_keys_are_displayed_by_the_names_they_resolve_to() -> None:
    actors = [{"actor": "india", "role": "side"}, {"actor": "china", "role": "cause"}]
    links = [{"kind": "caused-by", "entry": "x2y3z4"}]
    changes = compare(issue(), issue(topics=["defence"], actors=actors, links=links), names)
    assert [(c.label, c.action, c.before or c.after) for c in changes] == [
        ("Topic", ChangeType.REMOVED, "<topic security>"),
        ("Topic", ChangeType.ADDED, "<topic defence>"),
        ("Actor", ChangeType.ADDED, "<actor china> (cause)"),
        ("Link", ChangeType.ADDED, "caused by: <entry x2y3z4>"),
    ]


def test_a_key_merged_into_another_of_the_same_name_is_no_change_to_a_reader() -> None:
    assert compare(issue(), issue(topics=["safety"]), lambda kind, key: "Security") == []


def test_a_list_in_another_order_was_moved() -> None:
    (change,) = compare(issue(topics=["a", "b"]), issue(topics=["b", "a"]))
    assert (change.action, change.before, change.after) == (ChangeType.MOVED, "a, b", "b, a")


def test_an_added_and_a_removed_claim_are_displayed_with_their_citations() -> None:
    removed, added = compare(issue(claims=[claim("a")]), issue(claims=[claim("b", "Trade fell.")]), names)
    assert (removed.path, removed.action) == ("claims/a", ChangeType.REMOVED)
    assert removed.before == "Trade grew. (<source briefing>, Trade, bullet 1)"
    assert (added.path, added.action, added.label) == ("claims/b", ChangeType.ADDED, "Assessment")


def test_a_changed_claim_names_its_changed_fields() -> None:
    new = claim("a", "Trade grew fast.", speaker="lavrov", said_on="2021-04-07")
    (change,) = compare(issue(claims=[claim("a")]), issue(claims=[new]), names)
    assert (change.label, change.action) == ("Assessment, <actor lavrov>", ChangeType.CHANGED)
    assert [(c.path, c.label, c.action) for c in change.changes] == [
        ("claims/a/text", "Text", ChangeType.CHANGED),
        ("claims/a/speaker", "Speaker or owner", ChangeType.ADDED),
        ("claims/a/said_on", "Said or done on", ChangeType.ADDED),
    ]


def test_only_the_claim_that_was_moved_is_called_moved() -> None:
    old = [claim(code) for code in "abcd"]
    new = [old[3], *old[:3]]
    (change,) = compare(issue(claims=old), issue(claims=new))
    assert (change.path, change.action) == ("claims/d", ChangeType.MOVED)


def test_a_milestone_is_displayed_on_one_line() -> None:
    def agreement(*milestones: dict[str, Any]) -> dict[str, Any]:
        return {"kind": "agreement", "claims": [], "milestones": list(milestones)}

    signed = {
        "stage": "signed",
        "date": "2018-10",
        "note": "in New Delhi",
        "citations": [{"source": "b", "locator": "1"}],
    }
    (change,) = compare(agreement(), agreement(signed))
    assert (change.label, change.after) == ("Milestone", "signed, October 2018: in New Delhi (b, 1)")
    (change,) = compare(agreement(), agreement(signed | {"note": "", "citations": []}))
    assert change.after == "signed, October 2018"


@pytest.mark.parametrize(
    ("kind", "paths"),
    [
        ("event", "title slug summary date date_note place topics actors links claims/a"),
        ("agreement", "title slug summary form date date_note topics actors milestones links claims/a"),
        ("issue", "title slug summary stance state state_as_of topics actors links claims/a"),
        ("topic", "name slug description introduction parent other_names"),
        ("actor", "name slug description introduction type acts_for existed_from existed_to other_names"),
        ("relationship", "slug description introduction sides"),
        (
            "source",
            (
                "title slug description introduction type date date_note container volume issue pages "
                "edition place publisher issuer reaches doi isbn issn url accessed_on archived_url language "
                "original_title original_language authors editors"
            ),
        ),
    ],
)
def test_changes_stand_in_the_order_of_a_page(kind: str, paths: str) -> None:
    milestone = {"stage": "signed", "date": "2018", "note": "", "citations": []}
    lists = {
        "topics": ["a"],
        "sides": ["a"],
        "other_names": [an_other_name("a")],
        "authors": [a_person("a")],
        "editors": [an_institution("a")],
        "actors": [{"actor": "a", "role": "side"}],
        "links": [{"kind": "follows", "entry": "a"}],
        "milestones": [milestone],
        "claims": [claim("a")],
    }
    values = {
        name: "2018" if isinstance(value, str) else lists.get(name, [])
        for name, value in SCHEMAS[kind].empty().items()
    }
    changed = [change.path for change in compare_with_nothing({"kind": kind, **values})]
    assert [path for path in changed if path in paths.split()] == paths.split()


@pytest.mark.parametrize(
    ("author", "said"),
    [
        (a_person("Alembert", given="Jean", particle="d'"), "d'Alembert, Jean"),
        (a_person("Gogh", particle="van", suffix="Jr."), "van Gogh, Jr."),
        (an_institution("Ministry of Defence, Arland"), "Ministry of Defence, Arland"),
    ],
)
def test_an_author_is_named_as_a_reader_reads_the_name(author: Document, said: str) -> None:
    source = {"kind": "source", **SCHEMAS["source"].empty(), "authors": [author]}
    (change,) = (change for change in compare_with_nothing(source) if change.path == "authors")
    assert [part.text for part in change.parts] == [said]


def test_a_first_edition_is_all_additions() -> None:
    changes = compare_with_nothing(issue(claims=[claim("a")]))
    assert {change.action for change in changes} == {ChangeType.ADDED}
    assert changes[-1].path == "claims/a"


def test_records_of_two_kinds_are_not_compared() -> None:
    with pytest.raises(ValueError, match="cannot compare a issue with a topic"):
        compare(issue(), {"kind": "topic"})


def test_a_very_long_text_is_compared_line_by_line() -> None:
    old = "\n".join(f"line {n} of the introduction" for n in range(2000))
    parts = diff_words(old, old.replace("line 700 of", "row 700 of"))
    assert [part.text for part in parts if part.kind == "insert"] == ["row 700 of the introduction\n"]


texts = st.text(alphabet="ab \n.é", max_size=40)


@given(texts, texts)
def test_the_parts_of_a_difference_give_both_texts_back(old: str, new: str) -> None:
    parts = diff_words(old, new)
    assert "".join(part.text for part in parts if part.kind != "insert") == old
    assert "".join(part.text for part in parts if part.kind != "delete") == new
