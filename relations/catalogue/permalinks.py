"""The permanent short addresses, and whom an address was given to, whatever became of that record since."""

from relations.catalogue.addresses import ResolvedAddress, resolve_address
from relations.models import Address, ClaimAddress, Edition, Record


def record_at_address(section: str, slug: str) -> Record | None:
    """The record ``/<section>/<slug>/`` was given to: itself, not the survivor it was merged into.

    Its past editions stay readable there. One query.
    """
    address = Address.objects.filter(section=section, slug=slug).select_related("record__edition").first()
    return address.record if address else None


def find_entry_by_code(code: str) -> ResolvedAddress | None:
    """What the entry with this code stands as today; None when none was ever published under it."""
    address = (
        Address.objects.filter(record__key=code, record__kind__in=Record.ENTRY_KINDS, current=True)
        .values_list("section", "slug")
        .first()
    )
    return resolve_address(*address) if address else None


def find_claim_by_code(code: str) -> tuple[ResolvedAddress, Edition] | None:
    """The entry of a published claim, as it stands today, and the last edition that holds the claim."""
    claim = ClaimAddress.objects.filter(code=code).select_related("record", "edition").first()
    if claim is None:
        return None
    found = find_entry_by_code(claim.record.key)
    return (found, claim.edition) if found else None
