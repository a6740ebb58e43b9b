"""Imports every ModelAdmin, each of which registers itself. For after every app's own are registered."""

from relations.admin import (
    accounts,
    actor,
    agreement,
    entry,
    event,
    issue,
    passage,
    reference,
    relationship,
    sign_ins,
    source,
    topic,
)

__all__ = [
    "accounts",
    "actor",
    "agreement",
    "entry",
    "event",
    "issue",
    "passage",
    "reference",
    "relationship",
    "sign_ins",
    "source",
    "topic",
]
