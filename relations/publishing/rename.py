"""Rename: a new address and, if given, a new name; the former address leads there for good."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from relations.documents import document_name, encode
from relations.documents.document_names import name_field
from relations.documents.text import without_controls
from relations.models import Edition, NamedWorkingCopy, Publication, Record, Revision
from relations.models.name import fold_name, merged_name_fault, name_fault, name_taken_fault, taken_names
from relations.publishing.due import begin_publication
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.publication import NewEdition, write_publication
from relations.publishing.publish import lock_records
from relations.publishing.revisions import get_or_create_revision, has_same_content
from relations.publishing.slugs import is_slug_taken


@transaction.atomic
def rename(record: Record, *, user: User | None = None, slug: str, name: str = "", note: str = "") -> Edition:
    """Publish the current edition again under another slug, and name if given.

    What the editors changed since stays unpublished. Raises PublishingError, having
    changed nothing, for a record that is not public, an address that is
    malformed or was another record's, and a name that is taken.
    """
    begin_publication()
    (record,) = lock_records([record])
    slug, name = slug.strip(), without_controls(name).strip()
    if faults := _faults(record, slug, name):
        raise PublishingError(faults)
    document = record.current_edition.read_document()
    field = name_field(document)
    former = document["slug"] if slug != document["slug"] else document.get(field, "")
    document["slug"] = slug
    if name == document.get(field):
        name = ""  # it stays, and so does what the editors may have made of it since
    if name and field:
        document[field] = name
        if "other_names" in document:  # one of them may be what it is called from now on
            others = document["other_names"]
            document["other_names"] = [o for o in others if fold_name(o["name"]) != fold_name(name)]
    row: Any = record.working_copy
    row.slug = slug
    if name and field:
        setattr(row, field, name)
    row.save()
    working = encode(record)
    revision, _created = get_or_create_revision(record, working, user, Revision.Origin.PUBLISHED)
    same = has_same_content(document, working)
    item = NewEdition(
        record,
        document,
        revision.pk if same else _published_revision(record),
        Record.Status.PUBLISHED if same else Record.Status.CHANGED,
        Edition.Action.RENAMED,
        note.strip() or _("Renamed from “%(name)s”.") % {"name": former},
    )
    (edition,) = write_publication(Publication.Kind.RENAMED, [item], user=user)
    return edition


def _published_revision(record: Record) -> int | None:
    """The row id of the revision that readers have. Editions of before 0.3.0 name none, and the new one has
    a later time: what was saved since the former would no longer be known as unpublished.
    """
    edition = record.current_edition
    if edition.revision_id:
        return edition.revision_id
    return record.revisions.filter(saved_at__lte=edition.published_at).values_list("pk", flat=True).first()


def published_name(record: Record) -> str:
    """What a published record is called in public, whatever its working copy says."""
    return document_name(record.current_edition.read_document())


def _faults(record: Record, slug: str, name: str) -> list[Fault]:
    if not record.is_public:
        return [Fault(record, "", _("Only what is published is renamed. Change the slug in the form."))]
    row: Any = record.working_copy
    faults = []
    try:
        type(row)._meta.get_field("slug").clean(slug, None)
    except ValidationError as error:
        faults.append(Fault(record, "slug", " ".join(error.messages)))
    if is_slug_taken(record, slug):
        faults.append(Fault(record, "slug", _("This address is or was another record's. Choose another.")))
    document = record.current_edition.read_document()
    field = name_field(document)
    if name and field:
        faults += _name_faults(record, row, field, name)
    if slug == document["slug"] and name in ("", document.get(field)):
        faults.append(Fault(record, "slug", _("This is the name it has already.")))
    return faults


def _name_faults(record: Record, row: Any, field: str, name: str) -> list[Fault]:
    column = type(row)._meta.get_field(field)
    if len(name) > column.max_length:
        return [Fault(record, "name", _("At most %(count)d characters.") % {"count": column.max_length})]
    if isinstance(row, NamedWorkingCopy):
        if fault := name_fault(name):
            return [Fault(record, "name", fault)]
        if other := taken_names(record.kind, [name], besides=record.pk).get(name):
            return [Fault(record, "name", name_taken_fault(name, other))]
        if fault := merged_name_fault(type(row), name):
            return [Fault(record, "name", fault)]
    return []
