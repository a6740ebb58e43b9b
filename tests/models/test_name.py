"""Names as they are compared: one folding, the same in forms, imports and the database."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from relations.documents.validate import validate
from relations.models import Actor, NamedWorkingCopy, RecordName, Topic
from relations.models.name import FOLDED_LENGTH, MAX_LENGTH, fold_name
from tests.support.world import a_document, an_other_name

SAME = [
    ("Иран", "ИРАН"),
    ("Straße", "STRASSE"),
    ("India", "In\u00addia"),
    ("India", "\u200bIndia\ufeff"),
    ("India", "I\u200dn\u200cdia"),
    ("India", "\u2066India\u2069"),
    ("S 400", "S\u2800400\u2800"),
    ("fishing", "ﬁshing"),
    ("S 400", "Ｓ ４００"),
    ("S 400", "S\u00a0\u2003 400"),
    ("é", "e\u0301"),
    ("é", "e\u00ad\u0301"),
    ("Ϊ́", "\u0390"),
    ("ı̇", "ı\u0307"),
    ("1️⃣", "1⃣"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_looks_alike_is_one_name(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Иран", "Ирак"), ("India–China", "India China"), ("cote", "coté"), ("US", "U S")]
)
def test_what_differs_to_a_reader_are_two(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_folding_twice_changes_nothing_and_the_longest_fits() -> None:
    for name in ("ﷺ" * MAX_LENGTH, "İ" * MAX_LENGTH, *(name for pair in SAME for name in pair)):
        assert fold_name(fold_name(name)) == fold_name(name)
        assert len(fold_name(name)) <= FOLDED_LENGTH


def make(model: type[NamedWorkingCopy], name: str, slug: str, **values: str) -> NamedWorkingCopy:
    row = model(name=name, slug=slug, **({"type": "state"} if model is Actor else {}), **values)
    row.save()
    return row


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Topic, Actor])
@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_database_refuses_a_name_that_is_anothers(
    model: type[NamedWorkingCopy], one: str, other: str
) -> None:
    make(model, one, "one")
    with pytest.raises(IntegrityError), transaction.atomic():
        make(model, other, "other")
    kind = model.record_kind.value
    with pytest.raises(ValidationError, match=rf"There is an? {kind} of this name already\."):
        model(name=other, slug="other", type="state").full_clean() if model is Actor else model(
            name=other, slug="other"
        ).full_clean()


@pytest.mark.django_db
def test_a_topic_and_an_actor_may_have_one_name() -> None:
    make(Topic, "Arctic", "arctic")
    make(Actor, "Arctic", "arctic")


@pytest.mark.django_db
def test_other_names_are_unique_unless_they_are_shared() -> None:
    one, other = make(Topic, "BrahMos", "brahmos"), make(Topic, "Missiles", "missiles")
    one.set_other_names([("PJ-10", False), ("Pact", True)])
    with pytest.raises(IntegrityError), transaction.atomic():
        other.set_other_names([("pj-10", False)])
    with pytest.raises(IntegrityError), transaction.atomic():
        other.set_other_names([("BRAHMOS", False)])
    other.set_other_names([("PJ-10", True), ("Pact", True), ("pact ", True)])
    with pytest.raises(ValidationError, match="“PJ-10” is another name of “BrahMos”"):
        Topic(name="pj-10", slug="pj").full_clean()


@pytest.mark.django_db
def test_a_renamed_record_gives_its_name_up() -> None:
    row = make(Actor, "Persia", "iran")
    row.name = "Iran"
    row.save()
    make(Actor, "PERSIA", "persia")
    assert sorted(RecordName.objects.values_list("text", flat=True)) == ["Iran", "PERSIA"]


@pytest.mark.django_db
def test_a_record_is_renamed_by_the_command() -> None:
    row = make(Actor, "Persia", "iran")
    make(Actor, "Iraq", "iraq")
    with pytest.raises(CommandError, match="There is an actor of this name already"):
        call_command("rename_record", "actor", "iran", "IRAQ")
    call_command("rename_record", "actor", "iran", "Iran")
    row.refresh_from_db()
    assert (row.name, row.record.revisions.count()) == ("Iran", 1)
    assert RecordName.objects.get(record=row.record).text == "Iran"


@pytest.mark.django_db
def test_a_name_that_cannot_be_seen_is_refused() -> None:
    for name in ("\u200b\u00ad", "\u2800", " \u2800\u200e"):
        with pytest.raises(ValidationError, match="Write a name that can be seen"):
            Topic(name=name, slug="nothing").full_clean()
        faults = validate(a_document("topic", name=name))
        assert [message for path, message in faults if path == "name"] != []


@pytest.mark.django_db
@pytest.mark.parametrize("char", "\u061c\u200e\u200f\u202a\u202e\u2066\u2069")
def test_a_mark_of_direction_is_no_part_of_a_name(char: str) -> None:
    name = f"In{char}dia"
    said = rf"without the mark of direction in it, which nobody sees \(U\+{ord(char):04X}\)"
    with pytest.raises(ValidationError, match=said):
        Topic(name=name, slug="india").full_clean()
    for document in (a_document("topic", name=name), a_document("topic", other_names=[an_other_name(name)])):
        assert any(re.search(said, message) for _path, message in validate(document))
