"""``links_to``: the entries that state a link to one, which is given by its code."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.catalogue.editions import current_entry_editions


def read_link_target(text: str, snapshot: Snapshot, printable: Callable[[str], str]) -> tuple[str, str, str]:
    """The code of the entry and its title, "" for what is none; and what is said of that.

    One query. The title of an entry that was withdrawn since is its code.
    """
    if not text:
        return "", "", ""
    code = text.lower()
    edition = current_entry_editions([code], snapshot).get(code)
    if edition is None:
        message = _("No published entry has the code “%(value)s”.")
        return "", "", message % {"value": printable(text)}
    return code, code if edition.withdrawn else edition.content.read_document()["title"], ""


def describe_link_target(title: str) -> str:
    """Which entries are listed, behind the noun: "linked to “Free trade”"."""
    return _("linked to “%(title)s”") % {"title": title}
