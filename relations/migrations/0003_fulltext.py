"""The full-text table, in whichever form the database has for it.

The statements are written out: what the code says later does not change what
this migration made. The rows are made of editions by the code of the day, which
needs every table in its newest form; so they come after the last migration
(``relations.management.full_text.fill``), and at any time with
``manage.py rebuild_index``.
"""

from django.db import migrations

CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE relations_fulltext USING fts5("
        "title, summary, claims, name, content='', prefix='2 3', tokenize=\"ascii tokenchars '_'\")",
    ],
    "postgresql": [
        "CREATE TABLE relations_fulltext (edition_id bigint PRIMARY KEY, vector tsvector NOT NULL)",
        "CREATE INDEX relations_fulltext_vector ON relations_fulltext USING gin (vector)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS relations_fulltext")


class Migration(migrations.Migration):
    dependencies = [("relations", "0002_groups")]

    operations = [migrations.RunPython(create, drop)]
