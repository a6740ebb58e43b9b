"""Rows of one statement: a database takes so many parameters and no more."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

ROWS = 400
T = TypeVar("T")


def chunked(items: Iterable[T], size: int = ROWS) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
