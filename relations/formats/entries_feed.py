"""The entries of a selection as a feed (Atom), those published last first; and those of one record."""

from dataclasses import replace

from relations.catalogue import NamedRecord, Snapshot
from relations.catalogue.sections import SECTIONS
from relations.finder import Card, Params, find
from relations.finder.facets import FACET_BY_NAME
from relations.formats import as_atom
from relations.formats.as_atom import FEED_SIZE, Category, Feed, Item, Tombstone
from relations.presenters.urls import url_with_query


def render_selection(params: Params, snapshot: Snapshot) -> str:
    """``/entries.atom``."""
    # The reader's own query: the order and the size of a feed are the feed's.
    asked = replace(params, sort="", page=1, page_size=Params.page_size)
    id_ = url_with_query("entries.atom", _query_of_keys(asked, snapshot))
    return _render(params, snapshot, id_, "/entries.atom", "/entries/", asked.query)


def render_record(name: NamedRecord, params: Params, snapshot: Snapshot) -> str:
    """The feed of a topic, an actor or a relationship. ``params``: as on its page."""
    id_ = f"{SECTIONS[name.kind]}/{name.key}.atom"
    return _render(params, snapshot, id_, f"{name.url.removesuffix('/')}.atom", name.url)


def _render(params: Params, snapshot: Snapshot, id_: str, path: str, page: str, query: str = "") -> str:
    result = find(replace(params, sort="updated", page=1, page_size=FEED_SIZE), snapshot)
    feed = Feed.of(snapshot, id_, result.feed_title, path, page, query)
    return as_atom.render(feed, map(_item, result.cards))


def _query_of_keys(params: Params, snapshot: Snapshot) -> str:
    """The query with the keys of records in place of their slugs, which may be given anew."""
    choices = tuple(
        (name, tuple(sorted(FACET_BY_NAME[name].key(slug, snapshot) for slug in slugs)))
        for name, slugs in params.choices
    )
    return replace(params, choices=choices).query


def _item(card: Card) -> Item | Tombstone:
    if card.withdrawn:
        return Tombstone(f"entry/{card.code}", card.withdrawn)
    note = f"\n\n{card.change_note}" if card.change_note else ""
    return Item(
        id=f"entry/{card.code}",
        path=card.url,
        title=card.title,
        updated=card.published_at,
        published=card.first_published_at or card.published_at,
        summary=f"{card.summary}{note}",
        topics=tuple(Category(name.slug, name.label) for name in card.topics),
    )
