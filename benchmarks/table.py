"""The figures of a benchmark, as one table."""

import sys
from typing import Any, NamedTuple


class Row(NamedTuple):
    """Milliseconds of sequential requests, their median in those of the bare view, and answers a second."""

    what: str
    median: float
    p95: float
    ratio: float
    per_second: float


def print_table(rows: list[Row], figures: dict[str, Any]) -> None:
    lines = [
        "| | median ms | p95 ms | times the bare view | requests/s | of the bare view's |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    bare = rows[0].per_second
    lines += [
        f"| {row.what} | {row.median:.2f} | {row.p95:.2f} | {row.ratio:.1f} | {row.per_second:,.0f} "
        f"| {row.per_second / bare:.0%} |"
        for row in rows
    ]
    lines += ["", "| | |", "| --- | --- |"]
    lines += [
        f"| start of the server, until the first list is answered | {figures['start']} s |",
        f"| memory of the larger worker, after all lists | {figures['memory']} MB |",
        f"| the most it ever held, files and a publication included | {figures['most_memory']} MB |",
        f"| first answers after a publication | at most {figures['publication']} ms |",
    ]
    lines += [
        f"| all entries as .{suffix} | {told['seconds']} s, {told['megabytes']} MB |"
        for suffix, told in figures["files"].items()
    ]
    sys.stdout.write("\n".join(lines) + "\n")
