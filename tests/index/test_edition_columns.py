"""What editions say, in the order of a list; and how long each is current."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations import catalogue
from relations.finder.engine import SearchEngine, search_engine
from relations.index.edition_columns import EditionColumns
from relations.index.indexed_editions import VALUE_COLUMNS, IndexedEdition
from relations.models import Span
from tests.finder.reference import Reading
from tests.support.factories import publish_document
from tests.support.world import a_document

A_ROW = IndexedEdition(0, 0, 1, code="aaaaa0", values=dict.fromkeys(VALUE_COLUMNS, ()))


def test_links_follow_the_editions_that_state_them() -> None:
    number = 300  # more than fit in a byte
    rows = [
        replace(A_ROW, record=n, edition=n, code=f"aa{n:04}", links=(("follows", f"bb{n:04}"),))
        for n in range(number)
    ]
    taken = EditionColumns.empty().appended(rows).take(np.arange(number - 1, -1, -1))
    found = [[part.tolist() for part in taken.links_to(f"bb{n:04}")] for n in (10, 299, 300)]
    assert found == [[[289], ["follows"]], [[0], ["follows"]], [[], []]]


def test_an_edition_is_current_from_its_birth_until_before_its_death() -> None:
    rows = [replace(A_ROW, record=n, edition=n, born=born) for n, born in enumerate((2, 3, 3))]
    columns = EditionColumns.empty().appended(rows)
    columns.end(0, 3)
    columns.end(0, 5)  # what comes after its death is nothing to it
    assert [[*columns.current_at(version)] for version in (1, 2, 3, 4)] == [[], [0], [1, 2], [1, 2]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(date(2008, 1, 1), date(2023, 1, 1)))
def test_days_from_and_to_agree_with_every_span(
    days: tuple[SearchEngine, dict[str, Span | None]], day: date
) -> None:
    engine, spans = days
    spans = {code: span for code, span in spans.items() if span and not span.is_upper_bound}
    for found, wanted in (
        (engine.dated_from(day), {c for c, s in spans.items() if s.last >= day}),
        (engine.dated_to(day), {c for c, s in spans.items() if s.first <= day}),
    ):
        assert set(engine.codes(found, "newest", 0, len(found))) == wanted


@pytest.fixture
def days(reading: Reading) -> tuple[SearchEngine, dict[str, Span | None]]:
    return search_engine(catalogue.current_snapshot()), {e.code: e.span for e in reading.entries}


@pytest.mark.django_db
def test_each_day_has_its_own_entries() -> None:
    for year in (2000, 2010):
        publish_document(
            a_document("event", key=f"b{year}", slug=f"y{year}", date=f"{year}-01-01", claims=[])
        )
    engine = search_engine(catalogue.current_snapshot())
    assert [len(engine.dated_to(date(year, 1, 1))) for year in range(1960, 2020)] == [
        (year >= 2000) + (year >= 2010) for year in range(1960, 2020)
    ]
    publish_document(a_document("event", key="b1950", slug="y1950", date="1950-01-01", claims=[]))
    assert len(search_engine(catalogue.current_snapshot()).dated_to(date(2019, 1, 1))) == 3
