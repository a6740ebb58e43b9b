"""Whose a slug is: in a working copy, or as an address that was ever given."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import models

from relations.catalogue import SECTIONS
from relations.documents.schema import SCHEMAS
from relations.models import Address, Record
from relations.publishing.bulk import chunked

SlugHolders = defaultdict[tuple[str, str], set[int]]
# What SECTIONS says, the other way round.
KINDS = {section: kind for kind, section in SECTIONS.items()}


def is_slug_taken(record: Record, slug: str) -> bool:
    """Whether a record cannot have a slug, because another one has it or once had it in public.

    A new record, which has no key yet, would have the slug for one; an entry has a code.
    """
    if slug_holders([record.kind], [slug])[record.kind, slug] - {record.pk}:
        return True
    is_new = not record.key and not record.is_entry
    return is_new and Record.objects.filter(kind=record.kind, key=slug).exists()


def slug_holders(kinds: Collection[str], slugs: Iterable[str]) -> SlugHolders:
    """The row ids of the records that have or had a slug, by kind and slug; some queries for hundreds.

    No two entries have one slug at a time, of whichever kinds; each kind has addresses of its own.
    """
    slugs = set(slugs)
    found: SlugHolders = defaultdict(set)
    kinds_by_model: dict[type[models.Model], list[str]] = defaultdict(list)
    for kind in kinds:
        kinds_by_model[_slug_model(kind)].append(kind)
    for model, of_model in kinds_by_model.items():
        for some in chunked(slugs):
            for slug, record in model._default_manager.filter(slug__in=some).values_list("slug", "record"):
                for kind in of_model:
                    found[kind, slug].add(record)
    for (section, slug), record in address_owners(slugs, kinds).items():
        found[KINDS[section], slug].add(record)
    return found


def address_owners(
    slugs: Iterable[str], kinds: Iterable[str] = tuple(SECTIONS)
) -> dict[tuple[str, str], int]:
    """The row id of the record that each address was given to, by section and slug."""
    # Addresses are indexed by both.
    addresses = Address.objects.filter(section__in=[SECTIONS[kind] for kind in kinds])
    found: dict[tuple[str, str], int] = {}
    for some in chunked(slugs):
        rows = addresses.filter(slug__in=some).values_list("section", "slug", "record")
        found |= {(section, slug): record for section, slug, record in rows}
    return found


def _slug_model(kind: str) -> type[models.Model]:
    """The model whose column the slugs of a kind stand in: one for all kinds of entries."""
    model: type[models.Model] = SCHEMAS[kind].model._meta.get_field("slug").model
    return model
