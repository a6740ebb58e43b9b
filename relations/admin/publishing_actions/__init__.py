"""The pages of publishing actions: each says what will happen, and does it or changes nothing."""

from typing import Any

from relations.admin.publishing_actions.base import PublishingAction
from relations.admin.publishing_actions.merge import MergeAction
from relations.admin.publishing_actions.on_a_date import SchedulePublishAction, ScheduleWithdrawAction
from relations.admin.publishing_actions.publish import PublishAction
from relations.admin.publishing_actions.rename import RenameAction
from relations.admin.publishing_actions.send_for_review import SendForReviewAction
from relations.admin.publishing_actions.withdraw import WithdrawAction

PUBLISHING_ACTIONS: tuple[PublishingAction[Any], ...] = (
    PublishAction(),
    SchedulePublishAction(),
    SendForReviewAction(),
    WithdrawAction(),
    ScheduleWithdrawAction(),
    RenameAction(),
    MergeAction(),
)

__all__ = [
    "PUBLISHING_ACTIONS",
    "MergeAction",
    "PublishAction",
    "PublishingAction",
    "RenameAction",
    "SchedulePublishAction",
    "ScheduleWithdrawAction",
    "SendForReviewAction",
    "WithdrawAction",
]
