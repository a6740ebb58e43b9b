"""Pins: which earlier version an address asks for, by its number or by a day; and the snapshot of it."""

import re
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.db.models import Subquery
from django.utils import timezone

from relations.catalogue import snapshot as snapshots
from relations.catalogue.lru import LRUCache
from relations.catalogue.past_vocabularies import PastVocabularies
from relations.catalogue.snapshot import Pin, Snapshot
from relations.models import Edition, Publication, Record

# So many snapshots of earlier versions are kept, with the indexes that belong to them.
MAX_SNAPSHOTS = 12
_VERSION = re.compile("v([1-9][0-9]*)")
# A number of more digits is that of no version, and too large for a database.
_MAX_DIGITS = 18
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class MalformedPinError(ValueError):
    """What is written is neither a version nor a day that can be asked for."""


class UnknownVersionError(LookupError):
    """There is no such version. ``first`` is the first there is, None when nothing was ever published."""

    def __init__(self, first: Publication | None) -> None:
        self.first = first


class UnfinishedDayError(LookupError):
    """The day is not over in UTC: what it will have said at its end nobody knows yet."""


def snapshot_at(text: str, present: Snapshot) -> Snapshot:
    """The snapshot of the version that a pin names: ``v123``, or a day (``2026-11-21``), at its end in UTC.

    Two queries for a version that is not cached, and two more once after a publication. Raises
    MalformedPinError, UnknownVersionError and UnfinishedDayError.
    """
    past = _past_snapshots(present)
    found = past.cached.get(text)
    if found is None:
        version = _version(text, present)
        with past.lock:
            found = past.cached.get(text) or past.make(text, version)
    return found


def pinned_version(text: str, present: Snapshot) -> int | None:
    """The number of the version that a pin names; None when it names none.

    One query for a day whose snapshot is not cached.
    """
    if found := _past_snapshots(present).cached.get(text):
        return found.version
    try:
        return _version(text, present)
    except (MalformedPinError, UnknownVersionError, UnfinishedDayError):
        return None


class _PastSnapshots:
    """Snapshots of earlier versions by their pins, beside the present one: its successor has none of them.

    What is withdrawn at present decides about pages of the past too.
    """

    def __init__(self, present: Snapshot) -> None:
        self.present = present
        self.lock = threading.Lock()
        self.cached: LRUCache[str, Snapshot] = LRUCache(MAX_SNAPSHOTS)
        self._vocabularies = PastVocabularies(present.vocabularies, MAX_SNAPSHOTS)

    def make(self, text: str, version: int) -> Snapshot:
        published_at, last_record_at = _times(version)
        day = timezone.localdate(published_at) if text.startswith("v") else date.fromisoformat(text)
        made = replace(
            self.present,
            vocabularies=self._vocabularies.at(version),
            pin=Pin(text, version, published_at, last_record_at, day, self.present),
        )
        self.cached.set(text, made)
        return made


_current: _PastSnapshots | None = None


def _past_snapshots(present: Snapshot) -> _PastSnapshots:
    global _current
    current = _current
    if current is None or current.present is not present:
        current = _PastSnapshots(present)
        if snapshots.is_current(present):  # a request that was overtaken has its own
            _current = current
    return current


def _version(text: str, present: Snapshot) -> int:
    if match := _VERSION.fullmatch(text):
        if len(match[1]) > _MAX_DIGITS or int(match[1]) > present.version:
            raise UnknownVersionError(_first())
        return int(match[1])
    return _version_at_end_of(_day(text), present)


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise MalformedPinError(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MalformedPinError(text) from None


def _version_at_end_of(day: date, present: Snapshot) -> int:
    today = datetime.now(UTC).date()
    if day > today + timedelta(days=1):
        raise MalformedPinError(day.isoformat())
    if day >= today:
        # Tomorrow has begun in the east of Europe, and in Asia.
        raise UnfinishedDayError if present.version else UnknownVersionError(None)
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    by_then = Publication.objects.filter(published_at__lt=end, version__lte=present.version)
    version = by_then.order_by("-version").values_list("version", flat=True).first()
    if version is None:
        raise UnknownVersionError(_first())
    return version


def _times(version: int) -> tuple[datetime, datetime | None]:
    """When a version was published, and when a record was published last by then. One query."""
    records = Edition.objects.exclude(record__kind=Record.Kind.REFERENCE).filter(born__lte=version)
    last = Subquery(records.order_by("-born", "-pk").values("published_at")[:1])
    return Publication.objects.annotate(last=last).values_list("published_at", "last").get(version=version)


def _first() -> Publication | None:
    return Publication.objects.order_by("version").first()
