"""Full text: the words of editions, where they stand, and how they are written.

Words are found in the inverted index, phrases by the database's own engine,
words written like another among all words that were published. All three are
appended to in the transaction that publishes, and made again of the editions
at any time. Topics' and actors' names stand in none of them but the last: the
snapshot holds them in memory.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

from django.db import connection

from relations.models import Edition, Record
from relations.search import phrases, spelling, tables
from relations.search import postings as inverted
from relations.search.compounds import parts_of_words, single_stems
from relations.search.highlight import plain_text
from relations.search.postings import FIELDS, NO_EDITIONS, EditionSet
from relations.search.term import Phrase, Term
from relations.search.tokenizer import read_words, split_at_words

MAX_PHRASES = phrases.MAX_PHRASES
TABLES = (inverted.TABLE, phrases.TABLE, spelling.TABLE)

# How much a word counts by where it stands: whole, and as the beginning of a longer word.
# Only the best place of each word counts, so that length and repetition do not.
WEIGHTS = {"title": (12, 7), "summary": (6, 4), "claims": (2, 1)}

# Editions read at a time: the more, the fewer times a word's row is written.
_BATCH = 5000
_NAMED_KINDS = (Record.Kind.TOPIC, Record.Kind.ACTOR)
KINDS = (*Record.ENTRY_KINDS, *_NAMED_KINDS)

# By weight the editions that hold a term; the highest weight counts.
EditionsByWeight = dict[int, EditionSet]
# By stem its rows.
Rows = Mapping[str, Sequence[inverted.StoredBitmaps]]


def add_editions(editions: Iterable[Edition]) -> None:
    """Add new editions, inside the transaction that makes them. Those already there are left alone."""
    rows = (edition for edition in editions if edition.action not in Edition.ENDING_ACTIONS)
    while batch := list(islice(rows, _BATCH)):
        written: set[tuple[str, str]] = set()
        parts, stems = {}, {}
        for edition in batch:
            pieces = {field: list(map(split_at_words, found)) for field, found in _texts(edition).items()}
            words = {field: [read_words(text[1::2]) for text in found] for field, found in pieces.items()}
            written.update((w.folded, w.stem) for found in words.values() for text in found for w in text)
            if edition.record.kind in Record.ENTRY_KINDS:
                parts[edition.pk] = {field: list(map(parts_of_words, words[field])) for field in FIELDS}
                stems[edition.pk] = {
                    field: list(map(single_stems, words[field], pieces[field])) for field in FIELDS
                }
        inverted.add_postings(stems)
        phrases.add_phrases(parts)
        spelling.add_words(written)


def is_empty() -> bool:
    return tables.is_table_empty(inverted.TABLE) and tables.is_table_empty(spelling.TABLE)


def rebuild() -> None:
    """Make every row again, for a new normaliser or a database filled by other means."""
    clear()
    add_editions(Edition.objects.select_related("record").order_by("pk").iterator(chunk_size=500))


def clear() -> None:
    """Delete every row."""
    tables.clear_table(inverted.TABLE)
    phrases.clear_phrases()  # the database's own engine may have a way of its own
    tables.clear_table(spelling.TABLE)


def search(terms: Collection[Term]) -> dict[Term, EditionsByWeight]:
    """For each term, the editions that hold it, by weight.

    One query, and a second one where all words of a phrase stand in one edition; none
    when nothing is asked. Raises ValueError for more than MAX_PHRASES terms with phrases.
    """
    if sum(bool(term.phrases) for term in terms) > MAX_PHRASES:
        raise ValueError(f"more than {MAX_PHRASES} phrases")
    rows = _read_rows(terms)
    found = {term: _word_matches(term, rows) for term in terms}
    possible = [
        (term, field, phrases_there)
        for term in terms
        for field, phrases_there in _possible_phrases(term, rows).items()
    ]
    places = [(field, phrases_there) for _term, field, phrases_there in possible]
    for (term, field, _phrases), editions in zip(possible, _read_phrases(places), strict=True):
        weight, _weight_begun = WEIGHTS[field]
        found[term][weight] = found[term].get(weight, NO_EDITIONS) | EditionSet(editions)
    return found


def _read_rows(terms: Iterable[Term]) -> Rows:
    """The rows of all words of the terms, those of their phrases too."""
    stems = {stem for term in terms for writing in term.writings for stem in writing}
    exceptions = {stem for term in terms for stem in term.prefix_exceptions}
    sql, values = inverted.select_sql(stems | exceptions, {term.prefix for term in terms if term.prefix})
    rows: dict[str, list[inverted.StoredBitmaps]] = defaultdict(list)
    if sql:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            for stem, *lists in cursor:
                rows[stem].append(tuple(lists))
    return dict(rows)


def _possible_phrases(term: Term, rows: Rows) -> dict[str, list[Phrase]]:
    """By field the phrases of a term all of whose words are in one edition, there or in a better field.

    Most writings of a word are words that no text has, and cost no query.
    """
    known = [phrase for phrase in term.phrases if rows.keys() >= set(phrase)]
    found: dict[str, list[Phrase]] = {}
    if not known:
        return found
    editions = dict.fromkeys((stem for phrase in known for stem in phrase), NO_EDITIONS)
    for field in FIELDS:
        editions = {
            stem: held | inverted.union_of_field(rows[stem], field) for stem, held in editions.items()
        }
        for phrase in known:
            if EditionSet.intersection(*(editions[stem] for stem in phrase)):
                found.setdefault(field, []).append(phrase)
    return found


def _read_phrases(places: Sequence[tuple[str, Sequence[Phrase]]]) -> list[list[int]]:
    """For each field with phrases the editions that hold any of them there."""
    found: list[list[int]] = [[] for _place in places]
    sql, values = phrases.select_sql(places)
    if sql:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            for number, edition in cursor:
                found[number].append(edition)
    return found


def with_any_weight(matches: EditionsByWeight) -> EditionSet:
    """The editions that hold a term, wherever it stands."""
    return EditionSet.union(*matches.values()) if matches else NO_EDITIONS


def _word_matches(term: Term, rows: Rows) -> EditionsByWeight:
    exact = set(term.words)
    whole = [lists for stem in exact for lists in rows.get(stem, ())]
    begun = [
        lists
        for other, held in rows.items()
        if term.prefix
        and other not in exact
        and (other.startswith(term.prefix) or other in term.prefix_exceptions)
        for lists in held
    ]
    matches = {}
    for field, (weight, weight_begun) in WEIGHTS.items():
        matches[weight] = inverted.union_of_field(whole, field)
        matches[weight_begun] = inverted.union_of_field(begun, field)
    return {weight: editions for weight, editions in matches.items() if editions}


def _texts(edition: Edition) -> dict[str, list[str]]:
    """By field the texts of an edition as a reader sees them; under "others" those that no search looks in.

    Their words are right all the same, and no other is offered for them.
    """
    document = edition.read_document()
    if edition.record.kind in _NAMED_KINDS:
        names = [document["name"], *(other["name"] for other in document["other_names"])]
        return {"names": names, "others": [document["description"]]}
    if edition.record.kind not in Record.ENTRY_KINDS:
        return {}
    html = edition.read_rendering().get("html", {}).get("claims", {})
    claims = [
        plain_text(html[claim["id"]]) if claim["id"] in html else claim["text"]
        for claim in document["claims"]
    ]
    return {
        "title": [document["title"]],
        "summary": [document["summary"]],
        "claims": claims,
        "others": [
            document.get("place", ""),
            document.get("date_note", ""),
            *(milestone["note"] for milestone in document.get("milestones", ())),
        ],
    }
