"""The shipped reference in a test's database: imported once in a process, laid out again for later tests."""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from relations import catalogue
from relations.publishing.import_folder import import_folder
from relations.search import fulltext
from tests.reference.ledger import FOLDER

# What the import left behind, model by model.
_rows: dict[type[models.Model], list[models.Model]] = {}


def lay_out() -> None:
    """Fill an empty database with the published reference: as the import did, in a fraction of its time."""
    if _rows:
        _write_rows()
        fulltext.rebuild()
    else:
        fulltext.rebuild()  # the words of earlier tests: emptying the tables leaves them
        assert import_folder(FOLDER, publish_all=True).faults == []
        own = apps.get_app_config("relations").get_models(include_auto_created=True)
        _rows.update((model, list(model._base_manager.order_by("pk"))) for model in own)
    catalogue.clear_snapshot()


def _write_rows() -> None:
    """Keys are checked when the transaction ends, so the models may come in any order."""
    with transaction.atomic():
        for model, rows in _rows.items():
            if model._meta.parents:
                for row in rows:
                    row.save_base(raw=True, force_insert=True)
            else:
                model._base_manager.bulk_create(rows)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(_rows)):
                cursor.execute(statement)
