"""The permanent short addresses, at any version: of an entry, of one of its editions, of a claim."""

from typing import NamedTuple

from relations.catalogue.addresses import ResolvedAddress
from relations.catalogue.past_addresses import NotYetPublishedError, resolve_address_at
from relations.catalogue.sections import claim_url
from relations.catalogue.snapshot import Snapshot
from relations.models import Address, ClaimAddress, Edition, Record


class PlacedClaim(NamedTuple):
    """A published claim: its entry as it stands, and the last edition that holds the claim."""

    found: ResolvedAddress
    last: Edition
    code: str

    @property
    def is_current(self) -> bool:
        """Whether the entry still has it."""
        return self.last.pk == self.found.edition.pk

    @property
    def entry_url(self) -> str:
        """The page that the claim is read on."""
        return self.found.url if self.is_current else f"{self.found.url}editions/{self.last.number}/"

    @property
    def url(self) -> str:
        """The claim on that page."""
        return claim_url(self.entry_url, self.code)


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


def find_claim_by_code(snapshot: Snapshot, code: str) -> PlacedClaim | None:
    """A published claim, as it stands. At most four queries, and one more for each merger.

    Raises NotYetPublishedError.
    """
    claim = ClaimAddress.objects.filter(code=code).select_related("record", "edition").first()
    if claim is None:
        return None
    found = find_entry_by_code(snapshot, claim.record.key)
    if found is None:
        return None
    if found.withdrawn or claim.edition.born <= snapshot.version:
        return PlacedClaim(found, claim.edition, code)
    # As a canonical document has it: within a text the quotation marks would stand behind backslashes.
    holding = found.record.editions.filter(document__contains=f'"id":"{code}"')
    last = holding.filter(born__lte=snapshot.version).order_by("-number").first()
    if last is None:
        first = holding.earliest("number")
        raise NotYetPublishedError(found.url, first.born, first.published_at)
    return PlacedClaim(found, last, code)
