"""What changed in the reference, newest first: a page and a feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.catalogue.changes import addresses_of, changes
from relations.documents import load_document
from relations.formats import as_atom
from relations.formats.as_atom import Feed, Item
from relations.models import Edition, Record
from relations.views.http import page_number, public_data, public_page
from relations.views.kept import set_canonical_query
from relations.views.templating import render_page

PAGE_SIZE = 50


@dataclass(frozen=True)
class Changed:
    """An edition in the list of changes. Of a withdrawn record only its address is told, in ``label``."""

    edition: Edition
    label: str
    url: str
    edition_url: str

    @property
    def action(self) -> str:
        return _("first published") if self.edition.number == 1 else self.edition.get_action_display()


@public_page
def changes_page(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    page = page_of(request, changes(), PAGE_SIZE)
    told = _told(page.object_list, snapshot)
    days = [(day, _acts(items)) for day, items in groupby(told, key=lambda c: c.edition.published_at.date())]
    context = {"snapshot": snapshot, "title": _("What changed"), "page_of_changes": page, "days": days}
    return render_page(request, "changes/list.html", context)


def _acts(told: Iterable[Changed]) -> list[tuple[str, list[Changed]]]:
    """The changes of a day by the act that made them: its note, said once, and the editions it covers."""
    acts = groupby(told, key=lambda changed: (changed.edition.born, changed.edition.change_note))
    return [(note, list(items)) for (_version, note), items in acts]


@public_data
def changes_feed(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    reference = snapshot.reference
    title = _("%(reference)s: what changed") % {"reference": reference.title}
    feed = Feed(title, reference.title, reference.licence, "/changes.atom", "/changes/")
    items = [_item(changed) for changed in _told(changes()[:PAGE_SIZE], snapshot)]
    return HttpResponse(as_atom.render(feed, items), content_type=as_atom.MEDIA_TYPE)


def page_of(request: HttpRequest, rows: Any, size: int) -> Page:
    """The page of ``rows`` a reader asked for; nonsense is the first page, too high a number the last."""
    page = Paginator(rows, size).get_page(page_number(request))
    set_canonical_query(request, f"page={page.number}" if page.number > 1 else "")
    return page


def _told(editions: Iterable[Edition], snapshot: Snapshot) -> list[Changed]:
    editions = list(editions)
    urls = addresses_of(edition.record for edition in editions)
    return [_changed(edition, urls[edition.record_id], snapshot) for edition in editions]


def _changed(edition: Edition, url: str, snapshot: Snapshot) -> Changed:
    if edition.action == Edition.Action.WITHDRAWN:
        return Changed(edition, url, url, url)
    current = edition.pk == edition.record.edition_id and edition.action != Edition.Action.MERGED
    return Changed(
        edition, name_of(edition, snapshot), url, url if current else f"{url}editions/{edition.number}/"
    )


def name_of(edition: Edition, snapshot: Snapshot) -> str:
    """What the record is called in this edition; a relationship by its sides' names."""
    document = load_document(edition.document)
    if document["kind"] == Record.Kind.RELATIONSHIP:
        name = snapshot.relationships.get(document["key"])
        return name.label if name else document["key"]
    return document.get("title") or document["name"]


def _item(changed: Changed) -> Item:
    edition = changed.edition
    words = {"name": changed.label, "action": changed.action, "number": edition.number}
    return Item(
        id=f"{edition.record.kind}/{edition.record.key}/{edition.number}",
        path=changed.edition_url,
        title=_("%(name)s: %(action)s (edition %(number)s)") % words,
        updated=edition.published_at,
        published=edition.published_at,
        summary=edition.change_note,
    )
