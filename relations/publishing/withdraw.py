"""Withdraw: every address of a record answers that it is gone, why, and what replaces it."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.models import Edition, Publication, Record
from relations.publishing.due import begin_publication
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.publication import NewEdition, write_publication
from relations.publishing.publish import lock_records
from relations.publishing.referrers import referrers_of


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


def withdrawal_faults(targets: list[Record], reason: str, replacement: Record | None) -> list[Fault]:
    """What keeps these from being withdrawn together."""
    return [
        *(fault for record in targets for fault in _faults(record, targets, reason)),
        *_replacement_faults(targets, replacement),
    ]


def _faults(record: Record, targets: list[Record], reason: str) -> list[Fault]:
    if not record.is_public:
        return [Fault(record, "", _("Only what is published can be withdrawn."))]
    faults = []
    if not reason.strip():
        faults.append(Fault(record, "reason", _("Say in one sentence why. Readers will see it.")))
    if not record.is_entry and (referrers := referrers_of(record, besides=targets)):
        message = ngettext(
            "It is in use by %(count)d record, for example “%(name)s”. Merge it into another instead.",
            "It is in use by %(count)d records, for example “%(name)s”. Merge it into another instead.",
            len(referrers),
        )
        faults.append(
            Fault(record, "", message % {"count": len(referrers), "name": referrers[0].working_copy})
        )
    return faults


def _replacement_faults(targets: list[Record], replacement: Record | None) -> list[Fault]:
    if replacement is None:
        return []
    public = Record.objects.public().filter(pk=replacement.pk).exists()
    if public and replacement not in targets:
        return []
    return [Fault(targets[0], "replacement", _("The replacement must be another published record."))]
