"""The shipped reference in a test's database: imported once for each state of the code, then laid out."""

import pickle
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from relations import catalogue
from relations.publishing.import_folder import import_folder
from relations.search import fulltext
from tests.reference.ledger import FOLDER
from tests.support.prepared import prepared
from tests.support.replay import replayed

Rows = dict[type[models.Model], list[models.Model]]
Values = list[tuple[str, list[str], list[tuple[Any, ...]]]]


def lay_out() -> None:
    """Fill an empty database with the published reference: as the import did, in a fraction of its time."""
    _lay_out()
    catalogue.clear_snapshot()


@replayed()
def _lay_out() -> None:
    _write(_rows())
    fulltext.rebuild()


@cache
def _rows() -> Rows:
    """What the import leaves behind, model by model."""
    kept: Values = pickle.loads(prepared("shipped.pickle", _import).read_bytes())  # noqa: S301 (our own)
    models_of = [(apps.get_model(label), names, rows) for label, names, rows in kept]
    return {model: [model.from_db(None, names, row) for row in rows] for model, names, rows in models_of}


def _import(file: Path) -> None:
    """Write the rows to this file. The database is left as it was."""
    with transaction.atomic():
        assert import_folder(FOLDER, publish_all=True).faults == []
        own = apps.get_app_config("relations").get_models(include_auto_created=True)
        kept: Values = []
        for model in own:
            names = [field.attname for field in model._meta.concrete_fields]
            rows = model._base_manager.order_by("pk").values_list(*names)
            kept.append((model._meta.label, names, list(rows)))
        transaction.set_rollback(True)
    file.write_bytes(pickle.dumps(kept))


def _write(rows_of: Rows) -> None:
    """Keys are checked when the transaction ends, so the models may come in any order."""
    with transaction.atomic():
        for model, rows in rows_of.items():
            if model._meta.parents:
                for row in rows:
                    row.save_base(raw=True, force_insert=True)
            else:
                model._base_manager.bulk_create(rows)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(rows_of)):
                cursor.execute(statement)
