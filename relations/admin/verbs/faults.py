"""A fault, at the place it concerns: which claim or field, its first words, and the way there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from relations.admin.names import edit_url
from relations.models import Entry, Record
from relations.publishing import Fault


@dataclass(frozen=True, slots=True)
class PlacedFault:
    place: str
    words: str
    message: str
    url: str


def place(record: Record, faults: Iterable[Fault]) -> list[PlacedFault]:
    """Those of the faults that concern this record, in the order in which its form shows their places."""
    own = [fault for fault in faults if fault.record == record]
    if not own:
        return []
    row = record.subject
    claims = list(row.claims.all()) if isinstance(row, Entry) else []
    numbers = {claim.code: number for number, claim in enumerate(claims, start=1)}
    url = f"{edit_url(row)}?check=1"
    placed = []
    for fault in own:
        part, _slash, name = fault.path.partition("/")
        if part == "claims" and name in numbers:
            number = numbers[name]
            words = Truncator(claims[number - 1].text).chars(90)
            placed.append(PlacedFault(_("Claim %d") % number, words, fault.message, f"{url}#claim-{name}"))
        elif part == "milestones" and name:
            label = _("Milestone %s") % name
            placed.append(PlacedFault(label, "", fault.message, f"{url}#milestone-{name}"))
        else:
            placed.append(PlacedFault(_field_label(record, part), "", fault.message, _field_url(url, part)))
    return placed


def _field_label(record: Record, path: str) -> str:
    names = {
        field.name: field for field in record.subject._meta.get_fields() if hasattr(field, "verbose_name")
    }
    return str(names[path].verbose_name).capitalize() if path in names else ""


def _field_url(url: str, path: str) -> str:
    if path == "claims":
        return f"{url}#claims-group"
    return f"{url}#id_{path}" if path else url
