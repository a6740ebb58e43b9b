"""Joining: what an editor typed, and what others saved meanwhile, become one."""
