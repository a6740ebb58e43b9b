"""The full text in three tables: words by edition, phrases in the database's form for them, spellings.

In place of the one table of 0003. As there, the statements are written out,
and the rows come after the last migration (``relations.management.full_text.fill``).
"""

from importlib import import_module

from django.db import migrations

CREATE = {
    "sqlite": [
        "CREATE TABLE relations_posting (stem text NOT NULL, block integer NOT NULL, "
        "title blob, summary blob, claims blob, PRIMARY KEY (stem, block))",
        "CREATE VIRTUAL TABLE relations_phrase USING fts5("
        "title, summary, claims, content='', tokenize=\"ascii tokenchars '_'\")",
        "CREATE TABLE relations_word (word text PRIMARY KEY, backwards text NOT NULL, stem text NOT NULL) "
        "WITHOUT ROWID",
        "CREATE INDEX relations_word_backwards ON relations_word (backwards)",
    ],
    "postgresql": [
        'CREATE TABLE relations_posting (stem text COLLATE "C" NOT NULL, block integer NOT NULL, '
        "title bytea, summary bytea, claims bytea, PRIMARY KEY (stem, block))",
        # Bitmaps are dense already: to try to compress them only takes time.
        "ALTER TABLE relations_posting ALTER title SET STORAGE EXTERNAL, "
        "ALTER summary SET STORAGE EXTERNAL, ALTER claims SET STORAGE EXTERNAL",
        "CREATE TABLE relations_phrase (edition_id bigint NOT NULL, part integer NOT NULL, "
        "vector tsvector NOT NULL, PRIMARY KEY (edition_id, part))",
        # Without a list of what waits to be put in, which every search would read.
        "CREATE INDEX relations_phrase_vector ON relations_phrase USING gin (vector) WITH (fastupdate = off)",
        'CREATE TABLE relations_word (word text COLLATE "C" PRIMARY KEY, '
        'backwards text COLLATE "C" NOT NULL, stem text COLLATE "C" NOT NULL)',
        "CREATE INDEX relations_word_backwards ON relations_word (backwards)",
    ],
}
TABLES = ("relations_posting", "relations_phrase", "relations_word")


def replace(apps, schema_editor):
    schema_editor.execute("DROP TABLE relations_fulltext")
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def bring_back(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}")
    import_module("relations.migrations.0003_fulltext").create(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("relations", "0003_fulltext")]

    operations = [migrations.RunPython(replace, bring_back)]
