"""Authors of sources in parts, and what a scholarly source needs besides.

What was the author becomes one institution: no name is split by guess. Back again the
names are joined to one text; of a record whose documents say more, that more is in them.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery

import relations.models.identifiers
from relations.models.document import load_document
from relations.models.upgrades import literal_contributors

ROWS = 1000


def settle(connection):
    """Check what waits to be: PostgreSQL alters no table of which rows wait, as in a restore they all do."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def authors_to_contributors(apps, schema_editor):
    alias = schema_editor.connection.alias
    Contributor = apps.get_model("relations", "Contributor")
    sources = apps.get_model("relations", "Source").objects.using(alias).order_by("pk")
    Contributor.objects.using(alias).bulk_create(
        (
            Contributor(source_id=pk, role="author", position=1, **parts)
            for pk, author in sources.values_list("pk", "author")
            for parts in literal_contributors(author)
        ),
        batch_size=ROWS,
    )
    settle(schema_editor.connection)


def contributors_to_authors(apps, schema_editor):
    alias = schema_editor.connection.alias
    contributors = apps.get_model("relations", "Contributor").objects.using(alias).filter(role="author")
    names = {}
    for one in contributors.order_by("source", "position", "pk"):
        person = " ".join(filter(None, (one.given, one.particle, one.family, one.suffix)))
        names.setdefault(one.source_id, []).append(one.institution or person)
    for source, each in names.items():
        sources = apps.get_model("relations", "Source").objects.using(alias)
        sources.filter(pk=source).update(author=", ".join(each)[:200])
    settle(schema_editor.connection)


def forget_changes_of_places(apps, schema_editor):
    """A published source of which only places had changed has not changed any more."""
    alias = schema_editor.connection.alias
    newest = apps.get_model("relations", "Revision").objects.filter(record=OuterRef("pk")).order_by("-pk")
    records = apps.get_model("relations", "Record").objects.using(alias)
    changed = records.filter(kind="source", status="changed").annotate(
        newest=Subquery(newest.values("document")[:1])
    )
    same = [
        pk
        for pk, published, text in changed.values_list("pk", "edition__document", "newest")
        if text and load_document(published) == load_document(text)
    ]
    records.filter(pk__in=same).update(status="published")
    settle(schema_editor.connection)


def text(verbose_name, length, **options):
    return models.CharField(verbose_name, blank=True, max_length=length, **options)


COLUMNS = {
    "container": text(
        "published in", 200, help_text="The title of the journal, book or series it stands in."
    ),
    "volume": text("volume", 40),
    "issue": text("issue", 40),
    "pages": text("pages", 60, help_text="For example 45–67."),
    "edition": text("edition of the work", 100, help_text="As printed: 2nd, revised."),
    "place": text("place of publication", 100),
    "doi": relations.models.identifiers.DoiField(
        "DOI",
        blank=True,
        help_text="With or without https://doi.org/ before it; it is kept without.",
        max_length=200,
    ),
    "isbn": relations.models.identifiers.IsbnField(
        "ISBN", blank=True, help_text="For example 978-0-306-40615-7.", max_length=20
    ),
    "issn": relations.models.identifiers.IssnField(
        "ISSN", blank=True, help_text="For example 0378-5955.", max_length=9
    ),
    "archived_url": models.URLField(
        "archived address",
        blank=True,
        help_text="Where a copy is kept, for the day when the web address leads nowhere.",
        max_length=500,
    ),
    "original_title": text("original title", 200, help_text="Of a translation."),
    "original_language": text("original language", 20, help_text="As a code: ru, hi."),
}


class Migration(migrations.Migration):
    dependencies = [("relations", "0011_record_names")]

    operations = [
        *(migrations.AddField("source", name, column) for name, column in COLUMNS.items()),
        migrations.CreateModel(
            name="Contributor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        "role",
                        choices=[("author", "author"), ("editor", "editor")],
                        default="author",
                        max_length=6,
                    ),
                ),
                ("position", models.PositiveIntegerField("order", default=0)),
                ("given", text("given names", 100)),
                ("particle", text("particle", 40)),
                ("family", text("family name", 100)),
                ("suffix", text("suffix", 40)),
                ("institution", text("institution", 200)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributors",
                        to="relations.source",
                    ),
                ),
            ],
            options={
                "verbose_name": "author or editor",
                "verbose_name_plural": "authors and editors",
                "ordering": ("source", "role", "position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(role__in=["author", "editor"]), name="contributor_role_known"
                    ),
                    models.CheckConstraint(
                        condition=Q(institution="") & ~Q(family="")
                        | ~Q(institution="") & Q(family="", given="", particle="", suffix=""),
                        name="contributor_person_or_institution",
                    ),
                ],
            },
        ),
        migrations.RunPython(authors_to_contributors, contributors_to_authors),
        migrations.RemoveField("source", "author"),
        migrations.RunPython(forget_changes_of_places, migrations.RunPython.noop),
    ]
