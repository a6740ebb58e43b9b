"""The addresses a publication gives: of records, and of claims. Called by the one writer alone."""

from collections.abc import Iterable, Mapping, Sequence

from relations.catalogue import SECTIONS
from relations.documents import Document
from relations.models import Address, ClaimAddress, Edition, Record
from relations.publishing.bulk import ROWS, chunked

Published = Sequence[tuple[Record, Document]]


def assign_addresses(published: Published) -> None:
    """Make each document's slug its record's current address; the former ones lead there."""
    wanted = {record.pk: (record, document) for record, document in published if record.kind in SECTIONS}
    current = _current_slugs(wanted)
    moved = [pair for pk, pair in wanted.items() if current.get(pk) != pair[1]["slug"]]
    renamed = {record.pk: document["slug"] for record, document in moved if record.pk in current}
    for some in chunked(renamed):
        Address.objects.filter(record__in=some, current=True).update(current=False)
    given = _reactivate_former(renamed)
    Address.objects.bulk_create(
        [
            Address(section=SECTIONS[record.kind], slug=document["slug"], record=record)
            for record, document in moved
            if record.pk not in given
        ],
        batch_size=ROWS,
    )
    _assign_reversed([pair for pair in moved if pair[0].kind == Record.Kind.RELATIONSHIP])


def update_claim_addresses(editions: Iterable[tuple[Edition, Document]]) -> None:
    """Remember each edition as the last that holds its claims."""
    ClaimAddress.objects.bulk_create(
        [
            ClaimAddress(code=claim["id"], record=edition.record, edition=edition)
            for edition, document in editions
            for claim in document.get("claims", ())
        ],
        batch_size=ROWS,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["edition"],
    )


def _current_slugs(records: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in chunked(records):
        rows = Address.objects.filter(record__in=some, current=True)
        found |= dict(rows.values_list("record", "slug"))
    return found


def _reactivate_former(renamed: Mapping[int, str]) -> set[int]:
    """Make a former address of its own current again, where a record is named as once before."""
    given = set()
    for some in chunked(renamed):
        former = Address.objects.filter(record__in=some).values_list("pk", "record", "slug")
        own = {pk: record for pk, record, slug in former if renamed[record] == slug}
        Address.objects.filter(pk__in=own).update(current=True)
        given |= set(own.values())
    return given


def _assign_reversed(relationships: Published) -> None:
    """The slug of a pair with its sides the other way round leads to it too, when it is made of theirs."""
    if not relationships:
        return
    slugs = actor_slugs({side for _record, document in relationships for side in document["sides"]})
    for record, document in relationships:
        if reverse := reverse_address(document, [slugs.get(key, key) for key in document["sides"]]):
            section, slug = reverse
            Address.objects.get_or_create(
                section=section, slug=slug, defaults={"record": record, "current": False}
            )


def reverse_address(document: Document, sides: Iterable[str]) -> tuple[str, str] | None:
    """The section and slug under which a relationship is found with its sides the other way round.

    ``sides`` are their slugs. None where its own slug is not made of them.
    """
    slugs = list(sides)
    if document["slug"] != "-".join(slugs):
        return None
    return SECTIONS[Record.Kind.RELATIONSHIP], "-".join(reversed(slugs))


def actor_slugs(keys: Iterable[str]) -> dict[str, str]:
    """By their keys, the slugs under which actors stand."""
    found: dict[str, str] = {}
    for some in chunked(keys):
        rows = Address.objects.filter(record__kind=Record.Kind.ACTOR, record__key__in=some, current=True)
        found |= dict(rows.values_list("record__key", "slug"))
    return found
