"""What the reference says of itself has revisions and editions, as every record has.

Until now there was one row without a history, so its one edition is born with
the first version: earlier words of it are not known.
"""

import json

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

KINDS = ("event", "agreement", "issue", "topic", "actor", "relationship", "source", "reference")
FIELDS = ("title", "tagline", "contact", "licence")


def settle(connection):
    """Check what waits to be: PostgreSQL alters no table of which rows wait, as in a restore they all do."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def give_record(apps, schema_editor):
    alias = schema_editor.connection.alias
    reference = apps.get_model("relations", "Reference").objects.using(alias).filter(pk=1).first()
    if reference is None:
        return
    records = apps.get_model("relations", "Record").objects.using(alias)
    reference.record = records.create(kind="reference", key="reference")
    reference.save(update_fields=["record"])
    first = apps.get_model("relations", "Publication").objects.using(alias).filter(version=1).first()
    if first is None:
        settle(schema_editor.connection)
        return
    document = document_of(reference)
    revision = (
        apps.get_model("relations", "Revision")
        .objects.using(alias)
        .create(record=reference.record, document=document, origin="published", saved_at=first.published_at)
    )
    edition = (
        apps.get_model("relations", "Edition")
        .objects.using(alias)
        .create(
            record=reference.record,
            number=1,
            action="published",
            document=document,
            rendering="{}",
            revision=revision,
            born=first.version,
            first_published_at=first.published_at,
            published_at=first.published_at,
        )
    )
    records.filter(pk=reference.record.pk).update(edition=edition, status="published")
    settle(schema_editor.connection)


def document_of(reference) -> str:
    document = {"schema": 1, "kind": "reference", "key": "reference"}
    document |= {name: getattr(reference, name).strip() for name in FIELDS}
    document["sources_reach"] = reference.sources_reach.code if reference.sources_reach else ""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def take_record(apps, schema_editor):
    alias = schema_editor.connection.alias
    get = apps.get_model
    get("relations", "Reference").objects.using(alias).update(record=None)
    records = get("relations", "Record").objects.using(alias).filter(kind="reference")
    records.update(edition=None, status="never-published")
    get("relations", "Edition").objects.using(alias).filter(record__in=records).delete()
    get("relations", "Revision").objects.using(alias).filter(record__in=records).delete()
    records.delete()
    settle(schema_editor.connection)


def known_kinds(kinds):
    return models.CheckConstraint(condition=Q(kind__in=kinds), name="record_kind_known")


def record(**options):
    return models.OneToOneField(
        editable=False, on_delete=django.db.models.deletion.PROTECT, to="relations.record", **options
    )


class Migration(migrations.Migration):
    dependencies = [("relations", "0007_status_and_origin")]

    operations = [
        migrations.AlterField(
            "record",
            "kind",
            models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=12),
        ),
        migrations.RemoveConstraint("record", "record_kind_known"),
        migrations.AddConstraint("record", known_kinds(KINDS)),
        migrations.AddField("reference", "record", record(null=True)),
        migrations.RunPython(give_record, take_record),
        migrations.AlterField("reference", "record", record()),
    ]
