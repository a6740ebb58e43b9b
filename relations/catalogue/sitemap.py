"""What the sitemap lists: every page that a record has, and the parts they are divided into."""

from datetime import datetime

from django.db.models import Count, F, Max, QuerySet

from relations.models import Address, Edition, Record


def sitemap_pages(records: range | None = None) -> QuerySet[Address, tuple[str, str, datetime]]:
    """Kind, slug and time of last publication of every record a reader can open, by row id.

    In that order a new record comes last and none changes its place. With
    ``records``, only of those whose row id is among these.
    """
    found = Address.objects.filter(current=True, record__in=Record.objects.public())
    if records is not None:
        found = found.filter(record__gte=records.start, record__lt=records.stop)
    return found.order_by("record").values_list("record__kind", "slug", "record__edition__published_at")


def sitemap_parts(size: int) -> list[tuple[int, int, datetime]]:
    """The public records cut into parts of ``size`` row ids: number of the part, how many, last publication.

    Parts without any are left out; a record stays in its part for ever. Two queries.
    """
    part = (F("pk") - 1) / size  # of whole numbers: rounded down
    rows = Record.objects.public().annotate(part=part).values("part").order_by("part")
    # The time is read from the newest edition of a part alone, not from a million.
    counted = list(rows.annotate(count=Count("pk"), latest=Max("edition")))
    published = dict(
        Edition.objects.filter(pk__in=[row["latest"] for row in counted]).values_list("pk", "published_at")
    )
    return [(row["part"] + 1, row["count"], published[row["latest"]]) for row in counted]


def last_sitemap_part(size: int) -> int:
    """The number of the last part that ever had a published record; 1 when nothing was published."""
    last = Record.objects.with_pages().filter(edition__isnull=False).aggregate(last=Max("pk"))["last"]
    return ((last or 1) - 1) // size + 1
