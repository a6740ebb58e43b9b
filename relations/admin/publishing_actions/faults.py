"""A fault with the part of the form it concerns: its label, its first words, and its address."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from relations.admin.record_urls import change_url
from relations.models import Entry, Record
from relations.publishing import Fault

# Parts of a document that are groups of rows in the form.
_GROUPS = {"claims": "claims", "actors": "involvements"}


@dataclass(frozen=True, slots=True)
class LocatedFault:
    """``excerpt`` is how the claim begins that the fault concerns, or ""."""

    label: str
    excerpt: str
    message: str
    url: str


def locate_faults(
    record: Record, faults: Iterable[Fault], *, form_url: str | None = None
) -> list[LocatedFault]:
    """The faults that concern this record, in the order of the parts of its form.

    ``form_url`` is "" on that form itself, which such a link then does not leave.
    """
    own = [fault for fault in faults if fault.record == record]
    if not own:
        return []
    row = record.working_copy
    claims = list(row.claims.all()) if isinstance(row, Entry) else []
    numbers = {claim.code: number for number, claim in enumerate(claims, start=1)}
    url = f"{change_url(row)}?check=1" if form_url is None else form_url
    located = []
    for fault in own:
        part, _slash, name = fault.path.partition("/")
        if part == "claims" and name in numbers:
            label, target = _("Claim %d") % numbers[name], f"{url}#claim-{name}"
            excerpt = Truncator(claims[numbers[name] - 1].text).chars(90)
        elif part == "milestones" and name:
            label, target, excerpt = _("Milestone %s") % name, f"{url}#milestone-{name}", ""
        else:
            label, target, excerpt = _field_label(record, part), _field_url(url, part), ""
        located.append(LocatedFault(label, excerpt, fault.message, target))
    return located


def _field_label(record: Record, path: str) -> str:
    names = {"actors": _("Actors")} | {
        field.name: str(field.verbose_name)
        for field in record.working_copy._meta.get_fields()
        if hasattr(field, "verbose_name")
    }
    return names.get(path, "").capitalize()


def _field_url(url: str, path: str) -> str:
    if path in _GROUPS:
        return f"{url}#{_GROUPS[path]}-group"
    return f"{url}#id_{path}" if path else url
