"""Errors that readers report: the queue, and the page on which one is decided."""
