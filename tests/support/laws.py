"""How many examples a law is tried on."""

from hypothesis import settings


def examples(number: int) -> int:
    """So many of the usual 100, and fewer in proportion where the profile in use has fewer."""
    return max(1, number * settings().max_examples // 100)
