"""What was corrected, newest first: a page and a feed."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot
from relations.catalogue.corrections import corrected_editions
from relations.finder.params import Problem
from relations.finder.problems import printable
from relations.formats import as_atom
from relations.formats.corrections_feed import render_corrections
from relations.presenters.corrections import PAGE_SIZE, corrections_page
from relations.views.http import page_query, paginate, public_data, public_page, single_value
from relations.views.rendering import render_page


@public_page
def correction_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """``/corrections/``, and ``/corrections/?entry=<code>``: those of one entry."""
    entry, problems = single_value(request, "entry").strip(), []
    if entry and not corrected_editions(snapshot, entry).exists():
        message = _("No entry with the code “%(code)s” was corrected.") % {"code": printable(entry)}
        problems.append(Problem("entry", printable(entry), message))
        entry = ""
    entry_query = f"entry={entry}" if entry else ""
    page, unfollowed = paginate(request, corrected_editions(snapshot, entry), PAGE_SIZE, entry_query)
    context = corrections_page(snapshot, page, entry) | {"problems": [*problems, *unfollowed]}
    query = "&".join(filter(None, (entry_query, page_query(page))))
    return render_page(request, "corrections/list.html", context, query)


@public_data
def correction_feed(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    return CacheableResponse(render_corrections(snapshot), content_type=as_atom.MEDIA_TYPE)
