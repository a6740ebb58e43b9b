"""A figure that changes is looked for where it would stay as it was."""

from collections.abc import Callable
from typing import Any

import pytest

from relations import documents, publishing
from relations.documents.compare import compare
from relations.models import Record
from relations.publishing.other_places import places_with, replaced_figures
from tests.support.world import a_claim, a_document, a_draft, a_published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "after", "figures"),
    [
        ("It sent 22 tons.", "It sent 23 tons.", ["22 tons"]),
        ("It sent 22.", "It sent 23.", ["22"]),
        ("It cost $5.43 billion, they said.", "It cost $5.2 billion, they said.", ["5.43 billion"]),
        ("In 2018 and 2019 they met.", "In 2017 and 2020 they met.", ["2018 and", "2019 they"]),
        ("It sent 22 tons.", "It sent 22 tons, not 23.", []),
        ("It sent aid.", "It sent help.", []),
        ("22 tons, then 23 tons.", "23 tons, then 22 tons.", []),
    ],
)
def test_a_figure_is_looked_for_with_the_word_behind_it(before: str, after: str, figures: list[str]) -> None:
    old, new = (a_document("event", summary=text) for text in (before, after))
    assert replaced_figures(compare(old, new)) == figures


def places(record: Record, *figures: str) -> list[tuple[str, str, str]]:
    found = places_with(figures, record, documents.encode(record))
    return [(one.figure, one.record.key, one.path) for one in found]


def test_it_is_found_in_the_same_record_and_in_others_as_whole_words() -> None:
    a_published("issue", title="The 22 tons", claims=[a_claim(id="ssssssss22", text="122 tons; 22 tonsils.")])
    record = a_published(
        "event", summary="First 22\nTons, then 22 tons.", claims=[a_claim(text="1.22 tons.")]
    )
    assert places(record, "22 tons") == [("22 tons", "vvvvv2", "summary"), ("22 tons", "sssss2", "title")]


def test_what_is_withdrawn_is_not_looked_at() -> None:
    gone = a_published("issue", summary="It was 22 tons.")
    record = a_published("event")
    assert places(record, "22 tons") == [("22 tons", "sssss2", "summary")]
    publishing.withdraw([gone], reason="It was wrong.")
    assert places(record, "22 tons") == []


def test_two_queries_find_them(django_assert_num_queries: Callable[[int], Any]) -> None:
    record = a_draft("event")
    document = documents.encode(record)
    with django_assert_num_queries(2):
        places_with(["22 tons", "2018"], record, document)
    with django_assert_num_queries(0):
        places_with([], record, document)
