"""An agreement may be a proposal. Back again, those that are become projects."""

from django.db import migrations, models
from django.db.models import Q

FORMS = {"instrument": "instrument", "contract": "contract", "mechanism": "mechanism", "project": "project"}


def proposals_to_projects(apps, schema_editor):
    agreements = apps.get_model("relations", "Agreement").objects.using(schema_editor.connection.alias)
    agreements.filter(form="proposal").update(form="project")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.connection.check_constraints()


def known(forms):
    return models.CheckConstraint(condition=Q(form__in=tuple(forms)), name="agreement_form_known")


class Migration(migrations.Migration):
    dependencies = [("relations", "0012_source_fields")]

    operations = [
        migrations.RemoveConstraint("agreement", "agreement_form_known"),
        migrations.AlterField(
            "agreement",
            "form",
            models.CharField(
                "form", choices=list((FORMS | {"proposal": "proposal"}).items()), max_length=10
            ),
        ),
        migrations.AddConstraint("agreement", known((*FORMS, "proposal"))),
        migrations.RunPython(migrations.RunPython.noop, proposals_to_projects),
    ]
