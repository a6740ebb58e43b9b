"""What names the records that are to go, as the pages of merging and withdrawing list it."""

from collections.abc import Sequence
from typing import Any

from relations.admin.record_names import prefetch_working_copies
from relations.admin.record_urls import change_url
from relations.models import Record
from relations.publishing.referrers import read_referrers

MAX_LISTED_REFERRERS = 20
# Records of which it is looked up: each takes a search through all published documents.
MAX_RECORDS = 20


def referrers_context(records: Sequence[Record]) -> dict[str, Any]:
    """What ``referrers.html`` shows: who names these records, other than those chosen with them."""
    if len(records) > MAX_RECORDS:
        return {"too_many_records": MAX_RECORDS}
    found = read_referrers(records)
    referrers = {each.pk: each for record in records for each in found.of(record, besides=records)}
    listed = [referrers[pk] for pk in sorted(referrers)[:MAX_LISTED_REFERRERS]]
    rows = [record.working_copy for record in prefetch_working_copies(listed)]
    return {
        "referrers": [(row, change_url(row)) for row in rows],
        "unlisted_referrers": len(referrers) - len(rows),
    }
