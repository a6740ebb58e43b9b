"""What changed between two documents, by its places: "Title, claim 2; claim 5 added"."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.documents.compare import Change, ChangeType, compare, resolve_to_key
from relations.documents.schema import SCHEMAS, Document, Field, NameResolver

# Beyond so many places a line says how many more there are.
MAX_PLACES = 6


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A field, a list, or a claim with its number: ``leaves`` are the paths of the values that changed."""

    path: str
    number: int
    label: str
    action: ChangeType
    leaves: frozenset[str]

    @property
    def name(self) -> str:
        """The field of the document it is, or is in."""
        return self.path.partition("/")[0]


def changed_places(
    old: Document, new: Document, resolve: NameResolver = resolve_to_key, *, by_old: bool = False
) -> list[ChangedPlace]:
    """Each place that changed, in the order of a page, as ``compare`` finds them.

    A claim has its number in ``new`` and, if it is gone, that in ``old``; ``by_old`` the other way round.
    """
    numbers = {
        claim["id"]: number
        for document in ((new, old) if by_old else (old, new))
        for number, claim in enumerate(document.get("claims", ()), start=1)
    }
    fields = SCHEMAS[new["kind"]].fields
    changes: dict[str, list[Change]] = {}
    for change in compare(old, new, resolve):
        changes.setdefault(change.path, []).append(change)
    places: list[ChangedPlace] = []
    for path, found in changes.items():
        if path.startswith("claims/"):
            number = numbers[path.partition("/")[2]]
            label = _("claim %(number)d") % {"number": number}
            places += [ChangedPlace(path, number, label, one.action, _leaves(one)) for one in found]
        else:
            label = field_label(fields[path])
            places.append(ChangedPlace(path, 0, label, _action(found), frozenset({path})))
    return places


def field_label(field: Field) -> str:
    """The label of a field within a sentence; an abbreviation stays as it is."""
    label = str(field.label)
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def summarize(places: Iterable[ChangedPlace]) -> str:
    """One line: what changed, what was added, removed and moved. Empty when nothing was."""
    places = list(places)
    shown, more = places[:MAX_PLACES], len(places) - MAX_PLACES
    formats = {
        ChangeType.CHANGED: "%(places)s",
        ChangeType.ADDED: _("%(places)s added"),
        ChangeType.REMOVED: _("%(places)s removed"),
        ChangeType.MOVED: _("%(places)s moved"),
    }
    parts = []
    for action, text in formats.items():
        if labels := [place.label for place in shown if place.action is action]:
            parts.append(text % {"places": ", ".join(labels)})
    if more > 0:
        parts.append(_("and %(count)d more") % {"count": more})
    return capfirst("; ".join(parts))


def _leaves(change: Change) -> frozenset[str]:
    return frozenset(inner.path for inner in change.changes) or frozenset({change.path})


def _action(changes: list[Change]) -> ChangeType:
    """What happened to several items of one list: added or removed if all were, otherwise changed."""
    actions = {change.action for change in changes}
    return actions.pop() if len(actions) == 1 else ChangeType.CHANGED
