"""What is typed and not saved yet, who has a form open, and when users last signed out."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def user(field=models.ForeignKey, **options):
    return field(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL, **options
    )


def row_id():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0018_joined_revisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SignOut",
            fields=[
                ("user", user(models.OneToOneField, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="OpenForm",
            fields=[
                ("id", row_id()),
                ("page", models.CharField(max_length=32, unique=True)),
                ("user", user()),
                ("form", models.CharField(db_index=True, max_length=60)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Autosave",
            fields=[
                ("id", row_id()),
                ("user", user()),
                ("form", models.CharField(max_length=60)),
                ("page", models.CharField(max_length=32, unique=True)),
                ("base", models.CharField(blank=True, max_length=60)),
                ("fields", models.TextField(blank=True)),
                ("sequence", models.PositiveBigIntegerField()),
                ("typed_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("saved_as", models.PositiveBigIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-pk",),
                "indexes": [models.Index(fields=["user", "form"], name="autosave_user_form")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(ended_at=None) | Q(fields="", base=""),
                        name="autosave_ended_holds_nothing",
                    )
                ],
            },
        ),
    ]
