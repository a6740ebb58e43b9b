"""Withdraw: every address of a record answers that it is gone, why, and what replaces it."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.models import Edition, Publication, Record, VersionCounter
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.publication import NewEdition, write_publication
from relations.publishing.publish import lock_records
from relations.publishing.referrers import referrers_of


@transaction.atomic
def withdraw(
    records: Iterable[Record], *, user: User | None = None, reason: str, replacement: Record | None = None
) -> list[Edition]:
    """Withdraw public records, as one new version; their working copies stay at the editors'.

    Raises PublishingError, having changed nothing, without a reason, for a record
    that is not public, for vocabulary in use, and for a replacement that is
    not public or is being withdrawn itself.
    """
    VersionCounter.objects.lock()
    targets = lock_records(records)
    faults = [
        *(fault for record in targets for fault in _faults(record, targets, reason)),
        *_replacement_faults(targets, replacement),
    ]
    if faults:
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
    return write_publication(Publication.Kind.WITHDRAWN, items, user=user)


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
