"""A record's status is called so, and where a revision comes from is said in plain words."""

from django.db import migrations, models
from django.db.models import Q

STATUSES = ("never-published", "published", "changed", "withdrawn")
ORIGINS = {"desk": "saved", "import": "imported", "press": "published", "restore": "restored"}


def settle(connection):
    """Check what waits to be: PostgreSQL alters no table of which rows wait, as in a restore they all do."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def rename_origins(names):
    def rename(apps, schema_editor):
        revisions = apps.get_model("relations", "Revision").objects.using(schema_editor.connection.alias)
        revisions.order_by().update(
            origin=models.Case(
                *(models.When(origin=old, then=models.Value(new)) for old, new in names.items()),
                default=models.F("origin"),
            )
        )
        settle(schema_editor.connection)

    return rename


class Migration(migrations.Migration):
    dependencies = [("relations", "0006_fill_publications")]

    operations = [
        migrations.RemoveConstraint("record", "record_publication_known"),
        migrations.RemoveConstraint("record", "record_published_means_edition"),
        migrations.RenameField("record", "publication", "status"),
        migrations.AlterField(
            "record",
            "status",
            models.CharField(
                choices=[
                    ("never-published", "never published"),
                    ("published", "published"),
                    ("changed", "changed since"),
                    ("withdrawn", "withdrawn"),
                ],
                db_index=True,
                default="never-published",
                max_length=15,
                verbose_name="status",
            ),
        ),
        migrations.AddConstraint(
            "record",
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="record_status_known"),
        ),
        migrations.AddConstraint(
            "record",
            models.CheckConstraint(
                condition=Q(edition__isnull=True, status="never-published")
                | Q(edition__isnull=False) & ~Q(status="never-published"),
                name="record_published_means_edition",
            ),
        ),
        migrations.RemoveConstraint("revision", "revision_origin_known"),
        migrations.AlterField(
            "revision",
            "origin",
            models.CharField(
                choices=[
                    ("saved", "saved"),
                    ("imported", "imported"),
                    ("published", "published"),
                    ("restored", "restored"),
                ],
                default="saved",
                max_length=9,
            ),
        ),
        migrations.RunPython(
            rename_origins(ORIGINS), rename_origins({new: old for old, new in ORIGINS.items()})
        ),
        migrations.AddConstraint(
            "revision",
            models.CheckConstraint(
                condition=Q(origin__in=tuple(ORIGINS.values())), name="revision_origin_known"
            ),
        ),
    ]
