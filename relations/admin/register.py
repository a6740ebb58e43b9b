"""Brings the nouns' files together; each registers itself."""

from django.contrib import admin

from relations.admin import (
    accounts,
    actor,
    agreement,
    event,
    issue,
    passage,
    reference,
    relationship,
    source,
    topic,
)
from relations.admin.entries import AllEntriesAdmin
from relations.models import Entry

admin.site.register(Entry, AllEntriesAdmin)

__all__ = [
    "accounts",
    "actor",
    "agreement",
    "event",
    "issue",
    "passage",
    "reference",
    "relationship",
    "source",
    "topic",
]
