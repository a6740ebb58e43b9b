"""Deleting a draft in a way that can be undone, and undoing it."""

import json
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from relations.documents import (
    Document,
    canonical_json,
    decode,
    encode,
    load_document,
    own_names,
    resolve_merged,
)
from relations.documents.references import without_references
from relations.documents.schema import SCHEMAS
from relations.documents.validate import validate
from relations.models import Claim, DeletedDraft, Record, Relationship, Revision, Source, WorkingCopy
from relations.models.name import merged_name_fault, name_taken_fault, taken_names
from relations.publishing.revisions import missing_references, record_revision, validate_working_copy
from relations.publishing.slugs import is_slug_taken

# The ids of rows that came back, by their models and the ids they had.
NewIds = dict[tuple[type[models.Model], int], int]


class RestorationError(Exception):
    """What keeps a deleted draft from coming back, in sentences."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@transaction.atomic
def delete_draft(row: WorkingCopy, user: User | None = None) -> DeletedDraft:
    """Delete a draft and its identity, and keep what brings it back for a time.

    Raises ProtectedError, as its row does.
    """
    record = Record.objects.select_for_update().get(pk=row.record_id)
    beside: list[models.Model] = [record, *record.revisions.order_by("pk")]
    beside += [*record.reviews.order_by("pk"), *record.comments.order_by("pk")]
    beside += [*row.passages.order_by("pk")] if isinstance(row, Source) else []
    draft = DeletedDraft(
        kind=record.kind,
        key=record.key,
        row=row.pk,
        name=str(row)[:300],
        document=canonical_json(encode(record)),
        # Not the serializer of JSON itself, which cuts the microseconds off.
        rows=json.dumps(serializers.serialize("python", beside), default=str),
        deleted_by=user,
    )
    row.delete()
    draft.save()
    return draft


def restoration_faults(draft: DeletedDraft) -> list[str]:
    """What keeps a deleted draft from coming back, in sentences."""
    document = _restorable(draft)
    return [*_taken(draft, document), *(message for _path, message in validate(document))]


def _restorable(draft: DeletedDraft) -> Document:
    """The document by today's keys, without what was deleted since."""
    document = load_document(draft.document)
    return without_references(resolve_merged(document), missing_references(document))


def _taken(draft: DeletedDraft, document: Document) -> Iterator[str]:
    """What others were given since that no two may have."""
    model, slug = SCHEMAS[draft.kind].model, document["slug"]
    if _is_key_taken(draft) or is_slug_taken(Record(kind=draft.kind, key=draft.key), slug):
        yield _("Its address, “%(slug)s”, has been given to another.") % {"slug": slug}
    if names := [name for _path, name in own_names(document)]:
        for name, other in taken_names(draft.kind, names).items():
            yield name_taken_fault(name, other)
        if fault := merged_name_fault(model, document["name"]):
            yield fault
    if len(document.get("sides", ())) == 2 and Relationship.objects.of_sides(*document["sides"]).exists():
        yield _("There is a relationship of these two sides already.")
    codes = [claim["id"] for claim in document.get("claims", ())]
    if Claim.objects.filter(code__in=codes).exists():
        yield _("Another entry has one of its claims.")


def _is_key_taken(draft: DeletedDraft) -> bool:
    """The code of an entry is that of no other, of whichever kind."""
    kinds = Record.ENTRY_KINDS if draft.kind in Record.ENTRY_KINDS else (draft.kind,)
    return Record.objects.filter(kind__in=kinds, key=draft.key).exists()


@transaction.atomic
def undo_deletion(draft: DeletedDraft, user: User | None = None) -> Record:
    """Bring a deleted draft back under its address, with its revisions, reviews, comments and places.

    What it names that was deleted since is left out. Raises RestorationError, having changed nothing, when
    there are ``restoration_faults``, when its form would refuse it beside what others have become, and when
    somebody took what is its alone at the same moment.
    """
    if faults := restoration_faults(draft):
        raise RestorationError(faults)
    try:
        with transaction.atomic():
            return _restore(draft, user)
    except IntegrityError as error:
        raise RestorationError([_("Another record says the same of itself.")]) from error
    except ValidationError as error:
        raise RestorationError(error.messages) from error


def _restore(draft: DeletedDraft, user: User | None) -> Record:
    record, *beside = (
        each.object
        for each in serializers.deserialize("python", json.loads(draft.rows), ignorenonexistent=True)
    )
    ids: NewIds = {}
    _insert(record, ids)
    model = SCHEMAS[draft.kind].model
    row = model(record=record, pk=_free_id([*model._meta.get_parent_list(), model][0], draft.row))
    assert isinstance(row, WorkingCopy)  # noqa: S101 (what the model of a kind is)
    validate_working_copy(decode(_restorable(draft), row))
    ids[model, draft.row] = row.pk
    for each in beside:
        _insert(each, ids)
    record_revision(row.record, user, Revision.Origin.RESTORED)
    draft.delete()
    return row.record


def _insert(row: models.Model, ids: NewIds) -> None:
    """Write a row under the id it had or, if that is taken, a new one, tied to what came back before it.

    Of an account that is gone only revisions are left.
    """
    old = row.pk
    for field in row._meta.concrete_fields:
        target, value = field.related_model, getattr(row, field.attname)
        if not isinstance(target, type) or value is None:
            continue
        if (target, value) in ids:
            setattr(row, field.attname, ids[target, value])
        elif not target._base_manager.filter(pk=value).exists():
            if not isinstance(row, Revision):
                return
            setattr(row, field.attname, None)
    row.pk = _free_id(type(row), old)
    row.save_base(raw=True, force_insert=True)
    ids[type(row), old] = row.pk


def _free_id(model: type[models.Model], wanted: int) -> int | None:
    return None if model._base_manager.filter(pk=wanted).exists() else wanted
