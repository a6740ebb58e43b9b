"""Another name for a working row of a database as it is, whichever migrations it has."""

import orjson
from django.apps.registry import Apps

from relations.documents import canonical_json
from relations.documents.text import abbreviate
from relations.management.refusals import MAX_REASON
from relations.models.name import MAX_LENGTH, fold_name, name_fault


class RenameError(Exception):
    """Why a record cannot be renamed, in a sentence."""


def rename_row(apps: Apps, alias: str, kind: str, key: str, name: str) -> None:
    """Name a topic or an actor anew, with a revision that says so; a published one has changed since.

    ``apps`` are the models as the database has them, before names were stored as they are compared.
    """
    name = name.strip()
    rows = apps.get_model("relations", kind)._default_manager.using(alias)
    row = rows.select_related("record").filter(record__key=key).first()
    if row is None:
        raise RenameError(f"There is no {kind} with the key “{abbreviate(key, MAX_REASON)}”.")
    if len(name) > MAX_LENGTH:
        raise RenameError(f"A name has at most {MAX_LENGTH} characters.")
    if fault := name_fault(name):
        raise RenameError(fault)
    others = rows.filter(record__merged_into=None).exclude(pk=row.pk).values_list("name", flat=True)
    if any(fold_name(other) == fold_name(name) for other in others):
        raise RenameError(f"Another {kind} is named “{abbreviate(name, MAX_REASON)}” already.")
    row.name = name
    row.save(update_fields=["name"])
    revisions = apps.get_model("relations", "Revision")._default_manager.using(alias)
    if newest := revisions.filter(record=row.record_id).order_by("-pk").first():
        document = orjson.loads(newest.document) | {"name": name}
        revisions.create(record_id=row.record_id, document=canonical_json(document))
    # What is called "status" today was once called "publication".
    column = "status" if hasattr(row.record, "status") else "publication"
    if getattr(row.record, column) == "published":
        setattr(row.record, column, "changed")
        row.record.save(update_fields=[column])
