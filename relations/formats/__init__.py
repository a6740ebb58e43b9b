"""Every selection of entries in every format: one file per format, one registry of their suffixes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relations.catalogue import Snapshot
from relations.finder import EditionStream, Params, find
from relations.formats import as_atom, as_bibtex, as_csl, as_csv, as_ics, as_json, as_ris, entries_feed
from relations.presenters.urls import absolute_url


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


def _render_calendar(params: Params, snapshot: Snapshot) -> Iterable[str]:
    return as_ics.render(EditionStream(params, snapshot), absolute_url("/entries.ics", params.query))


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
        entries_feed.render_selection,
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
        _render_calendar,
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
