"""A published random reference for the laws of the finder."""

from collections.abc import Callable

import pytest
from django.http import QueryDict

from relations import catalogue
from relations.finder import Params, Result, find, parse_params
from relations.index import forward_index
from relations.index.cache import entry_index
from tests.finder.reference import Reading, publish_reference
from tests.support.plain_engine import plain_engine


@pytest.fixture
def reading(db: None) -> Reading:
    """A plain reading of what was just published."""
    return publish_reference()


@pytest.fixture(params=[forward_index.BLOCK, 3], ids=["whole", "in parts"])
def small_blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many entries are read and written at a time: all of a test's, or a few."""
    for module in ("forward_index", "multi_value_column", "combined_facet_counter"):
        monkeypatch.setattr(f"relations.index.{module}.BLOCK", request.param)


@pytest.fixture(
    params=[
        pytest.param(entry_index, id="index"),
        # It reads documents and asks no database anything else.
        pytest.param(plain_engine, id="plain", marks=[pytest.mark.slow, pytest.mark.markup]),
    ]
)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's own engine, and another one: the finder must not know which it is."""
    monkeypatch.setattr("relations.finder.engine.entry_index", request.param)


@pytest.fixture
def ask() -> Callable[..., Result]:
    """Find by a query string or by Params: ``ask("topic=defence")``."""

    def answer(asked: str | Params = "", **page: object) -> Result:
        names = catalogue.current_snapshot()
        params = parse_params(QueryDict(asked), names, **page) if isinstance(asked, str) else asked
        return find(params, names)

    return answer
