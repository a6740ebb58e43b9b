"""The words of searches made again: names are found in every way of writing them, and by other names.

The rows come after the last migration (``relations.management.full_text.fill``),
for the tables are empty then.
"""

from typing import Any

from django.db import migrations

TABLES = ("relations_posting", "relations_word")


def empty(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        schema_editor.execute(f"DELETE FROM {table}")


class Migration(migrations.Migration):
    dependencies = [("relations", "0013_agreement_proposal")]

    operations = [migrations.RunPython(empty, empty)]
