"""One record as JSON, at its page's address with ``.json``."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from relations.catalogue import Catalogue, Found, entries
from relations.catalogue.reading import brief, linked_keys, read_entry
from relations.formats.record import Data, dumps, entry_data, vocabulary_data
from relations.views.http import found_or_moved, open_data


@open_data
def record_json(request: HttpRequest, catalogue: Catalogue, section: str, slug: str) -> HttpResponse:
    found = found_or_moved(request, catalogue, section, slug, ".json")
    data = _entry(found, catalogue) if found.record.is_entry else _vocabulary(found, catalogue)
    return HttpResponse(dumps(data), content_type="application/json")


def _entry(found: Found, catalogue: Catalogue) -> Data:
    document, rendering = found.edition.read_document(), found.edition.read_rendering()
    linked = {
        key: brief(edition.read_document(), edition.read_rendering())
        for key, edition in entries(linked_keys(document, ())).items()
    }
    page = read_entry(document, rendering, catalogue, today=timezone.localdate(), entries=linked)
    return entry_data(page, found.edition)


def _vocabulary(found: Found, catalogue: Catalogue) -> Data:
    html = found.edition.read_rendering()["html"]["introduction"]
    return vocabulary_data(found.edition.read_document(), html, found.edition, found.url, catalogue)
