"""The editions of a record: their list with what each changed, and every past one at its own address."""

from django.http import Http404, HttpRequest, HttpResponse

from relations.catalogue import ResolvedAddress, Snapshot, get_edition, resolve_address_at
from relations.catalogue.past_addresses import record_at_address_at
from relations.models import Edition
from relations.presenters.correction_notes import entry_correction_notes
from relations.presenters.editions import PAGE_SIZE, EditionListSubject, edition_list_page, edition_page
from relations.views.http import page_query, paginate, public_page, redirect_unless_current
from relations.views.rendering import render_page


@public_page
def edition_list(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    owner = find_owner(request, snapshot, section, slug, "/editions/")
    # Editions are numbered from 1 without a gap: the pages are made of their numbers, unread.
    page, problems = paginate(request, range(owner.latest.number, 0, -1), PAGE_SIZE)
    context = edition_list_page(snapshot, owner, page) | {"problems": problems}
    return render_page(request, "editions/list.html", context, page_query(page))


@public_page
def edition_detail(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, number: int
) -> HttpResponse:
    owner = find_owner(request, snapshot, section, slug, f"/editions/{number}/")
    shown = get_edition(owner.record, number, snapshot)
    if shown is None:
        raise Http404
    kind = owner.record.kind
    template = f"entries/{kind}.html" if owner.record.is_entry else "editions/vocabulary.html"
    context = edition_page(snapshot, owner, shown) | {"page_template": template}
    if owner.record.is_entry:
        context |= entry_correction_notes(snapshot, shown, owner.latest)
    return render_page(request, "editions/detail.html", context)


def find_owner(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, suffix: str
) -> EditionListSubject:
    """The record whose editions are here. A merged record keeps its own; a renamed one's have moved."""
    found = resolve_address_at(snapshot, section, slug)
    if found is not None and not found.current:
        record = record_at_address_at(snapshot, section, slug)
        if record and record.edition and record.edition.action == Edition.Action.MERGED:
            return EditionListSubject(
                record,
                f"/{section}/{slug}/",
                _page_url(snapshot, found),
                is_merged=True,
                survivor_url="" if found.withdrawn else found.url,
                present_url=found.own_url,
            )
    found = redirect_unless_current(request, snapshot, found, suffix)
    return EditionListSubject(found.record, found.url, _page_url(snapshot, found), present_url=found.own_url)


def _page_url(snapshot: Snapshot, found: ResolvedAddress) -> str | None:
    if snapshot.pin:
        return found.present_url
    return None if found.withdrawn else found.url
