"""What the page of citations of another page is about: a work, or two, at an address that stays as it is."""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from relations.catalogue import ResolvedAddress, Snapshot
from relations.catalogue.permalinks import PlacedClaim
from relations.documents import document_name
from relations.finder import Result
from relations.models import Edition, Precision, Record, Span
from relations.models.language import current_language
from relations.presenters.cited_work import CitedWork, WorkType, cited_page, cited_source
from relations.presenters.correction_notes import later_corrections
from relations.presenters.editions import EditionListSubject
from relations.presenters.entry import present_entry
from relations.presenters.urls import pinned_url, url_with_query


@dataclass(frozen=True)
class CitedSubject:
    """A work with the heading that it has on the page. ``files``: the address of its files, without their
    suffix but with the ``query`` behind it.
    """

    heading: str
    work: CitedWork
    files: str
    query: str = ""


def record_cite_page(snapshot: Snapshot, found: ResolvedAddress) -> dict[str, Any]:
    """A record's page; of a source the source itself comes first."""
    document = found.edition.read_document()
    page = _at_version(cited_page(document, found.edition, snapshot, found.url), found.url, snapshot)
    subjects = [CitedSubject(_("This page"), page, f"{found.url}cite")]
    if found.record.kind == Record.Kind.SOURCE:
        source = CitedSubject(
            _("The source itself"), cited_source(document, snapshot), found.url.removesuffix("/")
        )
        subjects = [source, replace(subjects[0], heading=_("What this reference says of it"))]
    return _page(snapshot, document_name(document, snapshot.name_of), found.url, *subjects) | {
        "url": found.url,
        "edition_cited": found.edition,
        "present_url": found.present_url and f"{found.present_url}cite/",
    }


def edition_cite_page(snapshot: Snapshot, owner: EditionListSubject, edition: Edition) -> dict[str, Any]:
    """The page of one edition of a record, whichever there are since."""
    document = edition.read_document()
    path = f"{owner.url}editions/{edition.number}/"
    work = cited_page(document, edition, snapshot, owner.url)
    page = replace(_at_version(work, path, snapshot), version=work.version)
    name = document_name(document, snapshot.name_of)
    title = _("%(title)s (edition %(number)s)") % {"title": name, "number": edition.number}
    return _page(snapshot, title, path, CitedSubject(_("This edition"), page, f"{path}cite")) | {
        "url": owner.url,
        "edition_cited": edition,
        "present_url": owner.present_url and f"{owner.present_url}editions/{edition.number}/cite/",
    }


def claim_cite_page(snapshot: Snapshot, placed: PlacedClaim) -> dict[str, Any]:
    """A claim, in the last edition with it. At an earlier version a query for what was corrected later."""
    last, code = placed.last, placed.code
    document = last.read_document()
    entry = present_entry(document, last.read_rendering(), snapshot, today=snapshot.today)
    path = placed.url
    cited = cited_page(document, last, snapshot, placed.found.url)
    page = _at_version(replace(cited, id=f"{cited.id}-{code}"), path, snapshot)
    # Which claim it is stands in the address alone: a code in a title would be put into capitals and italics.
    version = "" if placed.is_current else cited.version
    work = replace(page, abstract="", version=version)
    title = _("%(entry)s (claim %(id)s)") % {"entry": document["title"], "id": code}
    subject = CitedSubject(_("This claim"), work, f"/claims/{code}/cite")
    return _page(snapshot, title, path, subject) | {
        "url": placed.found.url,
        "claim": next(claim for claim in entry.claims if claim.id == code),
        "edition_cited": last,
        "corrected_later": later_corrections(snapshot, [(document["key"], code)]),
    }


def selection_cite_page(snapshot: Snapshot, result: Result, path: str) -> dict[str, Any]:
    """A list of entries at ``path``, all of it: a selection has no pages."""
    query = result.params.at_page(1).query
    title = result.sentence
    if path == "/timeline/":
        title = _("Timeline: %(list)s") % {"list": title}
    name = path.strip("/")
    work = replace(
        _web_page(
            snapshot, f"{name}-{_digest(query)}" if query else name, title, url_with_query(path, query)
        ),
        container=snapshot.reference.title,
    )
    subject = CitedSubject(_("This list"), work, f"{path}cite", query)
    return _page(snapshot, title, url_with_query(path, query), subject) | {"problems": result.problems}


def reference_cite_page(snapshot: Snapshot) -> dict[str, Any]:
    title = snapshot.reference.title
    work = _web_page(snapshot, "reference", title, "/")
    return _page(snapshot, title, "/", CitedSubject(_("The whole reference"), work, "/cite"))


def _page(snapshot: Snapshot, name: str, path: str, *subjects: CitedSubject) -> dict[str, Any]:
    """``path``: of the page that is cited. The last subject is that page."""
    return {
        "snapshot": snapshot,
        "title": _("Cite “%(name)s”") % {"name": name},
        "description": subjects[-1].work.abstract
        or _("How to cite “%(name)s” at this version.") % {"name": name},
        "breadcrumb": [(name, path), (_("Cite"), "")],
        "cited_path": path,
        "cited_work": subjects[-1].work,
        "subjects": subjects,
    }


def _at_version(work: CitedWork, path: str, snapshot: Snapshot) -> CitedWork:
    """A page of ours at this version, read today: at another one it is another work, with a key of its own.

    The number of its edition is left out: a reader would take it for that of the version in the address.
    """
    return replace(
        work,
        id=f"{work.id}-v{snapshot.version}",
        url=pinned_url(snapshot, path),
        accessed=timezone.localdate(),
        version="",
    )


def _web_page(snapshot: Snapshot, name: str, title: str, path: str) -> CitedWork:
    """What has no editions: it is of the day on which something was published last."""
    work = CitedWork(
        id=name,
        type=WorkType.WEB_PAGE,
        title=title,
        issued=_day(snapshot.published_at.date()) if snapshot.published_at else None,
        language=current_language(),
    )
    return _at_version(work, path, snapshot)


def _day(day: date) -> Span:
    return Span(day, day, Precision.DAY)


def _digest(query: str) -> str:
    """What tells the keys of lists apart that are cited side by side: a digest of the query string."""
    return sha256(query.encode()).hexdigest()[:8] if query else ""
