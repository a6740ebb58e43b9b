"""A selection of entries as a calendar (iCalendar, RFC 5545): those that are dated to the day.

In a calendar of an earlier version what was withdrawn since is cancelled, on its day.
Everything in it comes from editions, the time stamps too, so the same
selection of the same version is the same file.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import ngettext

from relations.catalogue.withdrawals import Withdrawal
from relations.finder import EditionStream
from relations.formats.exported_entry import ExportedEntry, exported_batches
from relations.formats.permanent_ids import PermanentIds
from relations.models import Span
from relations.presenters.wording import withdrawn_words

MEDIA_TYPE = "text/calendar; charset=utf-8"
# How long a program waits before it asks again: what is unchanged costs it, and the site, next to nothing.
REFRESH_AFTER = "P1D"
# Octets in a line before it is continued on the next one (RFC 5545, 3.1).
MAX_LINE_OCTETS = 75
# A calendar has at least one component (RFC 5545, 3.6): one without a day has this, which shows nothing.
EMPTY = "".join(
    f"{line}\r\n"
    for line in (
        "BEGIN:VTIMEZONE",
        "TZID:Etc/UTC",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000",
        "TZNAME:UTC",
        "END:STANDARD",
        "END:VTIMEZONE",
    )
)
# A text holds no control character but the tab (RFC 5545, 3.3.11); line breaks are written as \n.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})

Properties = list[tuple[str, str]]


def render(stream: EditionStream, address: str) -> Iterator[str]:
    """The calendar in pieces of some hundred entries. ``address``: its own, in full. One query besides."""
    shown, ids = stream.dated_exactly, PermanentIds.read()
    modified = stream.snapshot.published_at
    # One of an earlier version stays as it is.
    refreshed_from = "" if stream.snapshot.pin else address
    yield _calendar_header(stream.title, _counts_sentence(shown, len(stream)), modified, refreshed_from)
    if not shown:
        yield EMPTY
    for entries in exported_batches(stream, dated_exactly=True):
        yield "".join(_component(entry, ids) for entry in entries)
    yield _content_line("END", "VCALENDAR")


def _counts_sentence(shown: int, found: int) -> str:
    """How many the calendar shows, and how many it had to leave out."""
    left_out = found - shown
    sentence = ngettext(
        "%(shown)s entry is dated to the day.", "%(shown)s entries are dated to the day.", shown
    )
    if left_out:
        sentence += " " + ngettext(
            "%(left_out)s other has no exact day and is left out.",
            "%(left_out)s others have no exact day and are left out.",
            left_out,
        )
    return sentence % {"shown": shown, "left_out": left_out}


def _calendar_header(name: str, description: str, modified: datetime | None, refreshed_from: str) -> str:
    """Name, description and refreshing as RFC 7986 has them, and as the programs before it do.

    ``refreshed_from``: the address of a calendar that may change, else "".
    """
    refreshing = (
        ("REFRESH-INTERVAL;VALUE=DURATION", REFRESH_AFTER),
        ("X-PUBLISHED-TTL", REFRESH_AFTER),
        ("SOURCE;VALUE=URI", refreshed_from),
    )
    properties = (
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Relations//Relations//EN"),
        ("LAST-MODIFIED", _format_time(modified) if modified else ""),
        ("NAME", _escape_text(name)),
        ("X-WR-CALNAME", _escape_text(name)),
        ("DESCRIPTION", _escape_text(description)),
        ("X-WR-CALDESC", _escape_text(description)),
        *(refreshing if refreshed_from else ()),
    )
    return "".join(_content_line(name, value) for name, value in properties if value)


def _component(entry: ExportedEntry, ids: PermanentIds) -> str:
    properties = [
        ("BEGIN", "VEVENT"),
        ("UID", ids.calendar_uid(entry.code)),
        *(_cancellation(entry, entry.withdrawn) if entry.withdrawn else _event(entry)),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
    ]
    return "".join(_content_line(name, value) for name, value in properties if value)


def _days(span: Span | None) -> Properties:
    if span is None:
        raise ValueError("Only dated entries are days of a calendar.")
    days = [("DTSTART;VALUE=DATE", _format_day(span.first))]
    if span.last < date.max:
        # The day after the last one; a calendar without one takes the event for a single day.
        days.append(("DTEND;VALUE=DATE", _format_day(span.last + timedelta(days=1))))
    return days


def _cancellation(entry: ExportedEntry, withdrawn: Withdrawal) -> Properties:
    return [
        ("DTSTAMP", _format_time(withdrawn.at)),
        ("LAST-MODIFIED", _format_time(withdrawn.at)),
        ("SEQUENCE", str(entry.edition.number)),
        *_days(entry.date),
        ("STATUS", "CANCELLED"),
        ("SUMMARY", _escape_text(withdrawn_words(withdrawn))),
    ]


def _event(entry: ExportedEntry) -> Properties:
    edition, document = entry.edition, entry.document
    return [
        ("DTSTAMP", _format_time(edition.published_at)),
        ("CREATED", _format_time(edition.first_published_at)),
        ("LAST-MODIFIED", _format_time(edition.published_at)),
        ("SEQUENCE", str(edition.number - 1)),
        *_days(entry.date),
        ("SUMMARY", _escape_text(document["title"])),
        ("DESCRIPTION", _escape_text(document["summary"])),
        ("LOCATION", _escape_text(document.get("place", ""))),
        ("CATEGORIES", ",".join(_escape_text(topic.label) for topic in entry.topics)),
        ("URL", entry.url),
    ]


def _content_line(name: str, value: str) -> str:
    """A content line, folded so that no line is too long and no letter is cut in two."""
    line = f"{name}:{value}"
    if len(line) * 4 <= MAX_LINE_OCTETS or len(line.encode()) <= MAX_LINE_OCTETS:
        return f"{line}\r\n"
    folded, length = [], 0
    for letter in line:
        octets = len(letter.encode())
        if length + octets > MAX_LINE_OCTETS:
            folded.append("\r\n ")
            length = 1
        folded.append(letter)
        length += octets
    return "".join(folded) + "\r\n"


def _escape_text(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).translate(_ESCAPES)


def _format_day(value: date) -> str:
    return value.isoformat().replace("-", "")


def _format_time(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
