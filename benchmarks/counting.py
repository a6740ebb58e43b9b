"""How to count facets: sets as whole numbers, pyroaring, NumPy's bits, forward arrays, lists.

``python -m benchmarks.counting 10000 100000 1000000`` prints the table of docs/benchmarks.md: processor
time in milliseconds, the median of seven runs, for all values of eight small facets
(168 values) and of two large ones (pairs and sources), of 1 % and of 30 % of the entries.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from relations.index.multi_value_column import MultiValueColumn  # noqa: E402
from relations.index.sets import Array, EntrySet, entry_set, to_array  # noqa: E402 (settings first)

# By facet: how many values, the exponent of their frequencies, how many an entry has on average.
SMALL = {
    "type": (5, 0.7, 1.6),
    "topic": (60, 0.9, 3.5),
    "actor": (40, 0.9, 3.2),
    "cause": (40, 0.9, 0.2),
    "says": (5, 1.0, 2.0),
    "state": (7, 1.0, 0.5),
    "status": (11, 0.5, 0.2),
}


def large(size: int) -> dict[str, tuple[int, float, float]]:
    return {
        "relationship": (max(190, min(18_915, size // 53)), 0.7, 1.1),
        "source": (max(200, min(20_000, size // 50)), 0.7, 3.2),
    }


def a_column(dice: Any, size: int, values: int, exponent: float, mean: float) -> MultiValueColumn:
    weights = (np.arange(values) + 2.7) ** -exponent
    number = int(size * mean)
    owners, found = dice.integers(0, size, number), dice.choice(values, number, p=weights / weights.sum())
    pairs = np.unique(owners * values + found)
    counts = np.bincount(pairs // values, minlength=size).astype(np.int32)
    return MultiValueColumn(list(range(values))).appended_coded(counts, pairs % values)


def milliseconds(ask: Callable[[], Any], runs: int = 7) -> float:
    times = []
    for _run in range(runs):
        begun = time.thread_time()
        ask()
        times.append(time.thread_time() - begun)
    return sorted(times)[runs // 2] * 1e3


def bits_of(numbers: Array, size: int) -> Array:
    held = np.zeros(-(-size // 64) * 64, bool)
    held[numbers] = True
    return np.packbits(held, bitorder="little")


def measure(size: int) -> dict[str, dict[str, float]]:
    """By way of counting: milliseconds by facets and share of hits; and megabytes."""
    dice = np.random.default_rng(1)
    small = [a_column(dice, size, *each) for each in SMALL.values()]
    many = [a_column(dice, size, *each) for each in large(size).values()]
    owners = [table.ordinals_with(code) for table in small for code in range(len(table.keys))]
    packed = np.stack([bits_of(each, size) for each in owners])
    whole = [int.from_bytes(each.tobytes(), "little") for each in packed]
    sets = [entry_set(each) for each in owners]
    words = packed.view(np.uint64)
    lists = [
        [table.forward.read(np.arange(n, n + 1))[1].tolist() for n in range(min(size, 100_000))]
        for table in many
    ]
    found: dict[str, dict[str, float]] = {}

    def put(way: str, column: str, ask: Callable[[], Any]) -> None:
        found.setdefault(way, {})[column] = milliseconds(ask)

    for share in (0.01, 0.3):
        hits = np.flatnonzero(dice.random(size) < share)
        held: EntrySet = entry_set(hits)
        number, bits = (
            int.from_bytes(bits_of(hits, size).tobytes(), "little"),
            bits_of(hits, size).view(np.uint64),
        )
        few, lot = f"small {share:.0%}", f"large {share:.0%}"
        put("whole numbers", few, lambda n=number: [(n & each).bit_count() for each in whole])
        put("pyroaring", few, lambda h=held: [each.intersection_cardinality(h) for each in sets])
        put("NumPy, bits", few, lambda b=bits: np.bitwise_count(words & b).sum(axis=1))
        for column, tables in ((few, small), (lot, many)):
            put(
                "NumPy, forward",
                column,
                lambda h=held, ts=tables: [t.forward.count(to_array(h), len(t.keys)) for t in ts],
            )
        part = [n for n in hits.tolist() if n < 100_000]
        put(
            "lists",
            lot,
            lambda p=part: [Counter(chain.from_iterable(map(each.__getitem__, p))) for each in lists],
        )
        found["lists"][lot] *= len(hits) / max(len(part), 1)
    found["whole numbers"]["MB"] = found["NumPy, bits"]["MB"] = packed.nbytes / 1e6
    found["pyroaring"]["MB"] = sum(len(each.serialize()) for each in sets) / 1e6
    found["NumPy, forward"]["MB"] = (
        sum(t.forward.values.nbytes + t.forward.starts.nbytes for t in (*small, *many)) / 1e6
    )
    return found


def say(*parts: str) -> None:
    sys.stdout.write(" ".join(parts) + "\n")
    sys.stdout.flush()


def main(sizes: list[int]) -> None:
    columns = ("small 1%", "small 30%", "large 1%", "large 30%", "MB")
    say(f"{datetime.now(UTC):%-d %B %Y}, {os.cpu_count()} cores, processor time in ms\n")
    say("| entries | way |", " | ".join(columns), "|")
    say("| --- | --- |", " | ".join("---" for _column in columns), "|")
    for size in sizes:
        for way, times in measure(size).items():
            cells = (f"{times[name]:.2f}" if name in times else "" for name in columns)
            say(f"| {size:,} | {way} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
