"""Three-way merge: two documents that were both made from a third become one.

What one side alone changed is taken: fields, and items of lists with their fields. What both
changed alike is taken once; what both added stands there twice. One value changed by both in
different ways, and an item deleted by one and changed by the other, are questions: no text is
ever mixed from two. This works on plain data: nothing is read or written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from relations.documents.canonical import canonicalize
from relations.documents.item_alignment import align, item_identity, weave
from relations.documents.merge_conflicts import Conflict, Decision, Question, Side
from relations.documents.schema import (
    SCHEMAS,
    CitationListField,
    Document,
    Field,
    ItemListField,
    KeyListField,
    ListField,
    OtherNameListField,
    PairListField,
    Schema,
    SidesField,
    TextField,
)

# Fields that a rule of the schema holds together: neither side's change may make the other's wrong.
TIED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "issue": (("stance", "state"),),
    "actor": (("existed_from", "existed_to"), ("name", "other_names")),
    "topic": (("name", "other_names"),),
}
# Other items are units: nobody wrote one side's actor in the other side's role, or half a person's name.
MERGED_BY_FIELD = ("claims", "milestones")


@dataclass(frozen=True, slots=True)
class Merge:
    """``document`` has what the base has wherever a conflict is still open."""

    document: Document
    conflicts: tuple[Conflict, ...]

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return _open(self.conflicts)


def merge(
    base: Document, theirs: Document, mine: Document, decisions: Mapping[str, Decision] | None = None
) -> Merge:
    """``theirs`` and ``mine``, both made from ``base``, as one; ``decisions`` answer questions by path.

    Raises ValueError when the three are not of one record.
    """
    if len({(document["kind"], document["key"]) for document in (base, theirs, mine)}) > 1:
        raise ValueError("Only documents of one record can be merged.")
    merger = _Merger(decisions or {})
    values = merger.merge_document(SCHEMAS[base["kind"]], base, theirs, mine)
    return Merge(canonicalize(theirs | values), tuple(merger.conflicts))


def _open(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    return tuple(conflict for conflict in conflicts if conflict.decision is None)


@dataclass(slots=True)
class _Item:
    """One item as each of the three has it, and as merged."""

    base: Any = None
    theirs: Any = None
    mine: Any = None
    merged: Any = None


class _Merger:
    """Collects the questions of one merge."""

    def __init__(self, decisions: Mapping[str, Decision]) -> None:
        self.decisions = decisions
        self.conflicts: list[Conflict] = []

    def merge_document(self, schema: Schema, base: Document, theirs: Document, mine: Document) -> Document:
        groups = TIED.get(base["kind"], ())
        tied = {name for names in groups for name in names}
        merged = self._merge_fields(
            [field for name, field in schema.fields.items() if name not in tied], base, theirs, mine, ""
        )
        for names in groups:
            merged |= self._merge_tied(schema, names, base, theirs, mine)
        return merged

    def _merge_fields(
        self, fields: Iterable[Field], base: Document, theirs: Document, mine: Document, path: str
    ) -> Document:
        return {
            field.name: self._merge_value(
                field, f"{path}{field.name}", base[field.name], theirs[field.name], mine[field.name]
            )
            for field in fields
        }

    def _merge_tied(
        self, schema: Schema, names: tuple[str, ...], base: Document, theirs: Document, mine: Document
    ) -> Document:
        """Merge fields that depend on each other: one by one where that can be, otherwise as one value.

        It cannot where it would ask for one of several values, or break a rule that neither side broke.
        """
        fields = [schema.fields[name] for name in names]
        one_by_one = _Merger(self.decisions)
        merged = one_by_one._merge_fields(fields, base, theirs, mine, "")
        asks_for_value = bool(one_by_one.conflicts) and all(isinstance(field, TextField) for field in fields)
        is_broken = not _open(one_by_one.conflicts) and bool(
            _broken(schema, names, theirs | merged)
            - _broken(schema, names, theirs)
            - _broken(schema, names, mine)
        )
        if not asks_for_value and not is_broken:
            self.conflicts += one_by_one.conflicts
            return merged
        three = [{name: document[name] for name in names} for document in (base, theirs, mine)]
        decided: Document = self._ask(Question.VALUES, "+".join(names), *three).value
        return decided

    def _merge_value(self, field: Field, path: str, base: Any, theirs: Any, mine: Any) -> Any:
        if theirs in (base, mine):
            return mine
        if mine == base:
            return theirs
        if isinstance(field, (CitationListField, KeyListField)) and not isinstance(field, SidesField):
            return _merge_sets(base, theirs, mine)
        if isinstance(field, (ItemListField, OtherNameListField)):
            return self._merge_items(field, path, base, theirs, mine)
        return self._ask(Question.VALUE, path, base, theirs, mine).value

    def _merge_items(
        self, field: ListField, path: str, base: list[Any], theirs: list[Any], mine: list[Any]
    ) -> list[Any]:
        items, orders = _line_up(field, base, theirs, mine)
        for place, item in enumerate(items):
            identity = item_identity(field, next(filter(None, (item.base, item.theirs, item.mine))))
            item.merged = self._merge_item(field, f"{path}/{place if identity is None else identity}", item)
        left = [[number for number in order if items[number].merged is not None] for order in orders]
        numbers = (
            weave([], *left)  # sorted by what they say
            if isinstance(field, PairListField)
            else self._merge_orders(path, items, *left)
        )
        merged = [items[number].merged for number in numbers]
        if isinstance(field, ItemListField) and not field.may_repeat:
            merged = list({field.schema.hash_key(item): item for item in merged}.values())
        return merged

    def _merge_item(self, field: ListField, path: str, item: _Item) -> Any:
        if item.theirs in (item.base, item.mine):
            return item.mine
        if item.mine == item.base:
            return item.theirs
        is_deleted = item.theirs is None or item.mine is None
        if is_deleted or field.name not in MERGED_BY_FIELD or not isinstance(field, ItemListField):
            return self._ask(Question.ITEM, path, item.base, item.theirs, item.mine).value
        base = item.base or field.schema.empty() | {
            "id": item.mine["id"]
        }  # only what has an id is added twice
        return self._merge_fields(field.schema.fields.values(), base, item.theirs, item.mine, f"{path}/")

    def _merge_orders(
        self, path: str, items: list[_Item], base: list[int], theirs: list[int], mine: list[int]
    ) -> list[int]:
        """The numbers of ``items`` in the order that one side changed, or that was decided."""
        common = set(base) & set(theirs) & set(mine)
        orders = {
            side: [number for number in order if number in common]
            for side, order in zip(Side, (base, theirs, mine), strict=True)
        }
        if orders[Side.THEIRS] in (orders[Side.BASE], orders[Side.MINE]):
            order = orders[Side.MINE]
        elif orders[Side.MINE] == orders[Side.BASE]:
            order = orders[Side.THEIRS]
        else:
            conflict = self._ask(
                Question.ORDER,
                path,
                *([items[number].merged for number in order] for order in orders.values()),
            )
            order = orders[conflict.decision if isinstance(conflict.decision, Side) else Side.BASE]
        return weave(order, theirs, mine)

    def _ask(self, question: Question, path: str, base: Any, theirs: Any, mine: Any) -> Conflict:
        conflict = Conflict(question, path, base, theirs, mine, self.decisions.get(path))
        self.conflicts.append(conflict)
        return conflict


def _line_up(
    field: ListField, base: list[Any], theirs: list[Any], mine: list[Any]
) -> tuple[list[_Item], tuple[list[int], list[int], list[int]]]:
    """All items of the three lists, those of the base first, and each list as numbers of them."""
    items = [_Item(base=item) for item in base]
    orders: list[list[int]] = [list(range(len(base)))]
    for side, own in ((Side.THEIRS, theirs), (Side.MINE, mine)):
        numbers = {place: number for number, place in align(field, base, own).items()}
        for place, item in enumerate(own):
            if place not in numbers:
                numbers[place] = _number_of_addition(field, items, len(base), side, item)
            setattr(items[numbers[place]], side, item)
        orders.append([numbers[place] for place in range(len(own))])
    return items, (orders[0], orders[1], orders[2])


def _number_of_addition(field: ListField, items: list[_Item], first: int, side: Side, item: Any) -> int:
    """The number of what the other side added alike, from ``first`` on; or else of a new item."""
    identity = item_identity(field, item)
    for number, other in enumerate(items[first:], start=first):
        if side is Side.THEIRS or other.theirs is None or other.mine is not None:
            continue
        if other.theirs == item if identity is None else item_identity(field, other.theirs) == identity:
            return number
    items.append(_Item())
    return len(items) - 1


def _merge_sets(base: list[Any], theirs: list[Any], mine: list[Any]) -> list[Any]:
    """What both have, and what either added."""
    of_theirs = [item for item in theirs if item in mine or item not in base]
    return of_theirs + [item for item in mine if item not in theirs and item not in base]


def _broken(schema: Schema, names: tuple[str, ...], document: Document) -> set[str]:
    """What rules of the schema say against these fields of a document."""
    faults = (fault for rule in schema.rules for fault in rule(document))
    return {message for path, message in faults if path.partition("/")[0] in names}
