"""The administration calls them what the site does. Nothing in the database changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("relations", "0014_search_words")]

    operations = [
        migrations.AlterModelOptions(
            name="agreement",
            options={"verbose_name": "agreement", "verbose_name_plural": "agreements and projects"},
        ),
    ]
