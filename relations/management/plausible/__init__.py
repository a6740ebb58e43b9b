"""A plausible reference of any size, made from a seed: for measuring, never for reading."""

from relations.management.plausible.entries import Entries
from relations.management.plausible.world import World

__all__ = ["Entries", "World"]
