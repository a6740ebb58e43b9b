"""``/sources.json``: one page of the public sources, each as its own JSON has it."""

from relations.catalogue import NamedRecord, Snapshot, read_editions
from relations.catalogue.withdrawals import Withdrawal
from relations.formats.as_json import problems_as_data
from relations.formats.json_types import SCHEMA, SourceListData, WithdrawnSourceData
from relations.formats.record_json import records_as_data, to_json, withdrawal_as_data
from relations.presenters.name_list import NamePage
from relations.presenters.urls import absolute_url

PATH = "/sources.json"
PAGE_SIZE = 24


def render(names: NamePage, snapshot: Snapshot) -> str:
    """A page of the list, PAGE_SIZE sources long."""
    page = names.page
    editions = read_editions(name.edition_id for name in names.rows if not name.withdrawn)
    told = iter(records_as_data(editions, snapshot))
    data: SourceListData = {
        "schema": SCHEMA,
        "version": snapshot.version,
        "count": names.total,
        "next": _page_url(names, page.number + 1, snapshot) if page.has_next() else None,
        "previous": _page_url(names, page.number - 1, snapshot) if page.has_previous() else None,
        "problems": problems_as_data(names.problems),
        "results": [
            _withdrawn(name, name.withdrawn) if name.withdrawn else next(told) for name in names.rows
        ],
    }
    return to_json(data)


def _withdrawn(name: NamedRecord, withdrawn: Withdrawal) -> WithdrawnSourceData:
    return {"kind": name.kind, "key": name.key, "withdrawn": withdrawal_as_data(withdrawn)}


def _page_url(names: NamePage, number: int, snapshot: Snapshot) -> str:
    return absolute_url(PATH, names.query.at_page(number), snapshot.pin_text)
