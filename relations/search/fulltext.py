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
from relations.search.compounds import compound_stems
from relations.search.highlight import plain_text
from relations.search.postings import FIELDS, NO_EDITIONS, EditionSet
from relations.search.query import Term
from relations.search.tokenizer import fold_and_stem_words, split_at_words

MAX_PHRASES = phrases.MAX_PHRASES
TABLES = (inverted.TABLE, phrases.TABLE, spelling.TABLE)

# How much a word counts by where it stands: whole, and as the beginning of a longer word.
# Only the best place of each word counts, so that length and repetition do not.
WEIGHTS = {"title": (12, 7), "summary": (6, 4), "claims": (2, 1)}

# Editions read at a time: the more, the fewer times a word's row is written.
_BATCH = 5000
_NAMED_KINDS = (Record.Kind.TOPIC, Record.Kind.ACTOR)
KINDS = (*Record.ENTRY_KINDS, *_NAMED_KINDS)
_GONE_ACTIONS = (Edition.Action.WITHDRAWN, Edition.Action.MERGED)

# By weight the editions that hold a term; the highest weight counts.
EditionsByWeight = dict[int, EditionSet]


def add_editions(editions: Iterable[Edition]) -> None:
    """Add new editions, inside the transaction that makes them. Those already there are left alone."""
    rows = (edition for edition in editions if edition.action not in _GONE_ACTIONS)
    while batch := list(islice(rows, _BATCH)):
        written: set[tuple[str, str]] = set()
        phrase_stems, searchable = {}, {}
        for edition in batch:
            texts = {field: list(map(split_at_words, found)) for field, found in _texts(edition).items()}
            words = {field: [fold_and_stem_words(t[1::2]) for t in found] for field, found in texts.items()}
            written.update(word for found in words.values() for text in found for word in text)
            if edition.record.kind in Record.ENTRY_KINDS:
                stems = {field: [[stem for _, stem in text] for text in words[field]] for field in FIELDS}
                phrase_stems[edition.pk] = stems
                searchable[edition.pk] = {
                    field: [*stems[field], *map(compound_stems, texts[field])] for field in FIELDS
                }
        inverted.add_postings(searchable)
        phrases.add_phrases(phrase_stems)
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
    """For each term, the editions that hold it, by weight. One query, none when nothing is asked.

    Raises ValueError for more than MAX_PHRASES phrases.
    """
    single = [term for term in terms if not term.is_phrase]
    sought = [term for term in terms if term.is_phrase]
    rows, found = _read(single, sought)
    matches = {term: _phrase_matches(found[number]) for number, term in enumerate(sought)}
    return matches | {term: _word_matches(term, rows) for term in single}


def _read(
    single: Sequence[Term], sought: Sequence[Term]
) -> tuple[dict[str, list[inverted.StoredBitmaps]], dict[int, dict[str, list[int]]]]:
    """The rows of all words by stem, and by the number of a phrase and field the editions that hold it."""
    statements = [
        inverted.select_sql(
            (stem for term in single for stem in (*term.stems, *term.prefix_exceptions, *term.variants)),
            (term.prefix for term in single if term.prefix),
        ),
        phrases.select_sql([term.stems for term in sought]),
    ]
    rows: dict[str, list[inverted.StoredBitmaps]] = defaultdict(list)
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    asked = [sql for sql, _values in statements if sql]
    if not asked:
        return rows, found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), [value for _sql, values in statements for value in values])
        for name, *lists, edition in cursor:
            if edition is None:
                rows[name].append(tuple(lists))
            else:
                number, field = name.split()
                found[int(number)][field].append(edition)
    return rows, found


def with_any_weight(matches: EditionsByWeight) -> EditionSet:
    """The editions that hold a term, wherever it stands."""
    return EditionSet.union(*matches.values()) if matches else NO_EDITIONS


def _phrase_matches(found: Mapping[str, list[int]]) -> EditionsByWeight:
    return {WEIGHTS[field][0]: EditionSet(editions) for field, editions in found.items()}


def _word_matches(term: Term, rows: dict[str, list[inverted.StoredBitmaps]]) -> EditionsByWeight:
    (stem,) = term.stems
    whole = [lists for written in (stem, *term.variants) for lists in rows.get(written, [])]
    begun = [
        lists
        for other, held in rows.items()
        if other not in (stem, *term.variants)
        and term.prefix
        and (other.startswith(term.prefix) or other in term.prefix_exceptions)
        for lists in held
    ]
    matches = {}
    for field, (weight, weight_begun) in WEIGHTS.items():
        matches[weight] = inverted.union_of_field(whole, field)
        matches[weight_begun] = inverted.union_of_field(begun, field)
    return {weight: editions for weight, editions in matches.items() if editions}


def _texts(edition: Edition) -> dict[str, list[str]]:
    """By field the texts of an edition as a reader sees them."""
    document = edition.read_document()
    if edition.record.kind in _NAMED_KINDS:
        return {"name": [document["name"], *(other["name"] for other in document["other_names"])]}
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
    }
