"""Every selection of entries in every format: one file per format, one registry of their suffixes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from relations.catalogue import Catalogue
from relations.finder import Card, Params, Result
from relations.formats import as_atom, as_json
from relations.formats.as_atom import Feed, Item

# A feed holds this many entries, the last published ones.
FEED_SIZE = 50


@dataclass(frozen=True)
class Selection:
    """A result with what its renderings name: the address without suffix ("/entries") and the reference."""

    result: Result
    catalogue: Catalogue
    address: str = "/entries"


@dataclass(frozen=True)
class Format:
    """``adapt`` turns what a reader chose into what this format shows of it (a feed: the newest 50)."""

    media_type: str
    render: Callable[[Selection], str | bytes | Iterable[str]]
    adapt: Callable[[Params], Params] = lambda params: params


def _json(selection: Selection) -> str:
    return as_json.render(selection.result, f"{selection.address}.json")


def _last_published(params: Params) -> Params:
    return replace(params, sort="updated", page=1, page_size=FEED_SIZE)


def _atom(selection: Selection) -> str:
    result, reference = selection.result, selection.catalogue.reference
    # The reader's own query: the order and the size of a feed are the feed's.
    query = replace(result.params, sort="", page_size=Params.page_size).query
    feed = Feed(
        title=result.sentence,
        author=reference.title,
        licence=reference.licence,
        path=f"{selection.address}.atom",
        page=f"{selection.address}/",
        query=query,
    )
    return as_atom.render(feed, (_item(card) for card in result.cards))


def _item(card: Card) -> Item:
    note = f"\n\n{card.change_note}" if card.change_note else ""
    return Item(
        id=f"entry/{card.code}",
        path=card.url,
        title=card.title,
        updated=card.published_at,
        published=card.first_published_at or card.published_at,
        summary=f"{card.summary}{note}",
        topics=tuple(name.label for name in card.topics),
    )


# By suffix, what /entries.<suffix> answers.
FORMATS: dict[str, Format] = {
    "json": Format("application/json", _json),
    "atom": Format(as_atom.MEDIA_TYPE, _atom, _last_published),
}
