"""The slug of a record that is made in place, where nobody types one."""

from relations.models import Record, WorkingCopy
from relations.models.fields import suggest_slug
from relations.publishing.check import is_address_taken


def free_slug(model: type[WorkingCopy], name: str, fallback: str) -> str:
    """What the name suggests, with a number behind it where that is, or was, another record's."""
    base = suggest_slug(name) or fallback
    number = 1
    slug = base
    while _is_taken(model, slug):
        number += 1
        slug = f"{base[:95].rstrip('-')}-{number}"
    return slug


def _is_taken(model: type[WorkingCopy], slug: str) -> bool:
    kind = model.record_kind
    return (
        model._default_manager.filter(slug=slug).exists()  # type: ignore[misc]  # each kind has its own column
        or Record.objects.filter(kind=kind, key=slug).exists()
        or is_address_taken(Record(kind=kind), slug)
    )
