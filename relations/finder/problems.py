"""What is said of parameters that cannot be followed, alike in lists of entries, of names and of changes."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from relations.finder.params import Problem
from relations.finder.sentence import format_number

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
# Nobody turns to a page of more digits; int() of a million digits would take seconds.
_NUMBER = re.compile(r"[0-9]{1,18}")


def printable(value: str) -> str:
    """A value as it can be named on a page: printable, at most 60 letters."""
    text = UNPRINTABLE.sub("�", value).strip()
    return f"{text[:60]}…" if len(text) > 60 else text


def repeated_message(name: str) -> str:
    """What is said of a parameter that has one value and was given several times."""
    return _("“%(name)s” was given more than once.") % {"name": name}


def read_number(name: str, text: str, default: int) -> tuple[int, str]:
    """A number from 1; ``default`` for anything else, with what is said of that."""
    if not text:
        return default, ""
    if _NUMBER.fullmatch(text) and int(text) >= 1:
        return int(text), ""
    message = _("“%(value)s” is no number that “%(name)s” can be.")
    return default, message % {"value": printable(text), "name": name}


def read_order(text: str, orders: Sequence[str]) -> tuple[str, str]:
    """One of ``orders``; "" for anything else, with what is said of that."""
    if not text or text in orders:
        return text, ""
    message = _("“%(value)s” is no order of this list: %(orders)s.")
    return "", message % {"value": printable(text), "orders": ", ".join(orders)}


def page_beyond_last(page: int, last: int, query: str) -> Problem:
    """The problem that a list has no such page. ``query``: the query string without the number."""
    words = {"page": printable(str(page)), "last": format_number(last)}
    return Problem(
        "page", str(page), _("There is no page %(page)s: the last one is %(last)s.") % words, query
    )
