"""Names by key and by slug: the topics, actors, relationships and sources that documents speak of."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from relations.catalogue.sections import record_url
from relations.catalogue.withdrawals import Withdrawal
from relations.models.document import load_document
from relations.search.compounds import fold_compounds, read_searchable
from relations.search.term import Phrase, Term, phrase_starts
from relations.search.tokenizer import fold, prefix_range, stem_text


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A published record of a vocabulary, as its current edition names it.

    ``other_names`` are what a topic or an actor is called besides, ``merged_names`` what the
    records that were merged into it were called last: it is found by all of them.
    ``parent`` is the key of a topic's theme or "". ``public`` is False for a
    withdrawn one, which old editions may still name; ``withdrawn``, at an earlier
    version, when and why that is done since: the name stands where others call
    it so, and in lists of its kind its place alone. ``text`` is the document
    as stored; it is only parsed when asked for, as a snapshot may hold
    thousands.
    """

    kind: str
    key: str
    slug: str
    label: str
    edition_id: int
    text: str
    parent: str = ""
    public: bool = True
    other_names: tuple[str, ...] = ()
    merged_names: tuple[str, ...] = ()
    withdrawn: Withdrawal | None = None

    def __hash__(self) -> int:
        """By its edition: what is rendered of names is kept by them, and looked up a hundred times a page."""
        return self.edition_id

    @property
    def all_names(self) -> tuple[str, ...]:
        return (self.label, *self.other_names, *self.merged_names)

    @property
    def url(self) -> str:
        return record_url(self.kind, self.slug)

    @property
    def document(self) -> dict[str, Any]:
        return load_document(self.text)

    @property
    def label_in_sentence(self) -> str:
        """The label within a sentence: "Defence" becomes "defence" where its own description writes it so.

        Whether a first word is a proper noun cannot be told from its capital;
        the editors' own description can tell.
        """
        first, *rest = self.label.split(" ", 1)
        small = first.lower()
        words = self.document.get("description", "").replace(",", " ").replace(".", " ").split()
        if small != first and small in words:
            return " ".join([small, *rest])
        return self.label


def final_survivors(merged: Mapping[str, str]) -> dict[str, str]:
    """For each key of ``merged`` the one it leads to in the end: that may have been merged as well."""

    def last(key: str) -> str:
        passed = set()
        while key in merged and key not in passed:
            passed.add(key)
            key = merged[key]
        return key

    return {key: last(key) for key in merged}


class Vocabulary:
    """The names of one kind. Iterates over the current ones by label; looks up every key ever published.

    ``merged`` maps the key of a merged record to the key it was merged into, ``merged_names``
    to what it was called, ``former`` a former slug to the key that bore it.
    """

    def __init__(
        self,
        names: Iterable[NamedRecord] = (),
        *,
        merged: Mapping[str, str] | None = None,
        merged_names: Mapping[str, tuple[str, ...]] | None = None,
        former: Mapping[str, str] | None = None,
    ) -> None:
        self._merged = dict(merged or {})
        self._merged_names = dict(merged_names or {})
        self._survivors = final_survivors(self._merged)
        self._former = dict(former or {})
        self._by_key = {name.key: name for name in self._with_merged_names(names)}
        current = (name for name in self._by_key.values() if name.public)
        self._current = sorted(current, key=lambda name: (stem_text(name.label), name.label, name.key))
        self._by_slug = {name.slug: name for name in self._current}

    def _with_merged_names(self, names: Iterable[NamedRecord]) -> Iterator[NamedRecord]:
        found: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for key, merged_names in self._merged_names.items():
            found[self.resolve(key)] += merged_names
        for name in names:
            merged_names = tuple(dict.fromkeys(found.get(name.key, ())))
            yield name if name.merged_names == merged_names else replace(name, merged_names=merged_names)

    @property
    def merged(self) -> Mapping[str, str]:
        """The keys that lead to others."""
        return self._merged

    @property
    def merged_names(self) -> Mapping[str, tuple[str, ...]]:
        """By merged key, the names its record had."""
        return self._merged_names

    @property
    def former_slugs(self) -> Mapping[str, str]:
        """By former slug, the key of the record it was given to."""
        return self._former

    def all_names(self) -> Iterable[NamedRecord]:
        """Every name, withdrawn ones too, in no order."""
        return self._by_key.values()

    def resolve(self, key: str) -> str:
        """The key that stands for ``key`` today: its own, or that of the record it was merged into."""
        return self._survivors.get(key, key)

    def __getitem__(self, key: str) -> NamedRecord:
        return self._by_key[self.resolve(key)]

    def get(self, key: str) -> NamedRecord | None:
        return self._by_key.get(self.resolve(key))

    def published(self, keys: Iterable[str]) -> list[NamedRecord]:
        """The public names of these keys, each once: several may have been merged into one."""
        found = {name.key: name for key in keys if (name := self.get(key)) and name.public}
        return list(found.values())

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None

    def __iter__(self) -> Iterator[NamedRecord]:
        return iter(self._current)

    def __len__(self) -> int:
        return len(self._current)

    @cached_property
    def label_ranks(self) -> Mapping[str, int]:
        """By key, how many current names stand before each by label."""
        return {name.key: rank for rank, name in enumerate(self)}

    @cached_property
    def label_ranks_themes_first(self) -> Mapping[str, int]:
        """By key, how many current names stand before each, with all themes before the topics within one."""
        ordered = sorted(self, key=lambda name: bool(name.parent))
        return {name.key: rank for rank, name in enumerate(ordered)}

    def matching(self, text: str) -> Iterable[NamedRecord]:
        """The current records in one of whose names every word of ``text`` stands, if as a part of a word."""
        words = fold(text).split()
        if not words:
            return self
        found = {record.key: record for name, record in self._folded if all(word in name for word in words)}
        return list(found.values())

    @cached_property
    def _folded(self) -> list[tuple[str, NamedRecord]]:
        return [
            (" ".join([fold(name), *fold_compounds(name)]), record)
            for record in self._found_by_words
            for name in record.all_names
        ]

    @property
    def _found_by_words(self) -> Iterator[NamedRecord]:
        return (record for record in self._current if not record.withdrawn)

    def matching_term(self, term: Term) -> list[NamedRecord]:
        """The current names in which a term of a search stands."""
        stems = {*term.words, *term.prefix_exceptions}
        if term.prefix:
            first, last = (bisect_left(self._stems, bound) for bound in prefix_range(term.prefix))
            stems.update(self._stems[first:last])
        found = {name.key: name for stem in stems for name in self._by_stem.get(stem, ())}
        for phrase in term.phrases:
            if phrase[0] not in self._by_stem or phrase[-1] not in self._by_stem:
                continue
            rarest = min((self._by_stem.get(stem, []) for stem in phrase), key=len)
            found |= {record.key: record for record in rarest if _has_phrase(record, phrase)}
        return list(found.values())

    @cached_property
    def _by_stem(self) -> dict[str, list[NamedRecord]]:
        found: dict[str, list[NamedRecord]] = defaultdict(list)
        for record in self._found_by_words:
            stems = (stem for name in record.all_names for stem in read_searchable(name).stems)
            for stem in dict.fromkeys(stems):
                found[stem].append(record)
        return dict(found)

    @cached_property
    def _stems(self) -> list[str]:
        """The words of all names, in order."""
        return sorted(self._by_stem)

    def by_slug(self, slug: str) -> NamedRecord | None:
        """The current name with this slug."""
        return self._by_slug.get(slug)

    def by_former_slug(self, slug: str) -> NamedRecord | None:
        """The current name that ``slug`` once led to, or that of its survivor."""
        key = self._former.get(slug)
        name = self.get(key) if key is not None else None
        return name if name is not None and name.public and name.slug != slug else None


def _has_phrase(record: NamedRecord, phrase: Phrase) -> bool:
    return any(phrase_starts(phrase, read_searchable(name).parts) for name in record.all_names)
