"""Ids in feeds and calendars keep the host that the site has by now, wherever it moves."""

from urllib.parse import urlsplit

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_present_ids(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    counter = apps.get_model("relations", "VersionCounter")
    counter.objects.filter(version__gt=0).update(id_authority=urlsplit(settings.SITE_URL).hostname)


class Migration(migrations.Migration):
    dependencies = (("relations", "0031_review_is_used"),)

    operations = (
        migrations.AddField(
            model_name="versioncounter",
            name="id_authority",
            field=models.CharField(blank=True, default="", max_length=253),
        ),
        migrations.RunPython(keep_present_ids, migrations.RunPython.noop),
    )
