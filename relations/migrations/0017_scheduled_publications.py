"""What is to be published or withdrawn at a time, links to previews, and letters to users."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def user(on_delete, **options):
    return models.ForeignKey(on_delete=on_delete, related_name="+", to=settings.AUTH_USER_MODEL, **options)


def row_id():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


PROTECT, CASCADE = django.db.models.deletion.PROTECT, django.db.models.deletion.CASCADE
ACTIONS = (("publish", "publish"), ("withdraw", "withdraw"))
STATES = (("waiting", "waiting"), ("done", "done"), ("failed", "held back"), ("cancelled", "cancelled"))


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0016_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("versioncounter", "next_due", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("versioncounter", "settled_until", models.DateTimeField(blank=True, null=True)),
        migrations.CreateModel(
            name="ScheduledPublication",
            fields=[
                ("id", row_id()),
                ("action", models.CharField(choices=ACTIONS, max_length=8)),
                ("due_at", models.DateTimeField()),
                ("time_zone", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("correction", models.BooleanField(default=False)),
                (
                    "replacement",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=PROTECT, related_name="+", to="relations.record"
                    ),
                ),
                ("scheduled_by", user(PROTECT)),
                ("scheduled_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=9)),
                ("failure", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", user(PROTECT, blank=True, null=True)),
                (
                    "publication",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=PROTECT, related_name="+", to="relations.publication"
                    ),
                ),
            ],
            options={
                "ordering": ("due_at", "pk"),
                "indexes": [models.Index(fields=["state", "due_at"], name="scheduled_state_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(action__in=("publish", "withdraw")), name="scheduled_action_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state__in=("waiting", "done", "failed", "cancelled")),
                        name="scheduled_state_known",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(state="failed") | ~models.Q(failure=""),
                        name="scheduled_failure_told",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(action="withdraw") | ~models.Q(note=""),
                        name="scheduled_withdrawal_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state="waiting", ended_at__isnull=True)
                        | ~models.Q(state="waiting") & models.Q(ended_at__isnull=False),
                        name="scheduled_end_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduledRecord",
            fields=[
                ("id", row_id()),
                ("companion", models.BooleanField(default=False)),
                (
                    "record",
                    models.ForeignKey(on_delete=CASCADE, related_name="scheduled", to="relations.record"),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=CASCADE,
                        related_name="scheduled",
                        to="relations.revision",
                    ),
                ),
                (
                    "scheduled",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="items", to="relations.scheduledpublication"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("scheduled", "record"), name="scheduled_record_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                ("id", row_id()),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("made_by", user(PROTECT)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=CASCADE, related_name="preview_links", to="relations.revision"
                    ),
                ),
            ],
            options={"ordering": ("-pk",)},
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", row_id()),
                ("user", user(CASCADE)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"ordering": ("-pk",)},
        ),
    ]
