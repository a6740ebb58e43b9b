"""What keeps records from being withdrawn."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.models import Record
from relations.publishing.faults import Fault
from relations.publishing.referrers import Referrers, read_referrers


def withdrawal_faults(
    targets: list[Record],
    reason: str,
    replacement: Record | None,
    referrers: Referrers | None = None,
) -> list[Fault]:
    """What keeps these from being withdrawn together; ``referrers`` of them, where they are read already."""
    if referrers is None:
        referrers = read_referrers([record for record in targets if not record.is_entry])
    return [
        *(fault for record in targets for fault in _faults(record, targets, reason, referrers)),
        *_replacement_faults(targets, replacement),
    ]


def _faults(record: Record, targets: list[Record], reason: str, referrers: Referrers) -> list[Fault]:
    if not record.is_public:
        return [Fault(record, "", _("Only what is published can be withdrawn."))]
    faults = []
    if not reason.strip():
        faults.append(Fault(record, "reason", _("Say in one sentence why. Readers will see it.")))
    if not record.is_entry and (users := referrers.of(record, besides=targets)):
        message = ngettext(
            "It is in use by %(count)d record, for example “%(name)s”. Merge it into another instead.",
            "It is in use by %(count)d records, for example “%(name)s”. Merge it into another instead.",
            len(users),
        )
        faults.append(Fault(record, "", message % {"count": len(users), "name": users[0].working_copy}))
    return faults


def _replacement_faults(targets: list[Record], replacement: Record | None) -> list[Fault]:
    if replacement is None or (replacement.is_public and replacement not in targets):
        return []
    return [Fault(targets[0], "replacement", _("The replacement must be another published record."))]
