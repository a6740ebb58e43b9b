"""Preview: the readers' own page of the working copy, for those who may see it here and for nobody else."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from relations import catalogue as public_catalogue
from relations import documents
from relations.admin.names import edit_url
from relations.catalogue import SECTIONS, NamedRecord, ResolvedAddress, Snapshot, Vocabulary, url_of
from relations.documents import Document
from relations.finder import Params, parse
from relations.finder.overview import linked_from
from relations.models import Edition, Record, WorkingCopy
from relations.presenters.actors import actor_page
from relations.presenters.entry_page import entry_page
from relations.presenters.relationships import relationship_page
from relations.presenters.sources import source_page
from relations.presenters.topics import topic_page
from relations.publishing import companions
from relations.publishing.source_dates import SourceDates
from relations.views.rendering import render_page

Context = dict[str, Any]
RECORD_PAGES: dict[str, Callable[[Snapshot, ResolvedAddress, Params], Context]] = {
    Record.Kind.TOPIC: topic_page,
    Record.Kind.ACTOR: actor_page,
    Record.Kind.RELATIONSHIP: relationship_page,
    Record.Kind.SOURCE: lambda snapshot, found, _params: source_page(snapshot, found),
}


class WithDrafts(Vocabulary):
    """A published vocabulary as it would be with some drafts published; nothing of it is kept."""

    def __init__(self, published: Vocabulary, drafts: Iterable[NamedRecord]) -> None:
        self.published = published
        self.drafts = {name.key: name for name in drafts}

    def resolve(self, key: str) -> str:
        return self.published.resolve(key)

    def __getitem__(self, key: str) -> NamedRecord:
        key = self.resolve(key)
        return self.drafts.get(key) or self.published[key]

    def get(self, key: str) -> NamedRecord | None:
        return self.drafts.get(self.resolve(key)) or self.published.get(key)

    def __iter__(self) -> Iterator[NamedRecord]:
        yield from (name for name in self.published if name.key not in self.drafts)
        yield from self.drafts.values()

    def __len__(self) -> int:
        return sum(1 for _name in self)

    def by_slug(self, slug: str) -> NamedRecord | None:
        draft = next((name for name in self.drafts.values() if name.slug == slug), None)
        return draft or self.published.by_slug(slug)

    def former(self, slug: str) -> NamedRecord | None:
        return self.published.former(slug)


@dataclass(frozen=True)
class PreviewCatalogue(Snapshot):
    """The snapshot with drafts among its names; ``names``, by which the index is kept, stay public."""

    drafts: tuple[NamedRecord, ...] = ()

    def vocabulary(self, kind: str) -> Vocabulary:
        return WithDrafts(super().vocabulary(kind), [name for name in self.drafts if name.kind == kind])

    @property
    def topics(self) -> Vocabulary:
        return self.vocabulary(Record.Kind.TOPIC)

    @property
    def actors(self) -> Vocabulary:
        return self.vocabulary(Record.Kind.ACTOR)

    @property
    def relationships(self) -> Vocabulary:
        return self.vocabulary(Record.Kind.RELATIONSHIP)

    @property
    def sources(self) -> Vocabulary:
        return self.vocabulary(Record.Kind.SOURCE)


def page(request: HttpRequest, row: WorkingCopy) -> HttpResponse:
    """The page as readers would see it if it were published now."""
    record = Record.objects.select_related("edition").get(pk=row.record_id)
    document = documents.encode(record)
    rendering = documents.render(document, SourceDates())
    snapshot = _catalogue(record, document)
    if record.is_entry:
        template = f"entries/{record.kind}.html"
        context = entry_page(snapshot, document, rendering, linked_from(snapshot, record.key))
    else:
        template = f"{SECTIONS[record.kind]}/detail.html"
        # No reader narrows the entries of a preview.
        params = parse({}, snapshot, {record.kind: [document["slug"]]})
        found = _found(record, document, rendering)
        context = RECORD_PAGES[record.kind](snapshot, found, params) | {"citation": ""}
    context |= {"page_template": template, "edit_url": edit_url(row)}
    response = render_page(request, "preview.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _catalogue(record: Record, document: Document) -> Snapshot:
    drafts = [(draft, documents.encode(draft)) for draft in companions([record])]
    if not record.is_entry:
        drafts.append((record, document))
    public = public_catalogue.current_snapshot()
    return PreviewCatalogue(public.names, public.epoch, tuple(_name(*draft) for draft in drafts))


def _name(record: Record, document: Document) -> NamedRecord:
    return NamedRecord(
        kind=record.kind,
        key=record.key,
        slug=document["slug"],
        label=str(record.subject),
        edition_id=0,
        text=documents.canonical_json(document),
        parent=document.get("parent", ""),
    )


def _found(record: Record, document: Document, rendering: Document) -> ResolvedAddress:
    """What the record's address would lead to: an edition that is never saved."""
    edition = Edition(
        record=record,
        number=record.edition.number + 1 if record.edition else 1,
        action=Edition.Action.PUBLISHED,
        document=documents.canonical_json(document),
        rendering=documents.canonical_json(rendering),
    )
    edition.first_published_at = edition.published_at
    return ResolvedAddress(record, edition, True, url_of(record.kind, document["slug"]), False, "")
