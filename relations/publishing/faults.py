"""What is wrong with a part of a record, in one sentence each: a reason for a refusal, or a warning."""

from dataclasses import dataclass

from relations.models import Record


@dataclass(frozen=True, slots=True)
class Fault:
    """``path`` leads to it in the document: "summary", "claims/<id>", "milestones/<n>" from 1, or ""."""

    record: Record
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.record.working_copy}: {self.message}"


class PublishingError(Exception):
    """Nothing was done; ``faults`` say why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class ApprovalMissingError(PublishingError):
    """The reference requires reviews, and nobody has approved these."""
