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

# What is not seen before a sign: blanks, marks of quotation, characters without width.
_UNSEEN = "[\x00-\x20\\s\u00ad\u200b-\u200f\u2060\ufeff\"']*"
# The signs, in either width.
_SIGN = "[=+\\-@＝＋－＠﹦﹢﹣﹫]"
# A tab or a line break is as dangerous where a text begins. (An apostrophe before it is the text's own.)
_BEGINNING = f"(?={_UNSEEN}{_SIGN}|'*[\t\r\n])"
# One spreadsheet or another splits a line at these; who splits at commas reads our quotation marks.
_SEPARATOR = "[;\t\r\n]"
_FIRST = re.compile(_BEGINNING)
_LATER = re.compile(f"({_SEPARATOR})(?={_UNSEEN}{_SIGN})")
_ESCAPED_FIRST = re.compile(f"'{_BEGINNING}")
_ESCAPED_LATER = re.compile(f"({_SEPARATOR})'(?={_UNSEEN}{_SIGN})")


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
    # Hardly any text has such a place, and to look for one is much cheaper than to replace none.
    return before + (_LATER.sub(r"\1'", text) if _LATER.search(text) else text)


def unescape_formulas(cell: str) -> str:
    """The text that was escaped."""
    return _ESCAPED_LATER.sub(r"\1", cell[1:] if _ESCAPED_FIRST.match(cell) else cell)
