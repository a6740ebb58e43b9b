"""Every selection of entries in every format: one file per format, one registry of their suffixes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relations.catalogue import Snapshot
from relations.finder import Card, EditionStream, Params, find
from relations.formats import as_atom, as_bibtex, as_csl, as_csv, as_ics, as_json, as_ris
from relations.formats.as_atom import Category, Feed, Item, Tombstone

# A feed holds this many entries, the last published ones.
FEED_SIZE = 50


@dataclass(frozen=True)
class Format:
    """``label`` is what a link to it says, ``meaning`` what it holds and what it is for.

    ``render`` gives the whole text, or pieces of it that are made as they are sent.
    """

    media_type: str
    label: str | Promise
    meaning: str | Promise
    render: Callable[[Params, Snapshot], str | Iterable[str]]


def _render_json(params: Params, snapshot: Snapshot) -> str:
    return as_json.render(find(params, snapshot), "/entries.json")


def _render_atom(params: Params, snapshot: Snapshot) -> str:
    reference = snapshot.reference
    latest = replace(params, sort="updated", page=1, page_size=FEED_SIZE)
    result = find(latest, snapshot)
    feed = Feed(
        title=result.feed_title,
        author=reference.title,
        licence=reference.licence,
        path="/entries.atom",
        page="/entries/",
        # The reader's own query: the order and the size of a feed are the feed's.
        query=replace(params, sort="", page=1, page_size=Params.page_size).query,
        published_at=snapshot.published_at,
        pin=snapshot.pin_text,
    )
    return as_atom.render(feed, map(_feed_item, result.cards))


def _feed_item(card: Card) -> Item | Tombstone:
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


def _streamed(
    render: Callable[[EditionStream], Iterable[str]],
) -> Callable[[Params, Snapshot], Iterable[str]]:
    """A format of the whole selection: found at once, written as it is sent."""
    return lambda params, snapshot: render(EditionStream(params, snapshot))


# By suffix, what /entries.<suffix> answers, in the order in which pages offer them.
FORMATS: dict[str, Format] = {
    "atom": Format(
        as_atom.MEDIA_TYPE,
        _("Feed (Atom)"),
        _("The 50 entries published last, for a feed reader: it shows what is new and what changed."),
        _render_atom,
    ),
    "csv": Format(
        as_csv.MEDIA_TYPE,
        _("Table (CSV)"),
        _("All entries found, one on each line, for a spreadsheet or a statistics program."),
        _streamed(as_csv.render),
    ),
    "json": Format(
        as_json.MEDIA_TYPE,
        _("Data (JSON)"),
        _("One page of the entries found, with all filters and their counts, for programs."),
        _render_json,
    ),
    "ics": Format(
        as_ics.MEDIA_TYPE,
        _("Calendar (iCalendar)"),
        _("All entries found that are dated to the day. It says how many others were left out."),
        _streamed(as_ics.render),
    ),
    "bib": Format(
        as_bibtex.MEDIA_TYPE,
        _("BibTeX"),
        _("All entries found as literature for LaTeX, each cited at its edition."),
        _streamed(as_bibtex.render),
    ),
    "ris": Format(
        as_ris.MEDIA_TYPE,
        _("RIS"),
        _("All entries found as literature for reference managers, each cited at its edition."),
        _streamed(as_ris.render),
    ),
    "csl.json": Format(
        as_csl.MEDIA_TYPE,
        _("CSL-JSON"),
        _("All entries found as literature for citation processors, each cited at its edition."),
        _streamed(as_csl.render),
    ),
}
