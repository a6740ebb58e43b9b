"""Tests of what goes to earlier versions and back: each way through the migrations once."""

from collections.abc import Iterator

import pytest

from tests.support.migrating import remember_states


@pytest.fixture(scope="session", autouse=True)
def _states_remembered(django_db_setup: None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        remember_states(patch)
        yield
