"""What changed between two documents of one record, in words, for editors and for readers.

No HTML here: a change carries its parts (equal, insert, delete), and the two
template engines each draw them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from relations.documents.wording import (
    CLAIM_FIELDS,
    FIELDS,
    Field,
    Resolve,
    resolve_to_key,
    single_line,
    value_in_words,
)

Document = dict[str, Any]

# Word by word up to this product of both lengths; beyond it line by line, so that a book costs no minute.
WORDWISE = 4_000_000
# Below this likeness a diff of words is confetti: the whole text is shown as replaced.
ALIKE = 0.3


class Action(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text: ``kind`` is "equal", "insert" or "delete"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``path`` is the document's ("summary", "claims/<id>/text"), ``label`` says it in words.

    A changed claim holds its fields' own changes in ``changes``; every other
    change holds ``parts``, which read one after the other give both texts.
    """

    path: str
    label: str
    action: Action
    before: str = ""
    after: str = ""
    parts: tuple[Part, ...] = ()
    changes: tuple["Change", ...] = ()

    @property
    def word(self) -> str:
        """The action as a page says it."""
        return {
            Action.CHANGED: _("changed"),
            Action.ADDED: _("added"),
            Action.REMOVED: _("removed"),
            Action.MOVED: _("moved"),
        }[self.action]


def compare(old: Document, new: Document, resolve: Resolve = resolve_to_key) -> list[Change]:
    """Every difference from ``old`` to ``new``, in the order in which a page shows the fields.

    ``resolve(kind, key)`` gives the name a record is called by. Raises
    ValueError when the two are not of one kind.
    """
    if old["kind"] != new["kind"]:
        raise ValueError(f"cannot compare a {old['kind']} with a {new['kind']}")
    changes: list[Change] = []
    for name, field in FIELDS.items():
        if name in new or name in old:
            changes += _field(name, field, old.get(name), new.get(name), resolve)
    if "claims" in new:
        changes += _claims(old.get("claims", []), new["claims"], resolve)
    return changes


def compare_first(new: Document, resolve: Resolve = resolve_to_key) -> list[Change]:
    """A first edition as differences from nothing: everything that is filled in was added."""
    empty = {name: [] if isinstance(value, list) else "" for name, value in new.items()}
    return compare({**empty, "kind": new["kind"]}, new, resolve)


def _field(path: str, field: Field, before: Any, after: Any, resolve: Resolve) -> list[Change]:
    if (before or "") == (after or ""):
        return []
    if field.many:
        return _list(path, field, before or [], after or [], resolve)
    old, new = (value_in_words(field, value, resolve) for value in (before, after))
    if old == new:  # a merged key and its survivor's: the same words to a reader
        return []
    action = Action.ADDED if not old else Action.REMOVED if not new else Action.CHANGED
    return [Change(path, str(field.label), action, old, new, diff_words(old, new))]


def _list(path: str, field: Field, before: list[Any], after: list[Any], resolve: Resolve) -> list[Change]:
    label = str(field.label)
    old, new = ([value_in_words(field, item, resolve) for item in items] for items in (before, after))
    changes = [
        Change(path, label, Action.REMOVED, before=words, parts=(Part("delete", words),))
        for words in _without(old, new)
    ]
    changes += [
        Change(path, label, Action.ADDED, after=words, parts=(Part("insert", words),))
        for words in _without(new, old)
    ]
    if not changes and old != new:
        order = ", ".join(new)
        changes.append(Change(path, label, Action.MOVED, ", ".join(old), order, (Part("equal", order),)))
    return changes


def _without(words: list[str], others: list[str]) -> Iterable[str]:
    """``words`` less ``others``, each of those taken away once."""
    left = list(others)
    for word in words:
        if word in left:
            left.remove(word)
        else:
            yield word


def _claims(before: list[Document], after: list[Document], resolve: Resolve) -> list[Change]:
    old = {claim["id"]: claim for claim in before}
    new = {claim["id"]: claim for claim in after}
    changes = [_whole_claim(claim, Action.REMOVED, resolve) for code, claim in old.items() if code not in new]
    moved = _moved([code for code in old if code in new], [code for code in new if code in old])
    for code, claim in new.items():
        if code not in old:
            changes.append(_whole_claim(claim, Action.ADDED, resolve))
            continue
        inner = tuple(
            change
            for name, field in CLAIM_FIELDS.items()
            for change in _field(
                f"claims/{code}/{name}", field, old[code].get(name), claim.get(name), resolve
            )
        )
        if inner:
            changes.append(_claim(claim, Action.CHANGED, resolve, changes=inner))
        if code in moved:
            changes.append(
                _claim(claim, Action.MOVED, resolve, parts=(Part("equal", single_line(claim["text"])),))
            )
    return changes


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The fewest codes whose moving turns the order ``old`` into ``new``."""
    kept = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(new) - {code for block in kept for code in new[block.b : block.b + block.size]}


def _whole_claim(claim: Document, action: Action, resolve: Resolve) -> Change:
    kind = "insert" if action is Action.ADDED else "delete"
    cited = "; ".join(value_in_words(CLAIM_FIELDS["citations"], c, resolve) for c in claim["citations"])
    text = single_line(claim["text"]) + (f" ({cited})" if cited else "")
    side = {"after" if action is Action.ADDED else "before": text}
    return _claim(claim, action, resolve, parts=(Part(kind, text),), **side)


def _claim(claim: Document, action: Action, resolve: Resolve, **rest: Any) -> Change:
    label = value_in_words(CLAIM_FIELDS["kind"], claim["kind"], resolve).capitalize()
    if claim.get("speaker"):
        label = _("%(kind)s, %(speaker)s") % {"kind": label, "speaker": resolve("actor", claim["speaker"])}
    return Change(f"claims/{claim['id']}", label, action, **rest)


def diff_words(old: str, new: str) -> tuple[Part, ...]:
    """``old`` turned into ``new``, word by word; texts that share little are shown whole."""
    if not old or not new:
        return tuple(Part(kind, text) for kind, text in (("delete", old), ("insert", new)) if text)
    before, after = _tokens(old, new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return (Part("delete", old), Part("insert", new))
    return _joined(matcher.get_opcodes(), before, after)


def _tokens(old: str, new: str) -> tuple[list[str], list[str]]:
    words = [re.findall(r"\w+|\s+|[^\w\s]", text) for text in (old, new)]
    if len(words[0]) * len(words[1]) > WORDWISE:
        words = [text.splitlines(keepends=True) for text in (old, new)]
    return words[0], words[1]


def _joined(opcodes: Any, before: list[str], after: list[str]) -> tuple[Part, ...]:
    """The opcodes as parts; a lone space between two changes belongs to both, so that phrases stay whole."""
    steps = list(opcodes)
    runs: list[tuple[str, str]] = []  # (deleted, inserted); equal text is a run of its own
    parts: list[Part] = []
    for n, (tag, a, b, c, d) in enumerate(steps):
        old, new = "".join(before[a:b]), "".join(after[c:d])
        between = tag == "equal" and old.isspace() and 0 < n < len(steps) - 1
        if tag != "equal" or between:
            runs.append((old, new))
            continue
        parts += _flush(runs)
        parts.append(Part("equal", old))
    return tuple(parts + _flush(runs))


def _flush(runs: list[tuple[str, str]]) -> list[Part]:
    deleted, inserted = ("".join(run[side] for run in runs) for side in (0, 1))
    runs.clear()
    return [Part(kind, text) for kind, text in (("delete", deleted), ("insert", inserted)) if text]
