"""The benchmark of docs/benchmarks.md: `make bench`, `make bench N=1000000`.

Makes the reference of N entries if it is not there, holds the server's totals and
counts against a straight count of the data, and then measures: the production
server with two workers, and in the same run a bare Django view.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench"
PORT, BARE_PORT = 8801, 8802
ENTRIES = int(os.environ.get("N", "100000"))
DATABASE = FOLDER / f"{ENTRIES}.sqlite3"
ENVIRONMENT = {"DATABASE_URL": f"sqlite:///{DATABASE}", "SITE_URL": f"http://127.0.0.1:{PORT}"}
for unwanted in ("CACHE_URL", "SHARED_CACHE_SECONDS", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "HOST"):
    os.environ.pop(unwanted, None)
os.environ.update(ENVIRONMENT, DJANGO_SETTINGS_MODULE="config.settings")
FOLDER.mkdir(parents=True, exist_ok=True)

import django  # noqa: E402 (the environment first)

django.setup()

from benchmarks import questions, straight  # noqa: E402
from benchmarks.asking import Sequence, asked, per_second  # noqa: E402
from benchmarks.memory import MOST, bytes_of_an_entry  # noqa: E402
from benchmarks.server import Server, serving  # noqa: E402
from benchmarks.table import Row, print_table  # noqa: E402
from relations import catalogue  # noqa: E402
from tests.support.factories import current_entries, publish_document  # noqa: E402

# The measurements take turns, so that what else the machine does falls on all of them.
ROUNDS, REQUESTS = 10, 30
# Of wrk, every second round. The best of these runs counts: whatever else the machine does only takes
# away, and now and then one worker gets all connections.
SECONDS = 2
GZIP = {"Accept-Encoding": "gzip"}


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("The benchmark needs wrk (apt install wrk).")
    made = make_reference()
    memory = bytes_of_an_entry()
    if memory >= MOST:
        raise SystemExit(f"An entry of the index takes {memory:.0f} bytes; {MOST} are too many.")
    asked_of = questions.choose()
    bare = serving("benchmarks.bare:application", BARE_PORT, "/", {}, "benchmarks/bare_server.py")
    relations = serving("config.wsgi:application", PORT, "/entries/", ENVIRONMENT)
    with bare, relations as server:
        check(list(asked_of.lists.values()))
        rows = measure(asked_of)
        figures = {
            "start": round(server.started_in, 2),
            "memory": round(server.megabytes()),
            "bytes_of_an_entry": round(memory),
            "files": files(),
            "publication": publish(server),
            "most_memory": round(server.most_megabytes()),
        }
    print_table(rows, figures)
    write(made, rows, figures)


def said(what: str, value: str) -> None:
    sys.stdout.write(f"{what}: {value}\n")
    sys.stdout.flush()


def make_reference() -> float | None:
    """Fill the database, unless it is there. Returns the seconds it took."""
    if DATABASE.exists():
        return None
    manage = [sys.executable, "manage.py"]
    try:
        subprocess.run([*manage, "setup"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        begun = time.perf_counter()
        subprocess.run([*manage, "generate_reference", str(ENTRIES)], cwd=ROOT, check=True)  # noqa: S603
        taken = time.perf_counter() - begun
        begun = time.perf_counter()
        # Makes the index, as an operator's does.
        subprocess.run([*manage, "setup"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        said("index made", f"{time.perf_counter() - begun:.0f} s")
    except BaseException:
        DATABASE.unlink(missing_ok=True)
        raise
    return taken


def check(queries: list[str]) -> None:
    """Every total and count the server gives, against a straight count of the data."""
    compared = 0
    for answer in straight.count(queries, catalogue.current_snapshot()):
        _ms, body, _headers = asked(PORT, f"/entries.json?{answer.query}")
        found = json.loads(body)
        if found["count"] != answer.total:
            raise SystemExit(f"?{answer.query}: {found['count']} entries, but {answer.total} counted.")
        for name in straight.FACETS:  # "dated" has its laws in tests/finder
            for value in found["facets"][name]:
                expected = answer.counts[name][value["value"]]
                if value["count"] != expected:
                    raise SystemExit(f"?{answer.query}: {name} {value} but {expected} counted.")
                compared += 1
    said("totals and counts equal to a straight count of the data", f"{compared + len(queries)}")


def measure(asked_of: questions.Questions) -> list[Row]:
    """Each address in turn; those with ``n`` are never taken from the page cache, nor put there."""
    addresses: dict[str, tuple[int, str, dict[str, str]]] = {"bare Django view": (BARE_PORT, "/", {})}
    for what, query in asked_of.lists.items():
        addresses[what] = (PORT, f"/entries/?{query}&n={{n}}", {})
    addresses["entry"] = (PORT, f"{asked_of.entry}?n={{n}}", {})
    tag = asked(PORT, "/entries/")[2]["ETag"]
    addresses["list, from the page cache"] = (PORT, "/entries/", GZIP)
    addresses["list, unchanged (304)"] = (PORT, "/entries/", GZIP | {"If-None-Match": tag})
    sequences = {what: Sequence(*where) for what, where in addresses.items()}
    rates: dict[str, list[float]] = {what: [] for what in addresses}
    for turn in range(ROUNDS):
        for sequence in sequences.values():
            sequence.ask(REQUESTS)
        if turn % 2 == 1:
            for what, (port, path, headers) in addresses.items():
                rates[what].append(per_second(port, path.replace("{n}", "0"), SECONDS, headers))
    bare = sequences["bare Django view"].times().median
    return [
        Row(what, *sequence.times(), sequence.times().median / bare, max(rates[what]))
        for what, sequence in sequences.items()
    ]


def files() -> dict[str, dict[str, float]]:
    """Every entry as a file: seconds, megabytes."""
    from relations.formats import FORMATS

    found = {}
    for suffix in FORMATS:
        if suffix not in ("json", "atom"):
            ms, body, _headers = asked(PORT, f"/entries.{suffix}")
            found[suffix] = {"seconds": round(ms / 1000, 1), "megabytes": round(len(body) / 1e6, 1)}
    return found


def publish(server: Server) -> float:
    """An entry is published: the most milliseconds until a worker answers with it."""
    edition = current_entries().first()
    publish_document(edition.read_document() | {"summary": f"Measured {time.time()}."}, note="Changed.")
    return round(max(asked(PORT, f"/entries/?n=after-{n}")[0] for n in range(8 * len(server.workers()))), 1)


def write(made: float | None, rows: list[Row], figures: dict[str, Any]) -> None:
    to = FOLDER / f"{ENTRIES}.json"
    told = {
        "date": date.today().isoformat(),
        "entries": ENTRIES,
        "cores": os.cpu_count(),
        "python": sys.version.split()[0],
        "django": django.__version__,
        "generated_in_seconds": made and round(made),
        "rows": [row._asdict() for row in rows],
        **figures,
    }
    to.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    said("written", str(to.relative_to(ROOT)))


if __name__ == "__main__":
    main()
