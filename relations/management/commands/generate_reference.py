"""`manage.py generate_reference N --seed S`: a synthetic reference of N entries, for measuring."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from time import monotonic
from typing import Any

from django.core.management.base import CommandError

from relations.documents import Document
from relations.management.database_command import DatabaseCommand
from relations.management.synthetic import SyntheticEntries, SyntheticWorld
from relations.models import Record
from relations.publishing.generated import publish_generated

BATCH = 5000  # documents of one version
FIRST_PUBLICATION = datetime(2024, 1, 1, 9, tzinfo=UTC)
INTERVAL = timedelta(hours=12)


class Command(DatabaseCommand):
    help = (
        "Fill an empty database with a synthetic reference of N entries, for measuring. The same N and "
        "seed make the same reference. Nothing of it can be edited."
    )
    afterwards = "The batches that were stored before stay: begin again in an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("entries", metavar="N", type=int, help="how many entries, 1 to 5 million")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, entries: int, seed: int, verbosity: int, **options: Any) -> None:
        if not 1 <= entries <= 5_000_000:
            raise CommandError("N is a number of entries, 1 to 5 million.")
        if Record.objects.with_pages().exists():
            raise CommandError("This database holds records. Only an empty one is filled.")
        begun = monotonic()
        world = SyntheticWorld(entries, seed)
        stored = 0
        batches = chain(in_batches(world.documents()), batches_of(SyntheticEntries(world, seed), entries))
        for number, documents in enumerate(batches):
            publish_generated(documents, at=FIRST_PUBLICATION + INTERVAL * number, note="Brought up to date.")
            stored += len(documents)
            if verbosity > 1:
                self.stdout.write(f"{stored} editions in {monotonic() - begun:.0f} s")
        self.stdout.write(f"{entries} entries, {stored} editions, in {monotonic() - begun:.0f} seconds.")


def in_batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        yield batch


def batches_of(entries: SyntheticEntries, total: int) -> Iterator[list[Document]]:
    """New entries by their numbers; second and third editions come one and two batches later."""
    again: dict[int, list[tuple[int, int]]] = {}
    for batch_number, start in enumerate(range(0, total + 2 * BATCH, BATCH)):
        new = range(start, min(start + BATCH, total))
        for number in new:
            for edition in range(2, entries.editions(number) + 1):
                again.setdefault(batch_number + edition - 1, []).append((number, edition))
        batch = [entries.document(number) for number in new]
        batch += [entries.document(*each) for each in again.pop(batch_number, ())]
        if batch:
            yield batch
