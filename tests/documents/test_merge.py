"""Two documents made from a third become one: what is taken, what is asked, and the laws of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.documents import Document
from relations.documents.canonical import canonicalize
from relations.documents.merge import TIED, Merge, merge
from relations.documents.merge_conflicts import Question, Side, Written
from relations.documents.schema import SCHEMAS
from relations.documents.validate import validate
from tests.documents.strategies import KINDS, a_generated
from tests.support.laws import examples
from tests.support.world import a_claim, a_document, a_person, an_institution, an_other_name

CLAIMS = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (1, 2, 3, 4)]
EVENT = a_document("event", claims=CLAIMS)


def claims(*numbers: int, **changes: Any) -> list[Document]:
    """These of the four claims, with other fields for some: ``claims(1, 2, c1={"text": "…"})``."""
    return [CLAIMS[number - 1] | changes.get(f"c{number}", {}) for number in numbers]


def asked(merged: Merge) -> list[tuple[str, Any, Any, Any]]:
    return [(one.path, one.base, one.theirs, one.mine) for one in merged.conflicts]


def texts(merged: Merge) -> list[str]:
    return [claim["text"] for claim in merged.document["claims"]]


# What is taken


def test_fields_that_one_side_changed_are_taken() -> None:
    merged = merge(EVENT, EVENT | {"summary": "Theirs."}, EVENT | {"title": "Mine"})
    assert (merged.document["title"], merged.document["summary"]) == ("Mine", "Theirs.")
    assert merged.conflicts == ()


def test_the_trial_of_two_editors_has_one_question() -> None:
    theirs = EVENT | {"summary": "B", "claims": claims(1, 2, 3, c1={"text": "B 1."})}
    mine = EVENT | {
        "title": "A",
        "summary": "A",
        "claims": claims(1, 2, 3, 4, c1={"note": "A note."}, c2={"text": "A 2."}),
    }
    merged = merge(EVENT, theirs, mine)
    assert asked(merged) == [("summary", EVENT["summary"], "B", "A")]
    decided = merge(EVENT, theirs, mine, {"summary": Written("Both.")})
    assert decided.open_conflicts == ()
    assert decided.document == EVENT | {
        "title": "A",
        "summary": "Both.",
        "claims": claims(1, 2, 3, c1={"text": "B 1.", "note": "A note."}, c2={"text": "A 2."}),
    }


def test_claims_that_both_added_stand_one_behind_the_other() -> None:
    one, other = (a_claim(id=f"ddddddddd{n}", text=f"Added {n}.") for n in (1, 2))
    merged = merge(EVENT, EVENT | {"claims": [*CLAIMS, one]}, EVENT | {"claims": [*CLAIMS, other]})
    assert texts(merged)[-2:] == ["Added 1.", "Added 2."]
    assert merged.conflicts == ()


def test_an_added_claim_stands_behind_the_one_it_was_put_behind() -> None:
    added = a_claim(id="ddddddddd1", text="Added.")
    theirs = EVENT | {"claims": claims(4, 1, 2, 3)}
    merged = merge(EVENT, theirs, EVENT | {"claims": [*claims(1, 2), added, *claims(3, 4)]})
    assert texts(merged) == ["Claim 4.", "Claim 1.", "Claim 2.", "Added.", "Claim 3."]


def test_the_order_of_claims_that_one_side_moved_is_taken() -> None:
    merged = merge(EVENT, EVENT | {"claims": claims(2, 1, 3, 4)}, EVENT | {"claims": claims(1, 2, 4)})
    assert texts(merged) == ["Claim 2.", "Claim 1.", "Claim 4."]
    assert merged.conflicts == ()


def test_names_and_citations_that_both_added_are_there() -> None:
    cited = [{"source": "joint-statement", "locator": f"Paragraph {n}"} for n in (1, 2, 3)]
    base = EVENT | {"topics": ["a", "b"], "claims": claims(1, c1={"citations": cited[:1]})}
    theirs = base | {"topics": ["a", "b", "t"], "claims": claims(1, c1={"citations": cited[:2]})}
    mine = base | {"topics": ["b", "m"], "claims": claims(1, c1={"citations": [cited[0], cited[2]]})}
    merged = merge(base, theirs, mine)
    assert merged.document["topics"] == ["b", "m", "t"]
    assert merged.document["claims"][0]["citations"] == cited
    assert merged.conflicts == ()


def test_fields_of_one_milestone_are_taken_from_both() -> None:
    signed = {"stage": "signed", "date": "2019", "note": "", "citations": []}
    base = a_document("agreement", milestones=[signed | {"stage": "proposed", "date": "2018"}, signed])
    merged = merge(
        base,
        base | {"milestones": [base["milestones"][0], signed | {"date": "2019-09"}]},
        base | {"milestones": [signed | {"note": "At sea."}]},
    )
    assert merged.document["milestones"] == [signed | {"date": "2019-09", "note": "At sea."}]


def test_two_authors_of_one_name_stay_two() -> None:
    two = [a_person("Sharma"), a_person("Sharma")]
    base = a_document("source", authors=[a_person("Sharma")])
    merged = merge(base, base | {"authors": two}, base | {"authors": two, "title": "Mine"})
    assert merged.document["authors"] == two


# What is asked


def test_one_text_changed_by_both_is_asked_and_never_mixed() -> None:
    base = EVENT | {"claims": claims(1, c1={"text": "exports grew"})}
    theirs = EVENT | {"claims": claims(1, c1={"text": "exports grew slowly"})}
    mine = EVENT | {"claims": claims(1, c1={"text": "trade grew sharply"})}
    merged = merge(base, theirs, mine)
    assert asked(merged) == [
        ("claims/ccccccccc1/text", "exports grew", "exports grew slowly", "trade grew sharply")
    ]
    assert texts(merged) == ["exports grew"]


@pytest.mark.parametrize(("decision", "left"), [(Side.MINE, True), (Side.THEIRS, False), (Side.BASE, True)])
def test_a_claim_deleted_by_one_and_changed_by_the_other_is_asked(decision: Side, left: bool) -> None:
    changed = claims(1, 2, 3, 4, c4={"note": "A note."})
    theirs, mine = EVENT | {"claims": claims(1, 2, 3)}, EVENT | {"claims": changed}
    merged = merge(EVENT, theirs, mine)
    assert asked(merged) == [("claims/ccccccccc4", CLAIMS[3], None, changed[3])]
    assert merged.conflicts[0].question is Question.ITEM
    decided = merge(EVENT, theirs, mine, {"claims/ccccccccc4": decision})
    assert ("Claim 4." in texts(decided)) is left


def test_two_orders_are_asked() -> None:
    theirs, mine = EVENT | {"claims": claims(2, 1, 3, 4)}, EVENT | {"claims": claims(1, 2, 4, 3)}
    merged = merge(EVENT, theirs, mine)
    assert [(one.question, one.path) for one in merged.conflicts] == [(Question.ORDER, "claims")]
    assert texts(merge(EVENT, theirs, mine, {"claims": Side.THEIRS})) == [
        "Claim 2.",
        "Claim 1.",
        "Claim 3.",
        "Claim 4.",
    ]


def test_an_actor_deleted_by_one_and_given_another_role_by_the_other_is_asked() -> None:
    theirs = EVENT | {"actors": [{"actor": "borland", "role": "side"}]}
    mine = EVENT | {"actors": [{"actor": "borland", "role": "side"}, {"actor": "arland", "role": "host"}]}
    merged = merge(EVENT, theirs, mine)
    assert [one.path for one in merged.conflicts] == ["actors/0"]
    assert merge(EVENT, theirs, mine, {"actors/0": Side.MINE}).document["actors"] == [
        {"actor": "borland", "role": "side"},
        {"actor": "arland", "role": "host"},
    ]


def test_a_name_is_one_and_not_merged_by_its_parts() -> None:
    base = a_document("source", authors=[a_person("Sharma", given="A."), an_institution("The Press")])
    theirs = base | {"authors": [a_person("Sharma", given="Asha"), an_institution("The Press")]}
    mine = base | {"authors": [a_person("Sharma", given="A.", suffix="Jr."), an_institution("The Press")]}
    assert [one.path for one in merge(base, theirs, mine).conflicts] == ["authors/0"]


def test_a_name_spelt_anew_and_deleted_is_asked() -> None:
    base = a_document("source", authors=[a_person("Sharma"), a_person("Rao")])
    theirs, mine = (
        base | {"authors": [a_person("Rao")]},
        base | {"authors": [a_person("Sarma"), a_person("Rao")]},
    )
    assert [one.path for one in merge(base, theirs, mine).conflicts] == ["authors/0"]


def test_another_name_that_both_added_is_asked_whether_it_is_shared() -> None:
    base = a_document("actor")
    theirs = base | {"other_names": [an_other_name("USSR")]}
    mine = base | {"other_names": [an_other_name("Ussr", shared=True)]}
    merged = merge(base, theirs, mine)
    assert [one.path for one in merged.conflicts] == ["other_names/ussr"]
    decided = merge(base, theirs, mine, {"other_names/ussr": Side.MINE})
    assert decided.document["other_names"] == [an_other_name("Ussr", shared=True)]


def test_what_a_rule_holds_together_is_one_question() -> None:
    base = a_document("issue")
    theirs = base | {"stance": "convergence", "state": "limited"}
    mine = base | {"state": "contained"}
    merged = merge(base, theirs, mine)
    assert [(one.question, one.path) for one in merged.conflicts] == [(Question.VALUES, "stance+state")]
    decided = merge(base, theirs, mine, {"stance+state": Side.MINE})
    assert (decided.document["stance"], decided.document["state"]) == ("divergence", "contained")


def test_a_name_that_one_side_made_the_first_and_the_other_an_other_name_is_asked() -> None:
    base = a_document("topic", other_names=[an_other_name("Forces")])
    theirs = base | {"name": "Arms", "other_names": [an_other_name("Forces"), an_other_name("Defence")]}
    mine = base | {"other_names": [an_other_name("Forces"), an_other_name("Arms")]}
    merged = merge(base, theirs, mine)
    assert [one.path for one in merged.conflicts] == ["name+other_names"]
    assert validate(merged.document) == []


def test_documents_of_two_records_are_not_merged() -> None:
    with pytest.raises(ValueError, match="one record"):
        merge(EVENT, EVENT, EVENT | {"key": "wwwww2"})


# Laws


@st.composite
def an_edit(draw: st.DrawFn, base: Document, names: list[str]) -> Document:
    """What an editor may make of these fields: values and items replaced, deleted, added and moved."""
    edited, fresh = dict(base), draw(a_generated(base["kind"]))
    for name in names:
        if not isinstance(base[name], list) or name == "sides":
            edited[name] = draw(st.sampled_from([base[name], fresh[name], fresh[name]]))
            continue
        items = [draw(an_edited_item(item, fresh[name])) for item in base[name] if draw(st.integers(0, 3))]
        items += draw(st.sampled_from([[], fresh[name][:1]]))
        edited[name] = draw(st.permutations(items) | st.just(items))
    return canonicalize(edited)


@st.composite
def an_edited_item(draw: st.DrawFn, item: Any, others: list[Any]) -> Any:
    """The item; or with one of its fields as another item has it, but for what it is known by."""
    names = [name for name in item if name != "id"] if isinstance(item, dict) else []
    if not names or not others or draw(st.booleans()):
        return item
    name = draw(st.sampled_from(names))
    return item | {name: draw(st.sampled_from(others))[name]}


@st.composite
def three_documents(draw: st.DrawFn) -> tuple[Document, Document, Document]:
    kind = draw(st.sampled_from([*KINDS, "relationship"]))
    base, schema = draw(a_generated(kind)), SCHEMAS[kind]
    lists = [field.name for field in schema.lists if base[field.name]]
    names = draw(st.lists(st.sampled_from([*lists * 4, *schema.fields]), min_size=1, max_size=3, unique=True))
    if set(names) & {"stance", "state"}:
        names += ["stance", "state"]
    edits = an_edit(base, names).filter(lambda document: not validate(document))
    theirs = draw(edits)
    return base, theirs, draw(edits)


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every single value in a document, with the field it stands in."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name)
    elif value is not None:
        yield name, str(value)


def sorted_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: sorted_lists(value[key]) for key in sorted(value)}  # as ``repr`` has them
    return sorted(map(sorted_lists, value), key=repr) if isinstance(value, list) else value


def law(test: Any) -> Any:
    return settings(max_examples=examples(100))(given(three_documents())(test))


@pytest.mark.long
@law
def test_what_only_one_side_changed_is_that_side(three: tuple[Document, Document, Document]) -> None:
    base, theirs, mine = three
    assert merge(base, base, mine) == Merge(mine, ())
    assert merge(base, theirs, base) == Merge(theirs, ())
    assert merge(base, mine, mine) == Merge(mine, ())


@pytest.mark.long
@law
def test_it_is_the_same_whichever_side_is_named_first(three: tuple[Document, Document, Document]) -> None:
    base, theirs, mine = three
    one, other = merge(base, theirs, mine), merge(base, mine, theirs)
    assert sorted_lists(one.document) == sorted_lists(other.document)
    assert [(path, b, m, t) for path, b, t, m in asked(other)] == asked(one)


@pytest.mark.long
@law
def test_every_word_of_it_was_in_one_of_the_three(three: tuple[Document, Document, Document]) -> None:
    known = {leaf for document in three for leaf in leaves(document)}
    for decision in (None, *Side):
        merged = closed(three, decision) if decision else merge(*three)
        assert set(leaves(merged.document)) <= known


@pytest.mark.long
@law
def test_whatever_was_changed_is_in_it_or_in_a_question(three: tuple[Document, Document, Document]) -> None:
    base, theirs, mine = three
    merged = merge(base, theirs, mine)
    found = set(leaves(merged.document))
    found |= {leaf for conflict in merged.conflicts for leaf in of_conflict(conflict)}
    for side in (theirs, mine):
        assert set(leaves(side)) - set(leaves(base)) <= found


def of_conflict(conflict: Any) -> Iterator[tuple[str, str]]:
    field = conflict.path.rpartition("/")[2]
    for value in (conflict.theirs, conflict.mine):
        yield from leaves(value, field)


@pytest.mark.long
@law
def test_a_claim_deleted_by_one_and_changed_by_the_other_is_always_asked(
    three: tuple[Document, Document, Document],
) -> None:
    paths = {conflict.path for conflict in merge(*three).conflicts}
    base, *sides = ({claim["id"]: claim for claim in document.get("claims", ())} for document in three)
    for code, claim in base.items():
        one, other = (side.get(code) for side in sides)
        is_asked = (one is None) != (other is None) and claim not in (one, other)
        assert (f"claims/{code}" in paths) is is_asked


@law
def test_every_question_names_its_place_and_is_one(three: tuple[Document, Document, Document]) -> None:
    merged = merge(*three)
    paths = [conflict.path for conflict in merged.conflicts]
    assert all(paths)
    assert len(set(paths)) == len(paths)
    for conflict in merged.conflicts:
        assert conflict.theirs != conflict.mine
        assert conflict.base not in (conflict.theirs, conflict.mine)


@law
def test_what_has_no_question_left_is_as_valid_as_its_parts(
    three: tuple[Document, Document, Document],
) -> None:
    for decision in (None, *Side):
        merged = closed(three, decision) if decision else merge(*three)
        if not merged.open_conflicts:
            assert validate(merged.document) == []
            assert merged.document == canonicalize(merged.document)


def closed(three: tuple[Document, Document, Document], side: Side) -> Merge:
    """The merge with every question answered alike: an answer may lead to one more question."""
    decisions: dict[str, Side | Written] = {}
    while (merged := merge(*three, decisions)).open_conflicts:
        decisions |= {conflict.path: side for conflict in merged.open_conflicts}
    return merged


@pytest.mark.long
@law
def test_keeping_mine_touches_only_what_i_changed(three: tuple[Document, Document, Document]) -> None:
    base, theirs, mine = three
    merged = closed(three, Side.MINE).document
    tied = {name for names in TIED.get(base["kind"], ()) for name in names}
    for name, field in SCHEMAS[base["kind"]].fields.items():
        if mine[name] == base[name] and name not in tied:
            assert merged[name] == theirs[name], field
