"""The index at a million entries: a generated reference of fewer, with each entry told several times.

``DATABASE_URL=… python -m tests.bench.large make FILE`` writes a snapshot of the larger index,
``… start FILE`` reads it as a process does that starts, and measures.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from relations import catalogue  # noqa: E402 (settings first)
from relations.finder import stored  # noqa: E402
from relations.finder.rows import Row, read_rows  # noqa: E402
from relations.finder.upkeep import Base, advance  # noqa: E402
from tests.bench.index import ask_all, megabytes, say  # noqa: E402
from tests.factories import current_entries  # noqa: E402

SIZE = 1_000_000
OTHER = "bcdfghjkmnpqrstvwxyz"


def several() -> Iterator[Row]:
    made, times = 0, -(-SIZE // current_entries().count())
    for row in read_rows(-1):
        for copy in range(times):
            if made < SIZE:
                made += 1
                code = row.code if not copy else OTHER[copy] + row.code[1:]
                ids = {"record": row.record * times + copy, "edition": row.edition * times + copy}
                yield replace(row, code=code, **ids)


def main(what: str, to: Path) -> None:
    begun = time.process_time()
    names = catalogue.current().names
    say("names", f"{time.process_time() - begun:.1f} s, {megabytes()}")
    if what == "make":
        index = advance(Base(), names, several())
        say("made anew", f"{time.process_time() - begun:.0f} s, {megabytes()}")
        stored.save(index, to)
        say("the snapshot", f"{to.stat().st_size / 1e6:.0f} MB")
        return
    base = stored.load(to)
    index = advance(base, names, ())
    say("names and snapshot", f"{time.process_time() - begun:.1f} s, {megabytes()}")
    ask_all(catalogue.current(), index)
    del base
    last = int(index.columns.editions.values.max())
    fresh = [replace(row, edition=last + place) for place, row in enumerate(first(5), start=1)]
    begun = time.thread_time()
    index = advance(index, names, fresh)
    say("five entries published", f"{(time.thread_time() - begun) * 1e3:.0f} ms, {index.size:,} entries")
    say("in the end", megabytes())


def first(number: int) -> list[Row]:
    rows = read_rows(-1)
    return [next(rows) for _n in range(number)]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
