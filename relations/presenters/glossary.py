"""The glossary: every name of an actor or a topic with what it names, and the acronyms among them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from django.core.paginator import Page
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot
from relations.finder.params import Problem
from relations.models import Record
from relations.presenters.wording import choice_label
from relations.search.tokenizer import fold

# A page has so many terms.
PAGE_SIZE = 500
# NATO, UNSC, G20: what may be an acronym in a text; no part of a longer name (S-400, US-led).
# What stands before it is looked at behind its first letter, for which a text is soon searched.
ACRONYM = re.compile(r"[^\W\da-z_](?<![\w-].)[^\Wa-z_]{1,9}(?![\w-])")


@dataclass(frozen=True)
class Meaning:
    """What a term names; ``spelled_out``: its name, or the one in full, where the term is not that."""

    name: NamedRecord
    spelled_out: str

    @property
    def kind_in_words(self) -> str:
        """What is named; read when it is shown, as a reference has more names than a page."""
        if self.name.kind == Record.Kind.ACTOR:
            return choice_label(self.name.document["type"], "actor")
        return _("topic") if self.name.parent else _("theme")


@dataclass(frozen=True)
class Term:
    """A name as it is written, with all that has it; ``letter``: it stands under this one."""

    text: str
    letter: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True)
class Letter:
    """A letter to jump to, and the page that its terms begin on."""

    text: str
    page: int

    @property
    def anchor(self) -> str:
        return letter_anchor(self.text)


def letter_anchor(letter: str) -> str:
    """The anchor of a letter's terms, in any script."""
    return f"letter-{ord(letter[0]):x}"


def list_terms(snapshot: Snapshot) -> list[Term]:
    """Every name and other name of the public actors and topics, in order of letters."""
    found: dict[str, tuple[str, list[Meaning]]] = {}
    for record in _named(snapshot):
        for name in dict.fromkeys((record.label, *record.other_names)):
            _text, meanings = found.setdefault(fold(name), (name, []))
            if all(meaning.name is not record for meaning in meanings):
                meanings.append(Meaning(record, _spelled_out(name, record)))
    terms = (Term(text, _letter(folded), tuple(meanings)) for folded, (text, meanings) in found.items())
    return sorted(terms, key=lambda term: (term.letter.isalpha(), term.letter, fold(term.text)))


def glossary_page(terms: list[Term], page: Page[Term], problems: tuple[Problem, ...]) -> dict[str, Any]:
    """The context of one page of the glossary. ``terms``: all of them."""
    letters: dict[str, int] = {}
    for place, term in enumerate(terms):
        letters.setdefault(term.letter, place // PAGE_SIZE + 1)
    of_letters = groupby(page.object_list, key=lambda term: term.letter)
    return {
        "title": _("Glossary"),
        "description": _("Acronyms and names, and what they stand for in this reference."),
        "page_type": "CollectionPage",
        "page_obj": page,
        "problems": problems,
        "letters": [Letter(text, number) for text, number in letters.items()],
        "groups": [(letter, letter_anchor(letter), list(rows)) for letter, rows in of_letters],
    }


_acronyms: WeakKeyDictionary[Snapshot, Mapping[str, Meaning]] = WeakKeyDictionary()


def known_acronyms(snapshot: Snapshot) -> Mapping[str, Meaning]:
    """The acronyms that name one thing alone: an actor or, where it is no actor's, a topic.

    They are found once for each snapshot, with which they are forgotten.
    """
    found = _acronyms.get(snapshot)
    if found is None:
        found = _acronyms[snapshot] = _find_acronyms(snapshot)
    return found


def _find_acronyms(snapshot: Snapshot) -> dict[str, Meaning]:
    by_name: dict[str, list[Meaning]] = {}
    for record in _named(snapshot):
        for name in (record.label, *record.other_names):
            if name.isupper() and ACRONYM.fullmatch(name):
                by_name.setdefault(name, []).append(Meaning(record, _spelled_out(name, record)))
    found = {}
    for name, meanings in by_name.items():
        actors = [meaning for meaning in meanings if meaning.name.kind == Record.Kind.ACTOR]
        chosen = actors or meanings
        if len(chosen) == 1:
            found[name] = chosen[0]
    return found


def _named(snapshot: Snapshot) -> Iterator[NamedRecord]:
    """The public actors and topics, but for those withdrawn since."""
    for vocabulary in (snapshot.actors, snapshot.topics):
        yield from (name for name in vocabulary if not name.withdrawn)


def _spelled_out(name: str, record: NamedRecord) -> str:
    """What ``name`` is short for, or another name of: the record's own or, of an acronym, one of words."""
    if fold(name) != fold(record.label):
        return record.label
    if not name.isupper():
        return ""
    return next((other for other in record.other_names if " " in other), "")


def _letter(folded: str) -> str:
    """The letter that a name stands under; "#" for one that begins with a digit or a sign."""
    first = folded[:1].upper()
    return first if first.isalpha() else "#"
