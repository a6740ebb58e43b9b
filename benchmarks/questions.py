"""What is asked of a generated reference: addresses chosen from its own data."""

import random
from dataclasses import dataclass

from django.http import QueryDict

from relations import catalogue
from relations.finder import find, parse_params
from relations.finder.overview import count_entries, count_values
from relations.search.tokenizer import tokenize

# A search is to match fewer than one entry in a hundred, and some.
MOST, LEAST = 0.01, 0.001


@dataclass(frozen=True)
class Questions:
    """Query strings of /entries/ by what they are, and the path of one entry."""

    lists: dict[str, str]
    entry: str


def choose() -> Questions:
    names = catalogue.current_snapshot()
    by_size = topics(names)
    topic = by_size[len(by_size) // 2]
    lists = {
        "list": "",
        "one topic": f"topic={topic}",
        "four filters": f"topic={topic}&type=issue&says=position&from=2000&to=2020",
        "two-word search": _search(names),
        "page 200": "page=200",
    }
    entries = find(parse_params(QueryDict("type=issue&page=3"), names), names).cards
    return Questions(lists, entries[0].url)


def topics(names: catalogue.Snapshot) -> list[str]:
    """The slugs of all topics, that with the most entries first."""
    counted = count_values(names, "topic").items()
    return [names.topics[key].slug for key, _count in sorted(counted, key=lambda item: -item[1])]


def _search(names: catalogue.Snapshot) -> str:
    """Two words of one summary that stand together in a fraction of the entries."""
    dice = random.Random(1)  # noqa: S311 (a choice, not a secret)
    cards = find(parse_params(QueryDict("page_size=100&page=2"), names), names).cards
    for card in cards:
        known = sorted({word.folded for word in tokenize(card.summary) if len(word.folded) > 4})
        pairs = [dice.sample(known, 2) for _try in range(3)] if len(known) > 1 else []
        for pair in pairs:
            query = f"q={'+'.join(pair)}"
            found = find(parse_params(QueryDict(query), names), names)
            if LEAST < found.total / count_entries(names) < MOST:
                return query
    raise SystemExit("No two words of this reference stand together in so few entries.")
