"""Two editors' versions of a record, joined: the joined one is saved, and both stay in the revisions."""

from django.contrib.auth.models import User
from django.db import transaction

from relations.documents import Document, canonical_json, decode
from relations.models import Record, Revision
from relations.publishing.revisions import record_revision


@transaction.atomic
def save_joined(
    record: Record, joined: Document, *, typed: Document, base: Revision, user: User
) -> Revision | None:
    """Write ``joined`` into the working rows and make it a revision.

    ``typed`` was written on ``base``, and becomes a revision before it, unless it says the same. None when
    the working rows said all of it already.
    """
    newest = Record.objects.select_for_update().get(pk=record.pk).revisions.first()
    is_joined = typed != joined
    if is_joined:
        text = canonical_json(typed)
        Revision.objects.create(
            record=record, document=text, origin=Revision.Origin.TYPED, saved_by=user, base=base
        )
    decode(joined)
    origin = Revision.Origin.JOINED if is_joined else Revision.Origin.SAVED
    revision = record_revision(record, user, origin)
    if revision is not None and is_joined:
        revision.base = newest
        revision.save(update_fields=["base"])
    return revision
