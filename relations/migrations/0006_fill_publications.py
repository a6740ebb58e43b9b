"""The lives of editions and the rows of publications, from what there is.

A version that has editions has their time, but never before that of an earlier
version. Of one without (the reference described, a restore, a full text made
again) nothing was recorded: it has the time of the next one that has editions,
or else of the last before it.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import migrations, models
from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.utils import timezone

ROWS = 1000


def settle(connection):
    """Check what waits to be: PostgreSQL alters no table of which rows wait, as in a restore they all do."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    editions = apps.get_model("relations", "Edition").objects.using(alias).order_by()
    following = editions.filter(record=OuterRef("record"), number=OuterRef("number") + 1)
    editions.update(died=Subquery(following.values("born")[:1]))
    settle(schema_editor.connection)

    reference = apps.get_model("relations", "Reference").objects.using(alias).filter(pk=1).first()
    if reference is None:
        return
    apps.get_model("relations", "VersionCounter").objects.using(alias).create(pk=1, version=reference.version)
    Publication = apps.get_model("relations", "Publication")
    publications = _publications(Publication, editions, reference.version)
    while rows := list(islice(publications, ROWS)):
        Publication.objects.using(alias).bulk_create(rows)


def _publications(Publication, editions, last: int) -> Iterator:
    acts = editions.values("born").annotate(
        at=Max("published_at"),
        # With a correction others may be published for the first time: it is the correction that counts.
        action=Min("action"),
        users=Count("published_by", distinct=True),
        user=Max("published_by"),
    )
    recorded = {act["born"]: act for act in acts}
    times = _times({version: act["at"] for version, act in recorded.items()}, last)
    for version in range(1, last + 1):
        act = recorded.get(version)
        yield Publication(
            version=version,
            kind=act["action"] if act else "unrecorded",
            published_at=times[version],
            published_by_id=act["user"] if act and act["users"] == 1 else None,
        )


def _times(recorded: dict[int, datetime], last: int) -> dict[int, datetime]:
    times, latest = {}, None
    for version in sorted(recorded):
        latest = max(latest or recorded[version], recorded[version])
        times[version] = latest
    following = latest or timezone.now()
    for version in range(last, 0, -1):
        following = times.setdefault(version, following)
    return times


def unfill(apps, schema_editor):
    alias = schema_editor.connection.alias
    counter = apps.get_model("relations", "VersionCounter").objects.using(alias).filter(pk=1).first()
    if counter:
        reference, _made = apps.get_model("relations", "Reference").objects.using(alias).get_or_create(pk=1)
        reference.version = counter.version
        reference.save(update_fields=["version"])


class Migration(migrations.Migration):
    dependencies = [("relations", "0005_publications")]

    operations = [
        migrations.RunPython(fill, unfill),
        migrations.RemoveField("reference", "version"),
        migrations.AddConstraint(
            "edition",
            models.UniqueConstraint(
                condition=models.Q(("died__isnull", True)), fields=("record",), name="edition_one_current"
            ),
        ),
    ]
