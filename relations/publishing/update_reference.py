"""Describe: change what the whole reference says of itself."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from relations.documents import encode, load_document
from relations.documents.schema import REFERENCE
from relations.models import Publication, Reference, Revision, VersionCounter
from relations.publishing.due import begin_publication
from relations.publishing.publication import NewEdition, write_publication
from relations.publishing.publish import lock_records
from relations.publishing.revisions import get_or_create_revision, has_same_content

FIELDS = tuple(REFERENCE.fields)


@transaction.atomic
def update_reference(*, user: User | None = None, **values: Any) -> Reference:
    """Set fields of the reference, as one new version; none where readers have all of that already.

    Raises ValidationError for a value it cannot hold.
    """
    if unknown := values.keys() - set(FIELDS):
        raise ValidationError(f"A reference has no field {', '.join(sorted(unknown))}.")
    begin_publication()
    reference = Reference.objects.current()
    for name, value in values.items():
        setattr(reference, name, value)
    reference.clean_fields(exclude=["record"])
    reference.save()
    (record,) = lock_records([reference.record])
    document = encode(record)
    if record.edition and has_same_content(load_document(record.edition.document), document):
        return reference
    revision, _created = get_or_create_revision(record, document, user, Revision.Origin.PUBLISHED)
    write_publication(Publication.Kind.DESCRIBED, [NewEdition(record, document, revision.pk)], user=user)
    return reference


@transaction.atomic
def require_reviews(required: bool) -> Reference:
    """Say whether editions need an approval from here on. No reader sees it, and no version is made."""
    VersionCounter.objects.lock()
    reference, _created = Reference.objects.get_or_create(pk=1)
    reference.review_required = required
    reference.save(update_fields=["review_required"])
    return reference
