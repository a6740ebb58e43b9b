"""Which records editors work on, and which of them a reader can open."""

import pytest

from relations.admin.record_urls import public_url
from relations.models import Record, Reference
from tests.support.factories import merge_record, withdraw_record
from tests.support.world import a_draft, a_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def records() -> dict[str, Record]:
    """One record in each state, and the reference."""
    reference = Reference.objects.current()
    reference.save()
    found = {
        "draft": a_draft("agreement"),
        "public": a_published("topic", slug="power", name="Power"),
        "merged": a_published("topic", slug="energy", name="Energy"),
        "withdrawn": a_published("event"),
        "reference": reference.record,
    }
    withdraw_record(found["withdrawn"])
    merge_record(found["merged"], found["public"])
    return found


def test_what_is_active_or_public_is_neither_withdrawn_nor_merged(records: dict[str, Record]) -> None:
    ours = set(records.values())

    assert ours & set(Record.objects.active()) == {records["draft"], records["public"]}
    assert ours & set(Record.objects.public()) == {records["public"]}


@pytest.mark.usefixtures("records")
def test_a_record_has_a_public_address_where_a_reader_can_open_it() -> None:
    rows = list(Record.objects.all())
    public = {record.pk for record in Record.objects.public()}

    assert {record.pk for record in rows if record.is_public} == public
    assert {record.pk for record in rows if public_url(record, "x")} == public
