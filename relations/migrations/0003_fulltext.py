"""The full-text table, in whichever form the database has for it."""

from typing import Any

from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    from relations.catalogue import fulltext

    fulltext.create(schema_editor.connection.vendor, schema_editor.execute)


def drop(apps: Any, schema_editor: Any) -> None:
    from relations.catalogue import fulltext

    fulltext.drop(schema_editor.execute)


class Migration(migrations.Migration):
    dependencies = [("relations", "0002_groups")]

    operations = [migrations.RunPython(create, drop)]
