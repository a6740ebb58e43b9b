"""The full text made again: every character that nobody sees is no part of a word.

The rows come after the last migration (``relations.management.full_text.fill_after_migrate``),
for the tables are empty then.
"""

from typing import Any

from django.db import migrations

EMPTY_PHRASES = {
    "sqlite": "INSERT INTO relations_phrase(relations_phrase) VALUES ('delete-all')",
    "postgresql": "DELETE FROM relations_phrase",
}


def empty(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DELETE FROM relations_posting")
    schema_editor.execute("DELETE FROM relations_word")
    schema_editor.execute(EMPTY_PHRASES[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("relations", "0021_search_parts")]

    operations = [migrations.RunPython(empty, empty)]
