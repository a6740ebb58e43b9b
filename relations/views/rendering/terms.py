"""Acronyms of the glossary in an entry: where its page uses one first, it leads to what it stands for.

A link, as a title alone is out of reach of fingers and keyboards.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from relations.catalogue import Snapshot
from relations.presenters.entry_content import EntryContent
from relations.presenters.glossary import ACRONYM, Meaning, known_acronyms

_TAG = re.compile(r"(<[^>]*>)")
# What stands within these is a link already, or no word of the text.
_LEFT_ALONE = ("a", "code")


def mark_first_uses(entry: EntryContent, snapshot: Snapshot) -> dict[str, Any]:
    """The entry with the acronyms of its claims marked, and its summary, in the order of its page.

    Nothing where it uses none, as most entries do not.
    """
    known, texts = known_acronyms(snapshot), (entry.document["summary"], *(c.html for c in entry.claims))
    if known.keys().isdisjoint(ACRONYM.findall(" ".join(texts))):
        return {}
    marker = _Marker(known)
    summary = marker.mark(str(escape(entry.document["summary"])))
    marked = {claim.id: marker.mark(claim.html) for claim in entry.claims_in_page_order}
    claims = tuple(replace(claim, html=marked[claim.id]) for claim in entry.claims)
    return {"entry": replace(entry, claims=claims), "summary_html": summary}


class _Marker:
    """Marks each acronym once."""

    def __init__(self, known: Mapping[str, Meaning]) -> None:
        self._known = known
        self._used: set[str] = set()

    def mark(self, html: str) -> Markup:
        """Sanitised ``html`` with what it is the first to use marked; its tags stay as they are."""
        parts, inside = _TAG.split(html), 0
        for place, part in enumerate(parts):
            if place % 2:
                name = part.strip("</>").split(" ")[0]
                inside += (-1 if part.startswith("</") else 1) if name in _LEFT_ALONE else 0
            elif not inside:
                parts[place] = ACRONYM.sub(self._link, part)
        return Markup("".join(parts))  # noqa: S704 (escaped where it is put in)

    def _link(self, found: re.Match[str]) -> str:
        word = found[0]
        meaning = self._known.get(word)
        if meaning is None or word in self._used:
            return word
        self._used.add(word)
        title = escape(meaning.spelled_out or meaning.name.document["description"])
        return f'<a class="term" href="{escape(meaning.name.url)}" title="{title}">{word}</a>'
