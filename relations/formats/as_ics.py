"""A selection of entries as a calendar (iCalendar, RFC 5545): those that are dated to the day.

Everything in it comes from editions, the time stamps too, so the same
selection of the same version is the same file.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import ngettext

from relations.finder import EntryStream
from relations.formats.line import Line, batches_of

MEDIA_TYPE = "text/calendar; charset=utf-8"
# Octets in a line before it is continued on the next one (RFC 5545, 3.1).
LONGEST_LINE = 75
# A text holds no control character but the tab (RFC 5545, 3.3.11); line breaks are written as \n.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def render(whole: EntryStream) -> Iterator[str]:
    """The calendar in pieces of some hundred entries."""
    yield _head(whole.sentence, _told(whole.dated_exactly, len(whole)))
    for lines in batches_of(whole, dated_exactly=True):
        yield "".join(_event(line) for line in lines)
    yield _line("END", "VCALENDAR")


def _told(shown: int, found: int) -> str:
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


def _head(name: str, description: str) -> str:
    """Name and description as RFC 7986 has them, and as the programs before it do."""
    return "".join(
        (
            _line("BEGIN", "VCALENDAR"),
            _line("VERSION", "2.0"),
            _line("PRODID", "-//Relations//Relations//EN"),
            _line("NAME", _text(name)),
            _line("X-WR-CALNAME", _text(name)),
            _line("DESCRIPTION", _text(description)),
            _line("X-WR-CALDESC", _text(description)),
        )
    )


def _event(line: Line) -> str:
    edition, document = line.edition, line.document
    parts = [
        ("BEGIN", "VEVENT"),
        ("UID", f"{line.code}@{urlsplit(settings.SITE_URL).hostname}"),
        ("DTSTAMP", _moment(edition.published_at)),
        ("CREATED", _moment(edition.first_published_at)),
        ("LAST-MODIFIED", _moment(edition.published_at)),
        ("SEQUENCE", str(edition.number - 1)),
        ("DTSTART;VALUE=DATE", _day(line.date.first)),
    ]
    if line.date.last < date.max:
        # The day after the last one; a calendar without one takes the event for a single day.
        parts.append(("DTEND;VALUE=DATE", _day(line.date.last + timedelta(days=1))))
    parts += [
        ("SUMMARY", _text(document["title"])),
        ("DESCRIPTION", _text(document["summary"])),
        ("LOCATION", _text(document.get("place", ""))),
        ("CATEGORIES", ",".join(_text(topic.label) for topic in line.topics)),
        ("URL", line.url),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
    ]
    return "".join(_line(name, value) for name, value in parts if value)


def _line(name: str, value: str) -> str:
    """A content line, folded so that no line is too long and no letter is cut in two."""
    line = f"{name}:{value}"
    if len(line) * 4 <= LONGEST_LINE or len(line.encode()) <= LONGEST_LINE:
        return f"{line}\r\n"
    folded, length = [], 0
    for letter in line:
        octets = len(letter.encode())
        if length + octets > LONGEST_LINE:
            folded.append("\r\n ")
            length = 1
        folded.append(letter)
        length += octets
    return "".join(folded) + "\r\n"


def _text(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", lines).translate(_ESCAPES)


def _day(value: date) -> str:
    return value.isoformat().replace("-", "")


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
