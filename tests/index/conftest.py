"""The published random reference of the finder's laws, for the index beneath them."""

from tests.finder.conftest import ask, reading, small_blocks  # noqa: F401 (fixtures)
