"""The three groups of the desk, made once; an administrator may change them afterwards."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

# What an entry is made of: rows that come and go inside its form.
PARTS = ("claim", "milestone", "involvement", "link", "taggedentry", "passage")
RECORDS = ("entry", "event", "agreement", "issue", "topic", "actor", "relationship", "source")
HISTORY = ("record", "edition", "revision", "reference")


def permissions(verbs, models, app="relations"):
    return {(app, f"{verb}_{model}") for verb in verbs for model in models}


CONTRIBUTOR = (
    permissions(("add", "change", "view"), RECORDS)
    | permissions(("add", "change", "view", "delete"), PARTS)
    | permissions(("view",), HISTORY)
)
# What they may delete is a draft: a published record refuses to be deleted by anyone.
EDITOR = CONTRIBUTOR | permissions(("delete",), RECORDS) | permissions(("publish",), ("record",))
ADMINISTRATOR = (
    EDITOR
    | permissions(("add", "change", "view", "delete"), ("user", "group"), app="auth")
    | permissions(("change",), ("reference",))
)
GROUPS = {"contributor": CONTRIBUTOR, "editor": EDITOR, "administrator": ADMINISTRATOR}


def make_permissions(apps, alias):
    """Django makes permissions after all migrations; these groups need them now."""
    for label in ("auth", "relations"):
        config = apps.get_app_config(label)
        # A migration's apps have no module of models, without which Django makes nothing; others keep theirs.
        former, config.models_module = getattr(config, "models_module", None), True
        create_permissions(config, apps=apps, using=alias, verbosity=0)
        config.models_module = former


def make_groups(apps, schema_editor):
    alias = schema_editor.connection.alias
    make_permissions(apps, alias)
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in apps.get_model("auth", "Permission")
        .objects.using(alias)
        .select_related("content_type")
    }
    for name, wanted in GROUPS.items():
        group, _made = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=name)
        group.permissions.add(*(known[permission] for permission in sorted(wanted)))


def remove_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
