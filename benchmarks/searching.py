"""What a search costs before its page is rendered, on a reference that generate_reference filled.

``DATABASE_URL=… python -m benchmarks.searching``. Milliseconds of processor time of this
thread, median of nine; on PostgreSQL the time by the clock, since the server does the work.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402 (settings first)
from django.http import QueryDict  # noqa: E402

from relations import catalogue  # noqa: E402
from relations.finder import find, parse_params  # noqa: E402
from relations.finder.engine import search_engine  # noqa: E402
from relations.search import spelling  # noqa: E402

RUNS = 9
SEARCHES = {
    "two rare words": "nonwiden tonnage",
    "a rare and a common word": "overfactory final",
    "two common words": "province consider",
    "a name and a word": "energy tonnage",
    "two names": "energy trade",
    "one rare word": "nonwiden",
    "one word of one entry in nine": "fishery",
    "the commonest word": "the",
    "the beginning of many words": "con*",
    "a phrase of rare words": '"contract technology"',
    "a phrase of common words": '"final province"',
    "a misspelt word": "provnice",
    "a misspelt word and another": "provnice final",
}


def median(ask: Callable[[], Any]) -> float:
    clock = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    times = []
    for _run in range(RUNS):
        begun = clock()
        ask()
        times.append(clock() - begun)
    return sorted(times)[RUNS // 2] * 1e3


def rows() -> Iterator[str]:
    names = catalogue.current_snapshot()
    engine = search_engine(names)
    yield f"| {connection.vendor}, {len(engine.all()):,} entries | hits | search | search, page and counts |"
    yield "| --- | --- | --- | --- |"
    for what, q in SEARCHES.items():
        params = parse_params(QueryDict(urlencode({"q": q})), names)
        hits = len(engine.look_up(params.terms).match(params.terms).entries)
        found = median(lambda params=params: engine.look_up(params.terms).match(params.terms))
        whole = median(lambda params=params: find(params, names))
        yield f"| {what} | {hits:,} | {found:.1f} | {whole:.1f} |"
    yield f"| words like “provnice” | | {median(lambda: spelling.similar_words(['provnice'])):.1f} | |"


def main() -> None:
    for row in rows():
        sys.stdout.write(row + "\n")


if __name__ == "__main__":
    main()
