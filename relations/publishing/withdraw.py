"""Withdraw: every address of a record answers that it is gone, why, and what replaces it."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from relations.models import Edition, Publication, Record
from relations.publishing.due import begin_publication
from relations.publishing.faults import PublishingError
from relations.publishing.publication import NewEdition, write_publication
from relations.publishing.publish import lock_records
from relations.publishing.withdrawal_faults import withdrawal_faults


@transaction.atomic
def withdraw(
    records: Iterable[Record],
    *,
    user: User | None = None,
    reason: str,
    replacement: Record | None = None,
    at: datetime | None = None,
) -> list[Edition]:
    """Withdraw public records, as one new version; their working copies stay at the editors'.

    ``at``: as in ``write_publication``. Raises PublishingError, having changed nothing,
    without a reason, for a record that is not public, for vocabulary in use, and for a
    replacement that is not public or is being withdrawn itself.
    """
    begin_publication(at)
    targets = lock_records(records)
    if replacement:
        replacement = Record.objects.get(pk=replacement.pk)
    if faults := withdrawal_faults(targets, reason, replacement):
        raise PublishingError(faults)
    items = [
        NewEdition(
            record,
            record.current_edition.read_document(),
            record.current_edition.revision_id,
            Record.Status.WITHDRAWN,
            Edition.Action.WITHDRAWN,
            reason.strip(),
            replacement,
        )
        for record in targets
    ]
    return write_publication(Publication.Kind.WITHDRAWN, items, user=user, at=at)
