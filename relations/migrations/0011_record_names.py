"""Every name of topics and actors, stored as names are compared: no two records of a kind have the same."""

import django.db.models.deletion
from django.db import migrations, models

from relations.models.name import fold_name
from relations.models.name_collisions import KINDS, refuse_collisions

ROWS = 1000


def look(apps, schema_editor):
    refuse_collisions(apps, schema_editor.connection.alias)


def fill(apps, schema_editor):
    connection = schema_editor.connection
    RecordName = apps.get_model("relations", "RecordName")
    for kind in KINDS:
        rows = apps.get_model("relations", kind)._default_manager.using(connection.alias).order_by("pk")
        RecordName.objects.using(connection.alias).bulk_create(
            (
                RecordName(
                    record_id=record, kind=kind, text=name, folded=fold_name(name), shared=survivor is not None
                )
                for record, name, survivor in rows.values_list("record", "name", "record__merged_into")
            ),
            batch_size=ROWS,
        )
    if connection.vendor == "postgresql":
        connection.check_constraints()  # it alters no table of which rows wait, as in a restore they all do


class Migration(migrations.Migration):
    dependencies = [("relations", "0010_stored_dumps")]

    operations = [
        migrations.RunPython(look, migrations.RunPython.noop),
        migrations.CreateModel(
            name="RecordName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("position", models.PositiveIntegerField(default=0)),
                ("text", models.CharField(max_length=100)),
                ("folded", models.CharField(max_length=200)),
                ("shared", models.BooleanField(default=False)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="relations.record",
                    ),
                ),
            ],
            options={
                "ordering": ("record", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("shared", False)),
                        fields=("kind", "folded"),
                        name="name_once_per_kind",
                    ),
                    models.UniqueConstraint(fields=("record", "position"), name="name_position_once"),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveConstraint("topic", "topic_name_once"),
        migrations.RemoveConstraint("actor", "actor_name_once"),
    ]
