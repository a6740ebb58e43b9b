"""When the time of something scheduled was chosen last: for what is here, when it was scheduled.

Those that were given another time before this did not keep when.
"""

from typing import Any

import django.utils.timezone
from django.db import migrations, models


def fill(apps: Any, _schema_editor: Any) -> None:
    scheduled = apps.get_model("relations", "ScheduledPublication")
    scheduled.objects.update(time_set_at=models.F("scheduled_at"))


class Migration(migrations.Migration):
    dependencies = [("relations", "0025_restored_revisions")]

    operations = [
        migrations.AddField(
            "scheduledpublication", "time_set_at", models.DateTimeField(default=django.utils.timezone.now)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
