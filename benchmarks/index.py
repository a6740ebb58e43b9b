"""What the index of a generated reference costs: memory, start, requests, a publication.

``DATABASE_URL=… python -m benchmarks.index`` on a database that generate_reference filled.
Times are processor time of this thread. It publishes one entry again: the database is changed.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import transaction  # noqa: E402 (settings first)
from django.http import QueryDict  # noqa: E402

from benchmarks import questions  # noqa: E402
from relations import catalogue  # noqa: E402
from relations.finder import parse_params  # noqa: E402
from relations.finder.facet_values import list_values  # noqa: E402
from relations.finder.facets import FACETS  # noqa: E402
from relations.finder.overview import most_frequent_values  # noqa: E402
from relations.finder.selection import Selection  # noqa: E402
from relations.index import storage  # noqa: E402
from relations.index.cache import entry_index  # noqa: E402
from relations.models import Publication, Record  # noqa: E402
from relations.publishing.publication import NewEdition, write_publication  # noqa: E402
from tests.support.factories import current_entries  # noqa: E402

# So many earlier versions are asked.
VERSIONS = 50


def say(what: str, value: str) -> None:
    sys.stdout.write(f"| {what} | {value} |\n")
    sys.stdout.flush()


def megabytes() -> str:
    with open("/proc/self/status") as file:
        now = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{now / 1024:.0f} MB, at most {most / 1024:.0f}"


def timed(what: str, ask: Callable[[], Any]) -> Any:
    begun = time.thread_time()
    found = ask()
    say(what, f"{(time.thread_time() - begun) * 1e3:.1f} ms")
    return found


def median(what: str, ask: Callable[[], Any], runs: int = 15) -> None:
    times = []
    for _run in range(runs):
        begun = time.thread_time()
        ask()
        times.append(time.thread_time() - begun)
    say(what, f"{sorted(times)[runs // 2] * 1e3:.2f} ms")


def asked_of(names: catalogue.Snapshot) -> dict[str, str]:
    """What the benchmark asks, and what costs an index more or less than that."""
    pair = most_frequent_values(names, "relationship", 1)[0][0]
    source = most_frequent_values(names, "source", 1)[0][0]
    largest, *_others = questions.topics(names)
    return questions.choose().lists | {
        "the largest topic": f"topic={largest}",
        "updated last": f"topic={largest}&sort=updated&page=40",
        "a pair": f"relationship={names.relationships[pair].slug}",
        "a source": f"source={names.sources[source].slug}",
    }


def main() -> None:
    say("before", megabytes())
    names = timed("names of the first request", catalogue.current_snapshot)
    index = timed("index of the first request", lambda: entry_index(names))
    say(
        "entries",
        f"{len(index.entries):,}, {len(names.relationships):,} pairs, {len(names.sources):,} sources",
    )
    say("with both", megabytes())
    ask_all(names)
    publish(names)
    ask_earlier_versions()


def ask_all(names: catalogue.Snapshot) -> None:
    for what, question in asked_of(names).items():
        params = parse_params(QueryDict(question), names)

        def narrow(params: Any = params) -> Selection:
            return Selection(params, names)

        def count(params: Any = params) -> Any:
            selection = narrow(params)
            return [selection.counts(facet) for facet in FACETS]

        def answer(params: Any = params) -> Any:
            selection = narrow(params)
            selection.edition_ids((params.page - 1) * 24, 24)
            selection.year_ranges()
            return [list_values(facet, selection) for facet in FACETS]

        hits = len(narrow().hits)
        median(f"{what}, {hits:,} hits: all counts", count)
        median(f"{what}: counts, years, page and lists of values", answer)


def publish(names: catalogue.Snapshot) -> None:
    edition = current_entries().first()
    publish_again(edition.read_document() | {"summary": "Another."})
    after = timed("names after a publication", catalogue.current_snapshot)
    timed("index after a publication", lambda: entry_index(after))
    source = names.sources[most_frequent_values(names, "source", 1)[0][0]]
    publish_again(source.document | {"title": "Another title"})
    after = timed("names after another title of a source", catalogue.current_snapshot)
    timed("index after another title of a source", lambda: entry_index(after))
    timed("writing the snapshot", lambda: storage.save_index(entry_index(after).state, storage.index_path()))
    say("the snapshot", f"{storage.index_path().stat().st_size / 1e6:.0f} MB")
    say("in the end", megabytes())


def publish_again(document: Any) -> None:
    """Publish a record's next edition. The tests' own way remembers all rows, which would be measured too."""
    record = Record.objects.select_related("edition").get(kind=document["kind"], key=document["key"])
    with transaction.atomic():
        write_publication(Publication.Kind.PUBLISHED, [NewEdition(record, document, None, note="Changed.")])


def ask_earlier_versions() -> None:
    """A list as of versions between which entries and names changed, warm and as first asked."""
    first = catalogue.current_snapshot().version
    for number in range(VERSIONS):
        publish_change(number)
    present = catalogue.current_snapshot()
    topic = f"topic={questions.topics(present)[0]}"

    def answer(snapshot: catalogue.Snapshot) -> Any:
        selection = Selection(parse_params(QueryDict(topic), snapshot), snapshot)
        selection.edition_ids(0, 24)
        return [list_values(facet, selection) for facet in FACETS]

    answer(present)
    times = []
    for version in range(first, first + VERSIONS):
        begun = time.thread_time()
        answer(catalogue.snapshot_at(f"v{version}", present))
        times.append(time.thread_time() - begun)
    middle, most = sorted(times)[VERSIONS // 2], max(times)
    say(f"first answer at each of {VERSIONS} versions", f"{middle * 1e3:.0f} ms, at most {most * 1e3:.0f}")
    then = catalogue.snapshot_at(f"v{first}", present)
    answer(then)
    median("the largest topic, as of an earlier version", lambda: answer(then))
    median("the same at present", lambda: answer(present))
    say("with earlier versions", megabytes())


def publish_change(number: int) -> None:
    """An entry, a topic, an actor or a source published anew, in turn."""
    names = catalogue.current_snapshot()
    if number % 5:
        edition = current_entries()[number]
        publish_again(edition.read_document() | {"summary": f"Summary {number}."})
        return
    kind, field = (("topic", "name"), ("actor", "name"), ("source", "title"))[number // 5 % 3]
    name = list(names.vocabulary(kind))[number]
    publish_again(name.document | {field: f"{name.label} {number}"})


if __name__ == "__main__":
    main()
