"""A synthetic reference of any size, made from a seed: for measuring, never for reading."""

from relations.management.synthetic.entries import Entries
from relations.management.synthetic.world import World

__all__ = ["Entries", "World"]
