"""What changed between two documents of one record, in words, for editors and for readers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from relations.documents.schema import CLAIM, SCHEMAS, Document, Field, ListField, NameResolver, Schema
from relations.documents.text import single_line
from relations.documents.text_diff import DiffPart, diff_words

# A page shows these before the other values of its record, and these after the other lists.
FIRST = (
    *("title", "name", "slug", "kind", "text", "summary", "description", "introduction"),
    *("type", "form", "date", "date_note"),
)
LAST = ("links",)


class ChangeType(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``path`` is the document's ("summary", "claims/<id>/text"), ``label`` says it in words.

    A changed claim holds its fields' own changes in ``changes``, and its text as it is now in
    ``after``; every other change holds ``parts``, which read one after the other give both texts.
    """

    path: str
    label: str
    action: ChangeType
    before: str = ""
    after: str = ""
    parts: tuple[DiffPart, ...] = ()
    changes: tuple["Change", ...] = ()

    @property
    def word(self) -> str:
        """The action as a page says it."""
        return {
            ChangeType.CHANGED: _("changed"),
            ChangeType.ADDED: _("added"),
            ChangeType.REMOVED: _("removed"),
            ChangeType.MOVED: _("moved"),
        }[self.action]


def resolve_to_key(kind: str, key: str) -> str:
    """The plainest resolver: a record is called by its key."""
    return key


def compare(old: Document, new: Document, resolve: NameResolver = resolve_to_key) -> list[Change]:
    """Every difference from ``old`` to ``new``, in the order in which a page shows the fields.

    How a text is spaced and broken into lines is none. ``resolve(kind, key)`` gives the name
    a record is called by. Raises ValueError when the two are not of one kind.
    """
    if old["kind"] != new["kind"]:
        raise ValueError(f"cannot compare a {old['kind']} with a {new['kind']}")
    changes: list[Change] = []
    for field in DISPLAY_ORDER[new["kind"]]:
        changes += _field(field.name, field, old.get(field.name), new.get(field.name), resolve)
    if "claims" in new:
        changes += _claims(old.get("claims", []), new["claims"], resolve)
    return changes


def compare_with_nothing(new: Document, resolve: NameResolver = resolve_to_key) -> list[Change]:
    """A first edition as differences from nothing: everything that is filled in was added."""
    empty: Document = {name: [] if isinstance(value, list) else "" for name, value in new.items()}
    return compare({**empty, "kind": new["kind"]}, new, resolve)


def innermost(changes: Iterable[Change]) -> Iterator[Change]:
    """The differences of values: those within a claim in its place."""
    for change in changes:
        yield from change.changes or (change,)


def display_order(schema: Schema) -> tuple[Field, ...]:
    """The fields in the order in which a page shows them, but for those that tell items apart."""
    values = sorted(schema.values, key=lambda field: (*FIRST, field.name).index(field.name))
    lists = sorted(schema.lists, key=lambda field: field.name in LAST)
    return tuple(field for field in (*values, *lists) if field.name not in ("id", "claims"))


DISPLAY_ORDER = {kind: display_order(schema) for kind, schema in SCHEMAS.items()}
CLAIM_ORDER = display_order(CLAIM)


def _field(path: str, field: Field, before: Any, after: Any, resolve: NameResolver) -> list[Change]:
    if (before or "") == (after or ""):
        return []
    if isinstance(field, ListField):
        return _list(path, field, before or [], after or [], resolve)
    old, new = (field.display(value, resolve) if value else "" for value in (before, after))
    # A merged key and its survivor's name, a no-break space retyped: the same words to a reader.
    if single_line(old) == single_line(new):
        return []
    action = ChangeType.ADDED if not old else ChangeType.REMOVED if not new else ChangeType.CHANGED
    return [Change(path, str(field.label), action, old, new, diff_words(old, new))]


def _list(
    path: str, field: ListField, before: list[Any], after: list[Any], resolve: NameResolver
) -> list[Change]:
    label = str(field.label)
    old, new = (
        [single_line(field.item_display(item, resolve)) if item else "" for item in items]
        for items in (before, after)
    )
    changes = [
        Change(path, label, ChangeType.REMOVED, before=words, parts=(DiffPart("delete", words),))
        for words in _without(old, new)
    ]
    changes += [
        Change(path, label, ChangeType.ADDED, after=words, parts=(DiffPart("insert", words),))
        for words in _without(new, old)
    ]
    if not changes and old != new:
        order = ", ".join(new)
        changes.append(
            Change(path, label, ChangeType.MOVED, ", ".join(old), order, (DiffPart("equal", order),))
        )
    return changes


def _without(words: list[str], others: list[str]) -> Iterator[str]:
    """``words`` less ``others``, each of those taken away once."""
    left = list(others)
    for word in words:
        if word in left:
            left.remove(word)
        else:
            yield word


def _claims(before: list[Document], after: list[Document], resolve: NameResolver) -> list[Change]:
    old = {claim["id"]: claim for claim in before}
    new = {claim["id"]: claim for claim in after}
    changes = [
        _one_sided(claim, ChangeType.REMOVED, resolve) for code, claim in old.items() if code not in new
    ]
    moved = _moved([code for code in old if code in new], [code for code in new if code in old])
    for code, claim in new.items():
        if code not in old:
            changes.append(_one_sided(claim, ChangeType.ADDED, resolve))
            continue
        if inner := tuple(_within(old[code], claim, resolve)):
            text = single_line(claim["text"])
            changes.append(_claim(claim, ChangeType.CHANGED, resolve, after=text, changes=inner))
        if code in moved:
            text = single_line(claim["text"])
            unchanged = (DiffPart("equal", text),)
            changes.append(_claim(claim, ChangeType.MOVED, resolve, after=text, parts=unchanged))
    return changes


def _within(old: Document, new: Document, resolve: NameResolver) -> Iterable[Change]:
    """The differences of one claim, field by field."""
    for field in CLAIM_ORDER:
        path = f"claims/{new['id']}/{field.name}"
        yield from _field(path, field, old.get(field.name), new.get(field.name), resolve)


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The fewest codes whose moving turns the order ``old`` into ``new``."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(new) - {code for block in blocks for code in new[block.b : block.b + block.size]}


def _one_sided(claim: Document, action: ChangeType, resolve: NameResolver) -> Change:
    """A claim that only one of the two documents has."""
    cited = CLAIM.fields["citations"].display(claim["citations"], resolve)
    text = single_line(claim["text"]) + (f" ({cited})" if cited else "")
    if action is ChangeType.ADDED:
        return _claim(claim, action, resolve, after=text, parts=(DiffPart("insert", text),))
    return _claim(claim, action, resolve, before=text, parts=(DiffPart("delete", text),))


def _claim(claim: Document, action: ChangeType, resolve: NameResolver, **rest: Any) -> Change:
    kind = claim["kind"]
    label = CLAIM.fields["kind"].display(kind, resolve).capitalize() if kind else ""
    if claim.get("speaker"):
        label = _("%(kind)s, %(speaker)s") % {"kind": label, "speaker": resolve("actor", claim["speaker"])}
    return Change(f"claims/{claim['id']}", label, action, **rest)
