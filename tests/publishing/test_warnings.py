"""What an editor should look at before publishing: said, and nothing is stopped by it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from relations import documents
from relations.documents import Document
from relations.models import Passage, Record, Reference, Span
from relations.publishing.warnings import publishing_warnings
from tests.support.world import a_claim, a_document, a_draft, a_vocabulary, save

pytestmark = pytest.mark.django_db

TODAY = date(2021, 4, 30)


def warnings_of(kind: str = "event", **values: Any) -> list[tuple[str, str]]:
    record = a_draft(kind, **values)
    found = publishing_warnings([(record, documents.encode(record))], TODAY)
    return [(fault.path, fault.message) for fault in found]


def in_the_claim(**values: Any) -> list[str]:
    found = warnings_of(claims=[a_claim(**values)])
    assert {path for path, _message in found} <= {"claims/cccccccc22"}
    return [message for _path, message in found]


@pytest.fixture
def outsider() -> Document:
    a_vocabulary()
    document = a_document("actor", name="Curland", slug="curland")
    save(document)
    save(a_document("actor", name="Envoy", slug="envoy", type="person", acts_for="curland"))
    return document


def test_nothing_is_said_of_an_ordinary_entry() -> None:
    assert warnings_of() == []


def test_dates_to_come() -> None:
    found = warnings_of(
        "agreement",
        date="2021-05",
        milestones=[{"stage": "signed", "date": "2030", "note": "", "citations": a_claim()["citations"]}],
    )
    assert found == [
        ("date", "May 2021 has not come yet."),
        ("milestones/1", "2030 has not come yet."),
    ]
    assert in_the_claim(said_on="2021-05-01") == ["1 May 2021 has not come yet."]
    assert in_the_claim(said_on="2021-04") == in_the_claim(said_on="[..2021-05]") == []


def test_an_entry_without_actors() -> None:
    assert warnings_of(actors=[]) == [
        ("actors", "No actor is named: readers who look for one do not find this.")
    ]


def test_sides_outside_the_pair(outsider: Document) -> None:
    sides = [{"actor": name, "role": "side"} for name in ("arland", "curland")]
    assert warnings_of(actors=sides) == [("actors", "“Curland” is no side of the relationship.")]
    assert in_the_claim(kind="position", speaker="arland", side="curland") == [
        "“Curland” is no side of the relationship."
    ]


def test_a_position_of_somebody_who_speaks_for_neither(outsider: Document) -> None:
    assert in_the_claim(kind="position", speaker="envoy", side="arland") == [
        "“Envoy” speaks for neither side. What a commentator says is an assessment."
    ]
    assert in_the_claim(kind="assessment", speaker="envoy") == []
    assert in_the_claim(kind="position", speaker="arland", side="arland") == []


def test_an_issue_on_the_word_of_one_side() -> None:
    claim = a_claim(id="ssssssss22", kind="position", speaker="arland", side="arland")
    other = a_claim(id="ssssssss23", kind="position", speaker="borland", side="borland")
    assert warnings_of("issue", claims=[claim]) == [
        ("claims", "Only one side is quoted. Readers are told so.")
    ]
    assert warnings_of("issue", claims=[claim, other]) == []


def test_a_claim_to_be_checked() -> None:
    assert in_the_claim(review_by="2021-04-29") == ["It was to be checked by 29 April 2021."]
    assert in_the_claim(review_by="2021-04-30") == []


def test_a_claim_of_more_than_sixty_words() -> None:
    assert in_the_claim(text="word " * 61) == [
        "It has 61 words. Several short claims are easier to check and to cite."
    ]
    assert in_the_claim(text="word " * 60) == []


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("They said the strait is open to all ships.", "the strait is open to all ships"),
        ("The Strait is open, to all ships", "The Strait is open to all ships"),
        ("The strait is open to some ships.", ""),
        ("To all ships the strait is open.", ""),
    ],
)
def test_six_words_in_a_row_from_the_source(text: str, copied: str) -> None:
    a_vocabulary()
    Passage.objects.filter(locator="Paragraph 1").update(
        excerpt="“We declare that the strait is open to all ships,” the minister said."
    )
    expected = [f"“{copied}” is the wording of its source. Say it in your own."] if copied else []
    assert in_the_claim(text=text) == expected


def test_a_source_without_a_date_or_newer_than_the_reference_reaches() -> None:
    Reference.objects.update_or_create(pk=1, defaults={"sources_reach": Span.parse("2020")})
    undated = "The source has no date: readers cannot tell how old what it says is."
    newer = "The source is newer than the date its reference reaches (2020)."
    assert warnings_of("source", date="") == [("date", undated)]
    assert warnings_of("source", date="2021-01") == [("date", newer)]
    assert warnings_of("source", date="2020-12-31") == []


def test_of_many_records_they_are_said_with_as_many_queries(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    a_vocabulary()
    events = [
        save(a_document("event", key=f"v{n}", slug=f"v{n}", claims=[a_claim(id=f"c{n}")])) for n in range(5)
    ]
    targets: list[tuple[Record, Document]] = [(event, documents.encode(event)) for event in events]
    with django_assert_num_queries(4):
        publishing_warnings(targets[:1], TODAY)
    with django_assert_num_queries(4):
        publishing_warnings(targets, TODAY)
