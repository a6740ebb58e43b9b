"""The permanent short addresses, at any version: of an entry, of one of its editions, of a claim."""

from relations.catalogue.addresses import ResolvedAddress
from relations.catalogue.past_addresses import NotYetPublishedError, resolve_address_at
from relations.catalogue.snapshot import Snapshot
from relations.models import Address, ClaimAddress, Edition, Record


def find_entry_by_code(snapshot: Snapshot, code: str) -> ResolvedAddress | None:
    """What the entry with this code stands as; None when none was ever published under it.

    Raises NotYetPublishedError.
    """
    address = (
        Address.objects.filter(record__key=code, record__kind__in=Record.ENTRY_KINDS, current=True)
        .values_list("section", "slug")
        .first()
    )
    return resolve_address_at(snapshot, *address) if address else None


def find_claim_by_code(snapshot: Snapshot, code: str) -> tuple[ResolvedAddress, Edition] | None:
    """The entry of a published claim, as it stands, and the last edition that holds the claim.

    Raises NotYetPublishedError.
    """
    claim = ClaimAddress.objects.filter(code=code).select_related("record", "edition").first()
    if claim is None:
        return None
    found = find_entry_by_code(snapshot, claim.record.key)
    if found is None:
        return None
    if found.withdrawn or claim.edition.born <= snapshot.version:
        return found, claim.edition
    holding = [
        edition
        for edition in found.record.editions.filter(document__contains=code).order_by("-number")
        if any(each["id"] == code for each in edition.read_document()["claims"])
    ]
    by_then = [edition for edition in holding if edition.born <= snapshot.version]
    if not by_then:
        first = holding[-1]
        raise NotYetPublishedError(found.url, first.born, first.published_at)
    return found, by_then[0]
