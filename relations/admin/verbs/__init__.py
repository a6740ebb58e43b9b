"""The verbs of publishing as pages: each says what will happen, asks, and does it or changes nothing."""

from relations.admin.verbs.base import Verb
from relations.admin.verbs.merge import Merge
from relations.admin.verbs.publish import Publish
from relations.admin.verbs.rename import Rename
from relations.admin.verbs.withdraw import Withdraw

VERBS: tuple[Verb, ...] = (Publish(), Withdraw(), Rename(), Merge())

__all__ = ["VERBS", "Merge", "Publish", "Rename", "Verb", "Withdraw"]
