"""What is public is read from editions alone."""

import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from relations import catalogue
from relations.finder import find, parse_params
from tests.support.factories import publish_document
from tests.support.world import a_document

PUBLIC = {
    "relations_record",
    "relations_versioncounter",
    "relations_edition",
    "relations_address",
    "relations_claimaddress",
    "relations_posting",
    "relations_phrase",
    "relations_word",
}


@pytest.mark.django_db
def test_the_catalogue_and_the_finder_touch_no_working_row() -> None:
    publish_document(a_document("actor", key="arland", slug="arland"))
    record = publish_document(a_document("event", key="b2", slug="summit")).record
    with CaptureQueriesContext(
        connection,
    ) as captured:
        names = catalogue.current_snapshot()
        asked = QueryDict("q=summit+%22summit+of%22&actor=arland&type=event&from=2014&says=position")
        find(parse_params(asked, names), names)
        catalogue.resolve_address("events", "summit")
        catalogue.resolve_address("relationships", "borland-arland")
        catalogue.get_edition(record, 1, names)
        catalogue.current_entry_editions(["b2"], names)
    tables = {name for query in captured for name in re.findall(r"relations_[a-z_]+", query["sql"])}
    assert len(captured) > 5
    assert tables <= PUBLIC
