"""What the picture of a record, or of the reference, says: the title, what it is, and the sides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from relations.catalogue import ResolvedAddress, Snapshot
from relations.catalogue.sections import entry_type
from relations.models import Record, Span
from relations.presenters.entry import resolve_name
from relations.presenters.wording import choice_label, format_day, type_name, upper_first


@dataclass(frozen=True)
class Picture:
    """``type``: of an entry; ``kind``: what the page is of, in words; ``sides``: their names, or those of
    several relationships.
    """

    reference: str
    title: str
    type: str = ""
    kind: str = ""
    sides: tuple[str, ...] = ()
    foot: str = ""

    @property
    def description(self) -> str:
        """All that it says, for who does not see it."""
        return " · ".join(filter(None, [self.kind, self.title, *self.sides, self.reference]))


def reference_picture(snapshot: Snapshot) -> Picture:
    """The picture of every page that is no record's."""
    reference = snapshot.reference
    sides: tuple[str, ...] = ()
    if len(snapshot.relationships) == 1:
        (relationship,) = snapshot.relationships
        sides = _names(snapshot, "actor", relationship.document["sides"])
    return Picture(_site(), reference.title, kind=reference.tagline, sides=sides)


def record_picture(snapshot: Snapshot, found: ResolvedAddress) -> Picture:
    edition = found.edition
    document = edition.read_document()
    if found.record.is_entry:
        kind = _entry_kind(document, edition.read_rendering())
        title, type_ = document["title"], entry_type(document)
        sides = _sides(snapshot, document["relationships"])
    else:
        name = snapshot.vocabulary(found.record.kind)[found.record.key]
        kind, title, type_ = _kind(document), name.label, ""
        sides = _names(snapshot, "actor", document.get("sides", ()))
    words = {"number": edition.number, "day": format_day(edition.published_at), "site": _site()}
    foot = _("Edition %(number)s, %(day)s · %(site)s") % words
    return Picture(snapshot.reference.title, title, type_, kind, sides, foot)


def _entry_kind(document: dict[str, Any], rendering: dict[str, Any]) -> str:
    """The type of an entry with its state, its status or its date."""
    if document["kind"] == Record.Kind.ISSUE:
        detail = choice_label(document["state"], "state")
    elif document["kind"] == Record.Kind.AGREEMENT:
        detail = choice_label(rendering.get("status", ""), "stage")
    else:
        detail = Span.parse(rendering["date"]).label if rendering.get("date") else ""
    return " · ".join(filter(None, [type_name(entry_type(document), document.get("form", "")), detail]))


def _kind(document: dict[str, Any]) -> str:
    kind = document["kind"]
    if kind == Record.Kind.TOPIC:
        return _("Topic") if document["parent"] else _("Theme")
    if kind in (Record.Kind.ACTOR, Record.Kind.SOURCE):
        return upper_first(choice_label(document["type"], kind))
    return upper_first(choice_label(kind, "kind"))


def _sides(snapshot: Snapshot, relationships: list[str]) -> tuple[str, ...]:
    """Whom a picture names: the sides of one relationship, the names of several."""
    if len(relationships) == 1:
        name = resolve_name(snapshot.relationships, "relationship", relationships[0])
        return _names(snapshot, "actor", name.document.get("sides", ()))
    return _names(snapshot, "relationship", relationships)


def _names(snapshot: Snapshot, kind: str, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(resolve_name(snapshot.vocabulary(kind), kind, key).label for key in keys)


def _site() -> str:
    return urlsplit(settings.SITE_URL).netloc
