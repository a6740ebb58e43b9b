"""A synthetic reference of any size, made from a seed: for measuring, never for reading."""

from relations.management.synthetic.entries import SyntheticEntries
from relations.management.synthetic.world import SyntheticWorld

__all__ = ["SyntheticEntries", "SyntheticWorld"]
