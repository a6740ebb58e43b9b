"""Where addresses lead: every one ever given leads somewhere, in one hop."""

from typing import Any

import pytest

from relations.catalogue import resolve_address
from relations.models import Record
from tests.support.factories import merge_record, publish_document, withdraw_record
from tests.support.world import a_document, a_published

pytestmark = pytest.mark.django_db


def publish(kind: str, key: str, slug: str = "") -> Record:
    values = {} if kind in ("topic", "actor") else {"claims": []}
    return publish_document(a_document(kind, key=key, slug=slug or key, **values)).record


def test_a_current_address_leads_to_the_current_edition_in_one_query(
    django_assert_num_queries: Any,
) -> None:
    publish("event", "b2", "summit")
    record = publish("event", "b2", "summit")
    with django_assert_num_queries(1):
        found = resolve_address("events", "summit")
        assert found.record == record
        assert found.edition.number == 2
    assert (found.current, found.url, found.withdrawn, found.replacement_url) == (
        True,
        "/events/summit/",
        False,
        "",
    )


def test_an_address_never_given_leads_nowhere() -> None:
    publish("event", "b2", "summit")
    assert resolve_address("events", "other") is None
    assert resolve_address("issues", "summit") is None
    assert resolve_address("nonsense", "summit") is None


def test_every_former_address_leads_straight_to_the_current_one() -> None:
    for slug in ("first", "second", "third"):
        publish("event", "b2", slug)
    for slug in ("first", "second"):
        found = resolve_address("events", slug)
        assert (found.current, found.url) == (False, "/events/third/")


def test_an_address_taken_up_again_is_current_again() -> None:
    for slug in ("first", "second", "first"):
        publish("event", "b2", slug)
    assert resolve_address("events", "first").current
    assert resolve_address("events", "second").url == "/events/first/"


def test_the_addresses_of_a_merged_record_lead_to_its_survivor_as_it_is_called_today() -> None:
    one, two, three = publish("topic", "one"), publish("topic", "two"), publish("topic", "three")
    merge_record(one, two)
    merge_record(two, three)
    publish("topic", "three", "drei")
    for slug in ("one", "two", "three"):
        found = resolve_address("topics", slug)
        assert (found.current, found.url, found.record) == (False, "/topics/drei/", three)


def test_a_withdrawn_record_says_why_and_what_replaces_it() -> None:
    record, other = publish("event", "b2", "summit"), publish("issue", "b3", "dispute")
    withdraw_record(record, "It was a duplicate.", other)
    publish("issue", "b3", "the-dispute")
    found = resolve_address("events", "summit")
    assert found.withdrawn
    assert found.edition.change_note == "It was a duplicate."
    assert found.replacement_url == "/issues/the-dispute/"


def test_former_addresses_of_a_withdrawn_record_are_withdrawn_too() -> None:
    publish("event", "b2", "first")
    withdraw_record(publish("event", "b2", "second"))
    found = resolve_address("events", "first")
    assert found.withdrawn
    assert not found.current


def test_a_replacement_that_was_itself_replaced_leads_to_the_last_one() -> None:
    one, two, three = (publish("event", key) for key in ("b2", "b3", "b4"))
    withdraw_record(one, replacement=two)
    withdraw_record(two, replacement=three)
    assert resolve_address("events", "b2").replacement_url == "/events/b4/"


def test_replacements_that_point_at_each_other_lead_nowhere() -> None:
    one, two = publish("event", "b2"), publish("event", "b3")
    withdraw_record(one, replacement=two)
    withdraw_record(two, replacement=one)
    found = resolve_address("events", "b2")
    assert found.withdrawn
    assert found.replacement_url == ""


def test_the_reversed_pair_leads_to_the_relationship() -> None:
    a_published()
    found = resolve_address("relationships", "borland-arland")
    assert (found.current, found.url) == (False, "/relationships/arland-borland/")
