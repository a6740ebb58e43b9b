"""The other names of the shipped reference: what readers are likely to type leads somewhere."""

from collections import Counter

import pytest

from relations.documents.files.folder import read_folder
from relations.models.name import fold_name
from tests.reference.ledger import FOLDER

Names = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def names() -> Names:
    """Every name of the topics and of the actors, folded, by key."""
    found: Names = {"topic": {}, "actor": {}}
    for file in read_folder(FOLDER).parsed_files.values():
        document = file.document
        if document["kind"] in found:
            own = [document["name"], *(other["name"] for other in document["other_names"])]
            found[document["kind"]][document["key"]] = [fold_name(name) for name in own]
    return found


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("USA", "united-states"),
        ("US", "united-states"),
        ("UNSC", "un-security-council"),
        ("Путин", "vladimir-putin"),
        ("путин", "vladimir-putin"),
        ("Лавров", "sergey-lavrov"),
        ("Sergei Lavrov", "sergey-lavrov"),
        ("Soviet Union", "ussr"),
        ("NSG", "nuclear-suppliers-group"),
        ("SCO", "shanghai-cooperation-organisation"),
        ("Shanghai Cooperation Organization", "shanghai-cooperation-organisation"),
        ("RIC", "russia-india-china"),
        ("EAS", "east-asia-summit"),
        ("DAE", "department-of-atomic-energy"),
        ("Russian Federation", "russia"),
        ("G-20", "g20"),
        ("группа двадцати", "g20"),
    ],
)
def test_an_actor_is_known_by_its_other_names(name: str, actor: str, names: Names) -> None:
    assert [key for key, own in names["actor"].items() if fold_name(name) in own] == [actor]


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("two plus two", "two-plus-two-dialogue"),
        ("2 plus 2", "two-plus-two-dialogue"),
        ("oil", "hydrocarbons"),
        ("gas", "hydrocarbons"),
        ("UNSC", "un-security-council"),
        ("NSG", "nuclear-suppliers-group"),
        ("RIC", "russia-india-china"),
        ("INSTC", "instc-and-chabahar"),
        ("defense", "defence"),
        ("atomic energy", "nuclear-energy"),
        ("KKNPP", "nuclear-energy"),
        ("Koodankulam", "nuclear-energy"),
        ("Владивосток", "chennai-vladivostok"),
    ],
)
def test_a_topic_is_known_by_its_other_names(name: str, topic: str, names: Names) -> None:
    assert [key for key, own in names["topic"].items() if fold_name(name) in own] == [topic]


def test_no_name_of_a_record_stands_twice(names: Names) -> None:
    for of_kind in names.values():
        for key, own in of_kind.items():
            assert max(Counter(own).values()) == 1, key


def test_every_acronym_in_a_description_is_a_name(names: Names) -> None:
    for file in read_folder(FOLDER).parsed_files.values():
        description = file.document.get("description", "")
        if file.document["kind"] in names and description.endswith(" for short."):
            acronym = description.removesuffix(" for short.").rsplit(" ", 1)[-1]
            assert fold_name(acronym) in names[file.document["kind"]][file.document["key"]]
