"""What changes what is public: each function is one transaction and one new version."""

from relations.publishing.check import check, check_all
from relations.publishing.comments import NewComment, comment
from relations.publishing.deleted_drafts import (
    RestorationError,
    delete_draft,
    restoration_faults,
    undo_deletion,
)
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.forecast import foresee, foreseen_faults
from relations.publishing.joining import save_joined
from relations.publishing.merge import merge
from relations.publishing.publish import companions, publish
from relations.publishing.rename import rename
from relations.publishing.review import approve, send_back, send_for_review, take_back
from relations.publishing.revisions import (
    missing_references,
    record_revision,
    restorable_document,
    restore_revision,
)
from relations.publishing.schedule import (
    cancel,
    reschedule,
    schedule_publication,
    schedule_withdrawal,
)
from relations.publishing.update_reference import update_reference
from relations.publishing.withdraw import withdraw

__all__ = [
    "Fault",
    "NewComment",
    "PublishingError",
    "RestorationError",
    "approve",
    "cancel",
    "check",
    "check_all",
    "comment",
    "companions",
    "delete_draft",
    "foresee",
    "foreseen_faults",
    "merge",
    "missing_references",
    "publish",
    "record_revision",
    "rename",
    "reschedule",
    "restorable_document",
    "restoration_faults",
    "restore_revision",
    "save_joined",
    "schedule_publication",
    "schedule_withdrawal",
    "send_back",
    "send_for_review",
    "take_back",
    "undo_deletion",
    "update_reference",
    "withdraw",
]
