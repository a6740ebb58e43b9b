"""Whether what a process remembers was read from the database it now reads."""

from django.db.models import QuerySet

from relations.models import Edition, Record

# The last edition as of a version: row id, record, version, time. None is like another's.
EditionFingerprint = tuple[int, int, int, str] | tuple[()]


class DatabaseIdentity:
    """Stands for one run of versions of one database, each read on from the one before."""

    __slots__ = ("__weakref__",)


def latest_edition_fingerprint(version: int) -> EditionFingerprint:
    """The last edition as of ``version``, which tells this database from others. One query."""
    return _read(_of_records().filter(born__lte=version).order_by("-born", "-pk"))


def is_of_this_database(latest: EditionFingerprint) -> bool:
    """Whether ``latest`` was an edition of this database, which may have gone on since. One query."""
    if not latest:
        return not _of_records().exists()
    return _read(Edition.objects.filter(pk=latest[0])) == latest


def _of_records() -> QuerySet[Edition]:
    """Editions but for those of the reference itself, which make no entry, file or archive another one."""
    return Edition.objects.exclude(record__kind=Record.Kind.REFERENCE)


def _read(editions: QuerySet[Edition]) -> EditionFingerprint:
    row = editions.values_list("pk", "record", "born", "published_at").first()
    return (*row[:3], row[3].isoformat()) if row else ()
