"""Reviews, comments, and a reference that requires reviews; who did something is not deleted any more."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

PERMISSION = ("publish_without_review", "Can publish without review, with a reason")
STATES = {
    "waiting": "waiting",
    "approved": "approved",
    "sent-back": "sent back",
    "taken-back": "taken back",
    "superseded": "superseded",
}


def grant_to_administrators(apps, schema_editor):
    """Django makes permissions after all migrations; the group needs it at once. It may be gone by now."""
    alias = schema_editor.connection.alias
    content_types = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    record, _made = content_types.get_or_create(app_label="relations", model="record")
    codename, name = PERMISSION
    permission, _made = permissions.get_or_create(
        codename=codename, content_type=record, defaults={"name": name}
    )
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name="administrator"):
        group.permissions.add(permission)


def delete_permission(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    permissions.filter(codename=PERMISSION[0], content_type__app_label="relations").delete()


def row_id():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def user(on_delete=django.db.models.deletion.PROTECT, **kwargs):
    return models.ForeignKey(on_delete=on_delete, related_name="+", to=settings.AUTH_USER_MODEL, **kwargs)


def part_of(model, related_name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=f"relations.{model}"
    )


def both_or_neither(one, other):
    return Q(**{f"{one}__isnull": True, f"{other}__isnull": True}) | Q(
        **{f"{one}__isnull": False, f"{other}__isnull": False}
    )


REVIEW_CONSTRAINTS = [
    models.UniqueConstraint(fields=("record",), condition=Q(state="waiting"), name="review_one_open"),
    models.CheckConstraint(condition=Q(state__in=tuple(STATES)), name="review_state_known"),
    models.CheckConstraint(
        condition=Q(state__in=("waiting", "superseded"), decided_by__isnull=True)
        | Q(state="taken-back", decided_by__isnull=False)
        | Q(state__in=("approved", "sent-back"), decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
        name="review_decided_by_another",
    ),
    models.CheckConstraint(
        condition=Q(state="waiting", decided_at__isnull=True)
        | ~Q(state="waiting") & Q(decided_at__isnull=False),
        name="review_decided_has_time",
    ),
    models.CheckConstraint(
        condition=~Q(state="sent-back") | ~Q(note=""), name="review_sent_back_with_words"
    ),
]
COMMENT_CONSTRAINTS = [
    models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
    models.CheckConstraint(
        condition=both_or_neither("resolved_by", "resolved_at"), name="comment_resolved_by_somebody"
    ),
    models.CheckConstraint(
        condition=Q(parent__isnull=True) | Q(resolved_at__isnull=True), name="comment_reply_is_open"
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0015_agreements_and_projects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "reference",
            "review_required",
            models.BooleanField(
                "review required",
                default=False,
                help_text="Nothing is published or corrected before somebody else has approved it.",
            ),
        ),
        migrations.AlterField("edition", "published_by", user(null=True, blank=True)),
        migrations.AlterField("publication", "published_by", user(null=True, blank=True)),
        migrations.AlterField("revision", "saved_by", user(null=True, blank=True)),
        migrations.CreateModel(
            "Review",
            [
                ("id", row_id()),
                ("record", part_of("record", "reviews")),
                ("revision", part_of("revision", "reviews")),
                ("asked_by", user()),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reviewer", user(null=True, blank=True)),
                (
                    "state",
                    models.CharField(choices=list(STATES.items()), default="waiting", max_length=10),
                ),
                ("decided_by", user(null=True, blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
            ],
            options={"ordering": ("pk",), "constraints": REVIEW_CONSTRAINTS},
        ),
        migrations.CreateModel(
            "Comment",
            [
                ("id", row_id()),
                ("record", part_of("record", "comments")),
                ("revision", part_of("revision", "+")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="relations.comment",
                    ),
                ),
                ("anchor", models.CharField(blank=True, max_length=100)),
                ("quote", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField()),
                ("author", user()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("resolved_by", user(null=True, blank=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"ordering": ("pk",), "constraints": COMMENT_CONSTRAINTS},
        ),
        migrations.CreateModel(
            "UnreviewedPublication",
            [
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="unreviewed",
                        serialize=False,
                        to="relations.publication",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("seen_by", user(null=True, blank=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("publication",),
                "constraints": [
                    models.CheckConstraint(
                        condition=both_or_neither("seen_by", "seen_at"),
                        name="unreviewed_seen_by_somebody",
                    )
                ],
            },
        ),
        migrations.AlterModelOptions(
            "record",
            {
                "permissions": (
                    ("publish_record", "Can publish, correct, withdraw, rename and merge"),
                    PERMISSION,
                )
            },
        ),
        migrations.RunPython(grant_to_administrators, delete_permission),
    ]
