"""Measurements behind choices; run by hand, not by pytest."""
