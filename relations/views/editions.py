"""The editions of a record: their list with what each changed, and every past one at its own address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from relations.catalogue import Snapshot, edition, entries, resolve_address
from relations.catalogue.permanent import record_at_address
from relations.documents import load_document
from relations.documents.compare import Change, compare, compare_first
from relations.documents.schema import Resolve
from relations.formats.web import absolute
from relations.models import Edition, Record
from relations.views.changes import name_of, page_of
from relations.views.entry import entry_context, entry_template
from relations.views.http import public_page, resolve_or_redirect
from relations.views.templating import render_page

PAGE_SIZE = 20
# What a past edition of a vocabulary shows as heading and text, not among its facts.
SHOWN_ABOVE = ("name", "title", "description", "introduction")


@dataclass(frozen=True)
class EditionsOwner:
    """A record whose editions are asked for. ``url`` is where it stood when it had a page of its own.

    ``survivor_url`` is set when it was merged: its editions stay readable where they were.
    """

    record: Record
    url: str
    survivor_url: str = ""


@dataclass(frozen=True)
class EditionDiff:
    """An edition in the list, with what changed from the one before (nothing to say of the first)."""

    edition: Edition
    changes: list[Change]


@public_page
def history(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    standing = _standing(request, snapshot, section, slug, "/editions/")
    # Editions are numbered from 1 without a gap: their numbers make the pages, unread.
    numbers = range(standing.record.edition.number, 0, -1)
    page = page_of(request, numbers, PAGE_SIZE)
    steps = _steps(standing.record, page.object_list, snapshot)
    name = name_of(steps[0].edition, snapshot)
    context = {
        "snapshot": snapshot,
        "title": _("Editions of “%(name)s”") % {"name": name},
        "name": name,
        "standing": standing,
        "canonical": absolute(standing.survivor_url or f"{standing.url}editions/"),
        "steps": steps,
        "page_of_editions": page,
    }
    return render_page(request, "editions/list.html", context)


@public_page
def fixed(request: HttpRequest, snapshot: Snapshot, section: str, slug: str, number: int) -> HttpResponse:
    standing = _standing(request, snapshot, section, slug, f"/editions/{number}/")
    shown = edition(standing.record, number)
    if shown is None:
        raise Http404
    document = shown.read_document()
    latest = standing.record.edition
    canonical = absolute(standing.survivor_url or standing.url)
    context = {"standing": standing, "canonical": canonical, "shown": shown, "latest": latest}
    if standing.record.is_entry:
        page = entry_context(snapshot, document, shown.read_rendering(), edition=shown)
        context |= {**page, "page_template": entry_template(document)}
    else:
        context |= _vocabulary(shown, document, snapshot)
    context["title"] = _("%(title)s (edition %(number)s)") % {
        "title": context["title"],
        "number": shown.number,
    }
    return render_page(request, "editions/fixed.html", context)


def _standing(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, suffix: str
) -> EditionsOwner:
    """Whose editions stand here. A merged record's do, at its own address; a renamed one's have moved."""
    found = resolve_address(section, slug)
    if found is not None and not found.current:
        record = record_at_address(section, slug)
        if record is not None and record.merged_into_id:
            return EditionsOwner(record, f"/{section}/{slug}/", "" if found.withdrawn else found.url)
    found = resolve_or_redirect(request, snapshot, section, slug, suffix)
    return EditionsOwner(found.record, found.url)


def _steps(record: Record, numbers: Sequence[int], snapshot: Snapshot) -> list[EditionDiff]:
    """Each edition with its difference to the one before, which may stand on the next page of the list."""
    rows = list(record.editions.filter(number__range=(numbers[-1] - 1, numbers[0])).order_by("-number"))
    documents = [load_document(row.document) for row in rows]
    resolve = resolver(snapshot, documents)
    older = [*documents[1:], None]
    return [
        EditionDiff(row, compare(before, document, resolve) if before else [])
        for row, document, before in zip(rows, documents, older, strict=True)
        if row.number in numbers
    ]


def resolver(snapshot: Snapshot, documents: Iterable[dict[str, Any]]) -> Resolve:
    """What a record is called today, by kind and key; of entries, those ``documents`` are linked to."""
    linked = {link["entry"] for document in documents for link in document.get("links", ())}
    titles = {key: found.read_document()["title"] for key, found in entries(sorted(linked)).items()}

    def resolve(kind: str, key: str) -> str:
        if kind == "entry":
            return titles.get(key) or _("an entry without a page")
        name = snapshot.vocabulary(kind).get(key)
        return name.label if name else key

    return resolve


def _vocabulary(shown: Edition, document: dict[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    """A past edition of a topic, an actor, a relationship or a source: its own text and facts."""
    facts = [fact for fact in compare_first(document, resolver(snapshot, [])) if fact.path not in SHOWN_ABOVE]
    introduction = shown.read_rendering()["html"]["introduction"]
    return {
        "snapshot": snapshot,
        "title": name_of(shown, snapshot),
        "document": document,
        "introduction": Markup(introduction),  # noqa: S704 (sanitised at publication)
        "facts": facts,
        "page_template": "editions/vocabulary.html",
    }
