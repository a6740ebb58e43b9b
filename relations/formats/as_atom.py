"""Atom feeds (RFC 4287): the entries of a selection last published, and what changed in the reference.

In a feed of an earlier version the place of what was withdrawn since has a tombstone (RFC 6721).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from relations.catalogue import Snapshot
from relations.catalogue.withdrawals import Withdrawal
from relations.formats.permanent_ids import PermanentIds
from relations.models.language import current_language
from relations.presenters.urls import absolute_url

# A feed holds this many items, the newest.
FEED_SIZE = 50
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold at all, escaped or not.
INVALID_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Where nothing was ever published; Atom wants a date all the same.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Category:
    """A topic as feed readers sort by it: ``term`` is its slug, ``label`` its name."""

    term: str
    label: str


@dataclass(frozen=True)
class Item:
    """One entry of a feed. ``id`` is what is permanent of it, ``path`` where it is read."""

    id: str
    path: str
    title: str
    updated: datetime
    published: datetime
    summary: str = ""
    topics: tuple[Category, ...] = ()


@dataclass(frozen=True)
class Tombstone:
    """A tombstone: there was an entry with this id, and when and why it was withdrawn (RFC 6721)."""

    id: str
    withdrawn: Withdrawal

    @property
    def updated(self) -> datetime:
        return self.withdrawn.at


@dataclass(frozen=True)
class Feed:
    """``id`` is what is permanent of it.

    ``path`` and ``query`` are the feed's own address, ``page`` that of the page with the same content.

    ``published_at``: when the reference was last published, if it was: that dates a feed without entries.
    ``pin``: that of the snapshot, which all addresses have; the ids of feed and entries are those of any.
    """

    id: str
    title: str
    author: str
    licence: str
    path: str
    page: str
    query: str = ""
    published_at: datetime | None = None
    pin: str = ""

    @classmethod
    def of(cls, snapshot: Snapshot, id_: str, title: str, path: str, page: str, query: str = "") -> "Feed":
        """A feed of the reference as it was at the version of a snapshot."""
        reference = snapshot.reference
        return cls(
            id=id_,
            title=title,
            author=reference.title,
            licence=reference.licence,
            path=path,
            page=page,
            query=query,
            published_at=snapshot.published_at,
            pin=snapshot.pin_text,
        )


def render(feed: Feed, items: Iterable[Item | Tombstone]) -> str:
    """The feed as XML text. Its ids outlive every renaming, and a move of the site. One query."""
    items, ids = list(items), PermanentIds.read()
    Xml.register_namespace("", NAMESPACE)
    Xml.register_namespace("at", TOMBSTONES)
    root = Xml.Element(f"{{{NAMESPACE}}}feed", {XML_LANG: current_language()})
    _add(root, "id", ids.tag_uri(feed.id))
    _add(root, "title", feed.title)
    updated = max((item.updated for item in items), default=feed.published_at or NEVER)
    _add(root, "updated", updated.isoformat())
    _add(
        root,
        "link",
        rel="self",
        type="application/atom+xml",
        href=absolute_url(feed.path, feed.query, feed.pin),
    )
    _add(root, "link", rel="alternate", type="text/html", href=absolute_url(feed.page, feed.query, feed.pin))
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "rights", feed.licence)
    for item in items:
        if isinstance(item, Tombstone):
            _deleted_entry(root, item, ids.tag_uri(item.id))
        else:
            _entry(root, item, ids.tag_uri(item.id), feed.pin)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="unicode")


def _entry(root: Xml.Element, item: Item, id_: str, pin: str) -> None:
    entry = _add(root, "entry")
    _add(entry, "id", id_)
    _add(entry, "title", item.title)
    _add(entry, "link", rel="alternate", type="text/html", href=absolute_url(item.path, pin=pin))
    _add(entry, "published", item.published.isoformat())
    _add(entry, "updated", item.updated.isoformat())
    for topic in item.topics:
        _add(entry, "category", term=topic.term, scheme=absolute_url("/topics/"), label=topic.label)
    if item.summary:
        _add(entry, "summary", item.summary)


def _deleted_entry(root: Xml.Element, tombstone: Tombstone, id_: str) -> None:
    attributes = {"ref": id_, "when": tombstone.withdrawn.at.isoformat()}
    entry = Xml.SubElement(root, f"{{{TOMBSTONES}}}deleted-entry", attributes)
    comment = Xml.SubElement(entry, f"{{{TOMBSTONES}}}comment")
    comment.text = INVALID_XML.sub("", tombstone.withdrawn.reason)


def _add(parent: Xml.Element, name: str, text: str = "", **attributes: str) -> Xml.Element:
    clean = {key: INVALID_XML.sub("", value) for key, value in attributes.items()}
    element = Xml.SubElement(parent, f"{{{NAMESPACE}}}{name}", clean)
    element.text = INVALID_XML.sub("", text) or None
    return element
