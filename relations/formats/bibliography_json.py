"""``/sources.json``: one page of the public sources, each as its own JSON has it."""

from relations.catalogue import Snapshot, read_editions
from relations.formats.json_types import SCHEMA, SourceListData
from relations.formats.record_json import records_as_data, to_json
from relations.presenters.name_list import NamePage
from relations.presenters.urls import absolute_url

PATH = "/sources.json"
PAGE_SIZE = 24


def render(names: NamePage, snapshot: Snapshot) -> str:
    """A page of the list, PAGE_SIZE sources long."""
    page = names.page
    editions = read_editions(name.edition_id for name in names.rows)
    data: SourceListData = {
        "schema": SCHEMA,
        "version": snapshot.version,
        "count": names.total,
        "next": _page_url(names, page.number + 1, snapshot) if page.has_next() else None,
        "previous": _page_url(names, page.number - 1, snapshot) if page.has_previous() else None,
        "results": records_as_data(editions, snapshot),
    }
    return to_json(data)


def _page_url(names: NamePage, number: int, snapshot: Snapshot) -> str:
    return absolute_url(PATH, names.query.at_page(number), snapshot.pin_text)
