"""The group of reviewers, who read, approve and publish what others write. One of that name stays as it is."""

from importlib import import_module

from django.db import migrations

groups = import_module("relations.migrations.0002_groups")

REVIEWER = groups.permissions(("view",), (*groups.RECORDS, *groups.PARTS, *groups.HISTORY)) | {
    ("relations", "publish_record")
}


def make_reviewers(apps, schema_editor):
    alias = schema_editor.connection.alias
    group, is_new = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name="reviewer")
    if not is_new:
        return
    groups.make_permissions(apps, alias)
    permissions = apps.get_model("auth", "Permission").objects.using(alias).select_related("content_type")
    group.permissions.add(
        *(each for each in permissions if (each.content_type.app_label, each.codename) in REVIEWER)
    )


def remove_reviewers(apps, schema_editor):
    """Only what this migration made: a group with people in it, or with other permissions, stays. Nobody loses
    what they are by going back.
    """
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for group in groups.filter(name="reviewer", user=None):
        if set(group.permissions.values_list("content_type__app_label", "codename")) == REVIEWER:
            group.delete()


class Migration(migrations.Migration):
    dependencies = [("relations", "0023_letter_attempts")]

    operations = [migrations.RunPython(make_reviewers, remove_reviewers)]
