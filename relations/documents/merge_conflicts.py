"""What a merge cannot decide by itself, and what somebody decided."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Side(StrEnum):
    BASE = "base"
    THEIRS = "theirs"
    MINE = "mine"


class Question(StrEnum):
    """What a conflict asks for: a value, the values of several fields, an item, or the order of a list."""

    VALUE = "value"
    VALUES = "values"
    ITEM = "item"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Written:
    """A value that is none of the three."""

    value: Any


Decision = Side | Written


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question, with what each of the three documents has there, and the decision if there is one.

    ``path`` is a document's: "summary", "claims/<id>/text", "claims/<id>" for an item, "claims" for an
    order, "stance+state" for tied fields. An item without an id is named by its place in the base, from 0.
    An item that is not there is None; an order is the list of the items in it; the values of
    several fields are a dictionary.
    """

    question: Question
    path: str
    base: Any
    theirs: Any
    mine: Any
    decision: Decision | None

    @property
    def value(self) -> Any:
        """What was decided; until then what the base has, which is neither side's."""
        if isinstance(self.decision, Written):
            return self.decision.value
        return getattr(self, self.decision or Side.BASE)
