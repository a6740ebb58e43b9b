"""Lists side by side: which of their items are the same, and in which order all of them stand."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

from relations.documents.schema import ContributorListField, ItemListField, ListField, OtherNameListField
from relations.models.name import fold_name

# What has to be equal in items that do not say all the same: the first of these, or else the next.
LIKENESS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "actors": (("actor",),),
    "links": (("entry",),),
    "milestones": (("stage", "date"), ("note",), ("stage",), ("date",)),
    "authors": (("institution",), ("family", "given"), ("family",), ("given",)),
    "editors": (("institution",), ("family", "given"), ("family",), ("given",)),
}


def item_identity(field: ListField, item: Any) -> Hashable | None:
    """What an item has for ever: a claim its id, another name its letters; None where there is nothing."""
    if isinstance(field, OtherNameListField):
        return fold_name(item["name"])
    if isinstance(field, ItemListField) and field.key:
        identity: str = item[field.key.name]
        return identity
    return None


def align(field: ListField, before: list[Any], after: list[Any]) -> dict[int, int]:
    """The place in ``after`` of each item of ``before`` that is still there, whatever else of it changed."""
    if before and item_identity(field, before[0]) is not None:
        places = {item_identity(field, item): place for place, item in enumerate(after)}
        identities = ((place, item_identity(field, item)) for place, item in enumerate(before))
        return {place: places[identity] for place, identity in identities if identity in places}
    found: dict[int, int] = {}
    everything = tuple(field.schema.fields) if isinstance(field, ItemListField) else ()
    for names in (everything, *LIKENESS.get(field.name, ())):
        _pair_alike(names, before, after, found)
    if isinstance(field, ContributorListField):
        _pair_replaced(before, after, found)
    return found


def _pair_alike(names: tuple[str, ...], before: list[Any], after: list[Any], found: dict[int, int]) -> None:
    """Pair the items left in both lists whose fields ``names`` are equal and not empty, in their order."""
    taken = set(found.values())
    waiting: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(after):
        if place not in taken and any(item[name] for name in names):
            waiting[_values(item, names)].append(place)
    for place, item in enumerate(before):
        if place not in found and (places := waiting.get(_values(item, names))):
            found[place] = places.pop(0)


def _values(item: Any, names: tuple[str, ...]) -> str:
    return repr([item[name] for name in names])


def _pair_replaced(before: list[Any], after: list[Any], found: dict[int, int]) -> None:
    """Pair a name with the one that stands in its place between the same neighbours: it was spelt anew."""
    taken = set(found.values())
    for place in (place for place in range(len(before)) if place not in found):
        new = found.get(place - 1, -1) + 1
        is_last = place == len(before) - 1 and new == len(after) - 1
        is_first = place == 0 or place - 1 in found
        if is_first and new not in taken and (is_last or found.get(place + 1) == new + 1):
            found[place] = new


def weave(order: list[int], *sides: list[int]) -> list[int]:
    """``order`` with the other numbers of each side put in, each behind the one it follows on its side.

    What two sides put in one place stands there one side after the other.
    """
    woven = list(order)
    for side in sides:
        own = set(side)
        end = 0  # behind the number that was placed last
        for number in side:
            if number in woven:
                end = woven.index(number) + 1
                continue
            while end < len(woven) and woven[end] not in own and woven[end] not in order:
                end += 1
            woven.insert(end, number)
            end += 1
    return woven
