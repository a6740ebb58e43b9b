"""Times as people say them, in a named zone (an IANA name), and the moments that they mean (UTC)."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.formats import date_format
from django.utils.translation import gettext as _

DEFAULT_ZONE = "UTC"
# Of the names that systems have, those that browsers give and people know: of places.
AREAS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic"),
    *("Australia", "Europe", "Indian", "Pacific"),
)


@cache
def zone_names() -> list[str]:
    """UTC, and the zones of places by name; older names of them too, as browsers may give those."""
    places = (name for name in available_timezones() if name.split("/")[0] in AREAS and "/" in name)
    return [DEFAULT_ZONE, *sorted(places)]


def moments_of(local: datetime, zone: str) -> list[datetime]:
    """The moments that clocks in ``zone`` show this time at: none in an hour that they leave out, two in one
    that they show twice, else one (PEP 495). Raises OverflowError at the ends of the calendar.
    """
    info = ZoneInfo(zone)
    found = [local.replace(tzinfo=info, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return sorted({moment for moment in found if _shown(moment, info) == local})


def local_time(moment: datetime, zone: str) -> datetime:
    """What clocks in ``zone`` show at a moment. A zone that this system does not know is UTC."""
    return moment.astimezone(ZoneInfo(zone if zone in zone_names() else DEFAULT_ZONE))


def time_in_words(moment: datetime, zone: str) -> str:
    """A moment as clocks in ``zone`` show it, and in UTC."""
    shown, utc = local_time(moment, zone), moment.astimezone(UTC)
    words = {"time": date_format(shown, "j F Y, H:i"), "zone": zone}
    if zone == DEFAULT_ZONE:
        return _("%(time)s UTC") % words
    same_day = shown.date() == utc.date()
    words["utc"] = date_format(utc, "H:i" if same_day else "j F Y, H:i")
    return _("%(time)s in %(zone)s (%(utc)s UTC)") % words


def _shown(moment: datetime, info: ZoneInfo) -> datetime:
    return moment.astimezone(info).replace(tzinfo=None, fold=0)
