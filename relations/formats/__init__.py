"""Every selection of entries in every format: one file per format, one registry of their suffixes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relations.catalogue import Snapshot
from relations.finder import Card, EntryStream, Params, Result, find
from relations.formats import as_atom, as_bibtex, as_csl, as_csv, as_ics, as_json, as_ris
from relations.formats.as_atom import Feed, Item

# A feed holds this many entries, the last published ones.
FEED_SIZE = 50


@dataclass(frozen=True)
class Wanted:
    """What a reader wants to have in a format. ``address`` is without suffix: "/entries"."""

    params: Params
    snapshot: Snapshot
    address: str = "/entries"

    def find(self, params: Params) -> Result:
        """A page of entries with all that is told of it."""
        return find(params, self.snapshot)

    @property
    def whole(self) -> EntryStream:
        """All the entries, and nothing about them but what they say."""
        return EntryStream(self.params, self.snapshot)


@dataclass(frozen=True)
class Format:
    """``label`` is what a link to it says, ``meaning`` what it holds and what it is for.

    ``render`` gives the whole text, or pieces of it that are made as they are sent.
    """

    media_type: str
    label: str | Promise
    meaning: str | Promise
    render: Callable[[Wanted], str | Iterable[str]]


def _json(wanted: Wanted) -> str:
    return as_json.render(wanted.find(wanted.params), f"{wanted.address}.json")


def _atom(wanted: Wanted) -> str:
    params, reference = wanted.params, wanted.snapshot.reference
    result = wanted.find(replace(params, sort="updated", page=1, page_size=FEED_SIZE))
    # The reader's own query: the order and the size of a feed are the feed's.
    query = replace(params, sort="", page=1, page_size=Params.page_size).query
    feed = Feed(
        title=result.sentence,
        author=reference.title,
        licence=reference.licence,
        path=f"{wanted.address}.atom",
        page=f"{wanted.address}/",
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


def _whole(render: Callable[[EntryStream], Iterable[str]]) -> Callable[[Wanted], Iterable[str]]:
    """A format that holds the whole selection: found at once, written as it is sent."""
    return lambda wanted: render(wanted.whole)


# By suffix, what /entries.<suffix> answers, in the order in which pages offer them.
FORMATS: dict[str, Format] = {
    "atom": Format(
        as_atom.MEDIA_TYPE,
        _("Feed (Atom)"),
        _("The 50 entries published last, for a feed reader: it shows what is new and what changed."),
        _atom,
    ),
    "csv": Format(
        as_csv.MEDIA_TYPE,
        _("Table (CSV)"),
        _("All entries found, one on each line, for a spreadsheet or a statistics program."),
        _whole(as_csv.render),
    ),
    "json": Format(
        as_json.MEDIA_TYPE,
        _("Data (JSON)"),
        _("One page of the entries found, with all filters and their counts, for programs."),
        _json,
    ),
    "ics": Format(
        as_ics.MEDIA_TYPE,
        _("Calendar (iCalendar)"),
        _("All entries found that are dated to the day. It says how many others were left out."),
        _whole(as_ics.render),
    ),
    "bib": Format(
        as_bibtex.MEDIA_TYPE,
        _("BibTeX"),
        _("All entries found as literature for LaTeX, each cited at its edition."),
        _whole(as_bibtex.render),
    ),
    "ris": Format(
        as_ris.MEDIA_TYPE,
        _("RIS"),
        _("All entries found as literature for reference managers, each cited at its edition."),
        _whole(as_ris.render),
    ),
    "csl.json": Format(
        as_csl.MEDIA_TYPE,
        _("CSL-JSON"),
        _("All entries found as literature for citation processors, each cited at its edition."),
        _whole(as_csl.render),
    ),
}
