"""Lines of comma-separated values (RFC 4180) in which no spreadsheet finds a formula.

A spreadsheet calculates a cell that begins with a sign, wherever its cells begin. One that is
set to another separator, as in countries with a decimal comma, splits a line of ours at the
semicolons, tabs and line breaks within a text, and sees no quotation marks there. So an
apostrophe stands at each place where a formula could begin: at the beginning of a text, and
behind each of these separators. ``unescape_formulas`` takes them away again.
"""

import csv
import re
from collections.abc import Iterable
from io import StringIO

from relations.models.characters import INVISIBLE

# What is not seen before a sign: blanks, marks of quotation, characters without width.
_UNSEEN = f"[\x00-\x20\\s{INVISIBLE}\"']*"
# The signs, in either width.
_SIGN = "[=+\\-@＝＋－＠﹦﹢﹣﹫]"
# A tab or a line break is as dangerous where a text begins. (An apostrophe before it is the text's own.)
_BEGINNING = f"(?={_UNSEEN}{_SIGN}|'*[\t\r\n])"
# One spreadsheet or another splits a line at these; who splits at commas reads our quotation marks.
_SEPARATOR = "[;\t\r\n]"
_FIRST = re.compile(_BEGINNING)
_ESCAPED_FIRST = re.compile(f"'{_BEGINNING}")
# From a separator up to what is seen next. All of it is read at once, whether a sign follows or not: to look
# anew from each of its separators would take a time that grows with the square of their number.
_RUN = re.compile(f"{_SEPARATOR}{_UNSEEN}+({_SIGN})?")
_SEPARATORS = re.compile(_SEPARATOR)
_ESCAPED_SEPARATORS = re.compile(f"({_SEPARATOR})'")


def csv_lines(rows: Iterable[Iterable[str | int]]) -> str:
    """The rows as lines; their texts are escaped."""
    text = StringIO()
    csv.writer(text).writerows(
        [escape_formulas(value) if value and isinstance(value, str) else value for value in row]
        for row in rows
    )
    return text.getvalue()


def escape_formulas(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet might begin to calculate."""
    before = "'" if _FIRST.match(text) else ""
    return before + _RUN.sub(_escape_run, text)


def unescape_formulas(cell: str) -> str:
    """The text that was escaped."""
    return _RUN.sub(_unescape_run, cell[1:] if _ESCAPED_FIRST.match(cell) else cell)


def _escape_run(found: re.Match[str]) -> str:
    return _SEPARATORS.sub(r"\g<0>'", found[0]) if found[1] else found[0]


def _unescape_run(found: re.Match[str]) -> str:
    return _ESCAPED_SEPARATORS.sub(r"\1", found[0]) if found[1] else found[0]
