"""Editions say from which version until before which they are current, publications are rows.

The next migration fills them.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = (
    ("published", "published"),
    ("corrected", "corrected"),
    ("renamed", "renamed"),
    ("merged", "merged"),
    ("withdrawn", "withdrawn"),
    ("described", "the reference described"),
    ("imported", "imported"),
    ("generated", "generated"),
    ("unrecorded", "not recorded"),
)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("relations", "0004_postings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("version", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                (
                    "published_at",
                    models.DateTimeField(help_text="Never before that of an earlier version."),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("version",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(kind__in=[value for value, _label in KINDS]),
                        name="publication_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveBigIntegerField(default=0)),
                ("epoch", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="version_counter_only_one")
                ],
            },
        ),
        migrations.RenameField("edition", "version", "born"),
        migrations.AddField(
            "edition", "died", models.PositiveBigIntegerField(blank=True, db_index=True, null=True)
        ),
        migrations.AddField(
            "edition",
            "revision",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="relations.revision",
            ),
        ),
    ]
