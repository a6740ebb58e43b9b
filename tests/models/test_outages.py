"""An outage that is handled leaves nothing behind that holds the database."""

from contextlib import suppress

import pytest
from django.db import Error

from relations.models.outages import release_frames
from tests.support.refused import RefusedQuery, no_garbage_collection

pytestmark = pytest.mark.django_db


def test_the_cursor_of_an_error_stays_until_it_is_let_go_of() -> None:
    left, released = RefusedQuery(), RefusedQuery()
    with no_garbage_collection():
        with suppress(Error):
            left()
        try:
            released()
        except Error as error:
            release_frames(error)
        assert (left.is_freed, released.is_freed) == (False, True)


def test_so_does_that_of_an_error_behind_another() -> None:
    query = RefusedQuery()
    with no_garbage_collection():
        try:
            try:
                query()
            finally:
                raise ValueError("while it was handled")
        except ValueError as error:
            release_frames(error)
        assert query.is_freed
