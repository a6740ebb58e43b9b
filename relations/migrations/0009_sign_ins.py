"""Of who signed in, or tried to, a name, an address and a time are kept: what else there was is emptied.

Rows of failures held the whole form that was sent, with passwords and unpublished
text. They matter for a quarter of an hour, and go.
"""

from django.db import migrations

FROM_THE_REQUEST = {"user_agent": "", "http_accept": "", "path_info": ""}


def forget(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        # What is deleted is overwritten in the file, too, whatever SQLite was compiled with.
        schema_editor.execute("PRAGMA secure_delete = ON")
    apps.get_model("axes", "AccessAttempt").objects.using(connection.alias).all().delete()
    for name in ("AccessLog", "AccessFailureLog"):
        apps.get_model("axes", name).objects.using(connection.alias).update(**FROM_THE_REQUEST)


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0008_reference_record"),
        ("axes", "0010_accessattemptexpiration"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
