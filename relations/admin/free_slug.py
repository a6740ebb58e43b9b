"""The slug of a record that is made in place, where nobody types one."""

from relations.models import Record, WorkingCopy
from relations.models.fields import suggest_slug
from relations.publishing.slugs import is_slug_taken


def free_slug(model: type[WorkingCopy], name: str, fallback: str) -> str:
    """What the name suggests, with a number behind it where that is, or was, another record's."""
    base = suggest_slug(name) or fallback
    number = 1
    slug = base
    while is_slug_taken(Record(kind=model.record_kind), slug):
        number += 1
        slug = f"{base[:95].rstrip('-')}-{number}"
    return slug
