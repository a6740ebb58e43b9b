"""Two editors' versions of a record, joined: the joined one is saved, and both stay in the revisions."""

from django.contrib.auth.models import User
from django.db import transaction

from relations.documents import Document, canonical_json, decode
from relations.documents.merge import Merge
from relations.documents.merge_conflicts import Side
from relations.models import Record, Revision
from relations.publishing.revisions import record_revision


@transaction.atomic
def save_joined(
    record: Record, joined: Merge, *, typed: Document, base: Revision, user: User
) -> Revision | None:
    """Write ``joined`` into the working rows and make it a revision.

    ``typed`` was written on ``base``, and becomes a revision before it, unless it says the same. Where
    anything was decided otherwise than the others had saved it, words of ``base`` that they had changed can
    have come back: the revision restores it. None when the working rows said all of it already.
    """
    newest = Record.objects.select_for_update().get(pk=record.pk).revisions.first()
    is_joined = typed != joined.document
    if is_joined:
        text = canonical_json(typed)
        Revision.objects.create(
            record=record, document=text, origin=Revision.Origin.TYPED, saved_by=user, base=base
        )
    decode(joined.document)
    origin = Revision.Origin.JOINED if is_joined else Revision.Origin.SAVED
    is_as_saved = all(conflict.decision == Side.THEIRS for conflict in joined.conflicts)
    revision = record_revision(record, user, origin, None if is_as_saved else base)
    if revision is not None and is_joined:
        revision.base = newest
        revision.save(update_fields=["base"])
    return revision
