"""The pages of the administration that show rows of a model, found by the registered models."""

from collections.abc import Iterator

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.urls import reverse

from relations import documents, publishing
from relations.models import DeletedDraft, Record, Reference, WorkingCopy
from tests.support.world import a_document, a_vocabulary, change, save

# By the names of pages, what they are shown for: a published record, changed since, or a draft.
OF_PUBLISHED = {"change", "history", "preview", "compare", "restore", "password_change"}
OF_A_DRAFT = {"delete"}
OF_A_DELETED_DRAFT = {"undo_deletion"}
OF_NO_ROW = {"changelist", "add", "deleted"}
NO_PAGES = {"invitation", "second_factor"}  # only sent to
# Nobody adds a second reference; an entry is one of three kinds, whose pages are these.
NOT_ALLOWED = {
    "reference": {"add", "delete"},
    "entry": {"add", "history", "delete", "preview", "compare", "restore", "undo_deletion"},
}
# Values of a second one of each kind.
SECOND = {
    "actor": {"name": "Cyland", "slug": "cyland"},
    "topic": {"name": "Trade", "slug": "trade"},
    "relationship": {"slug": "arland-cyland", "sides": ["arland", "cyland"]},
    "source": {"title": "Second statement", "slug": "second-statement"},
    "event": {"title": "Summit in Bor", "slug": "summit-2", "key": "vvvvv3", "claims": []},
    "agreement": {"title": "Trade pact", "slug": "pact-2", "key": "ggggg3", "claims": []},
    "issue": {"title": "Tariffs", "slug": "tariffs", "key": "sssss3", "claims": []},
}
THIRD = {
    "actor": {"name": "Dyland", "slug": "dyland"},
    "topic": {"name": "Energy", "slug": "energy"},
    "relationship": {"slug": "borland-cyland", "sides": ["borland", "cyland"]},
    "source": {"title": "Third statement", "slug": "third-statement"},
    "event": {"title": "Summit in Cyr", "slug": "summit-3", "key": "vvvvv4", "claims": []},
    "agreement": {"title": "Energy pact", "slug": "pact-3", "key": "ggggg4", "claims": []},
    "issue": {"title": "Pipelines", "slug": "pipelines", "key": "sssss4", "claims": []},
}


def lay_out(user: User) -> None:
    """Of each kind a record that is published and changed since, a draft, and a draft that was deleted."""
    a_vocabulary()
    Reference.objects.current().save()
    for kind in Record.ENTRY_KINDS:
        save(a_document(kind))
    published = list(Record.objects.with_pages())
    publishing.publish(published)
    for record in published:
        field = "title" if "title" in documents.encode(record) else "introduction"
        change(record, **{field: "Another one."})
    for kind, values in SECOND.items():
        save(a_document(kind, **values))
    for kind, values in THIRD.items():
        publishing.delete_draft(save(a_document(kind, **values)).working_copy, user)
    for name in ("editor", "translators"):  # that of a role is not deleted, the other is
        Group.objects.get_or_create(name=name)


def pages_of(model: type[Model]) -> Iterator[str]:
    """The pages of a registered model, each once."""
    for name in sorted(page_names(model) - NO_PAGES - NOT_ALLOWED.get(model._meta.model_name, set())):
        row = row_for(model, name)
        args: list[object] = [row.pk] if row else []
        query = ""
        if name in ("compare", "restore"):
            assert isinstance(row, WorkingCopy)
            new, old = row.record.revisions.order_by("-pk")[:2]
            args += [old.pk] if name == "restore" else []
            query = f"?old={old.pk}&new={new.pk}" if name == "compare" else ""
        yield reverse(f"{prefix_of(model)}{name}", args=args) + query


def page_names(model: type[Model]) -> set[str]:
    """The names of a model's pages, as they end: "changelist", "history", …"""
    prefix = prefix_of(model).removeprefix("admin:")
    patterns = admin.site.get_model_admin(model).get_urls()
    return {pattern.name.removeprefix(prefix) for pattern in patterns if getattr(pattern, "name", None)}


def prefix_of(model: type[Model]) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_"


def row_for(model: type[Model], name: str) -> Model | None:
    rows = model._default_manager.order_by("pk")
    if name in OF_NO_ROW:
        return None
    if name in OF_A_DELETED_DRAFT:
        return DeletedDraft.objects.get(kind=model._meta.model_name)
    if name in OF_A_DRAFT:
        return rows.last()
    assert name in OF_PUBLISHED, name
    return rows.first()
