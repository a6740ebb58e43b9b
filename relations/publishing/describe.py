"""Describe: change what the whole reference says of itself."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from relations.models import Publication, Reference
from relations.publishing.publication import begin

FIELDS = ("title", "tagline", "contact", "licence", "sources_reach")


@transaction.atomic
def describe(*, user: Any = None, **values: Any) -> Reference:
    """Set fields of the reference, as one new version. Raises ValidationError for a value it cannot hold."""
    if unknown := values.keys() - set(FIELDS):
        raise ValidationError(f"A reference has no field {', '.join(sorted(unknown))}.")
    begin(Publication.Kind.DESCRIBED, user)
    reference = Reference.objects.current()
    for name, value in values.items():
        setattr(reference, name, value)
    reference.clean_fields()
    reference.save()
    return reference
