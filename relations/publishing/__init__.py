"""The verbs: the only writers of what is public. Each is one transaction and one new version."""

from relations.publishing.check import check
from relations.publishing.describe import describe
from relations.publishing.faults import Fault, PublishingRefused
from relations.publishing.merge import merge
from relations.publishing.publish import companions, publish
from relations.publishing.rename import rename
from relations.publishing.revisions import record_revision, restore_revision
from relations.publishing.withdraw import withdraw

__all__ = [
    "Fault",
    "PublishingRefused",
    "check",
    "companions",
    "describe",
    "merge",
    "publish",
    "record_revision",
    "rename",
    "restore_revision",
    "withdraw",
]
