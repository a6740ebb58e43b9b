"""Brings the nouns' files together; each registers itself."""

from django.contrib import admin
from taggit.models import Tag

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
# Taggit's own tags stand in a table that nothing here uses: topics are our model. Its page merges tags
# for whoever may open the administration, and fails with a model of tagging that is not its own.
admin.site.unregister(Tag)

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
