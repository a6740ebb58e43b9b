"""What a query string says, what it cannot say, and how the reader is told."""

from collections.abc import Callable
from urllib.parse import quote_plus

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from relations import catalogue
from relations.finder import Params, Result, parse_params
from relations.finder.facets import FACETS
from relations.finder.query_parser import MAX_QUERY_LENGTH, MAX_REPORTED_VALUES, MAX_VALUES
from relations.models import Record
from tests.finder.reference import vocabulary_documents
from tests.support.factories import merge_record, publish_document, publish_documents
from tests.support.world import a_document

pytestmark = pytest.mark.django_db
Ask = Callable[..., Result]


@pytest.fixture(autouse=True)
def _vocabulary() -> None:
    publish_documents(vocabulary_documents())


def read(query: str, **page: object) -> Params:
    return parse_params(QueryDict(query), catalogue.current_snapshot(), **page)


def messages(query: str) -> list[str]:
    return [problem.message for problem in read(query).problems]


def test_nothing_asked_is_an_empty_query() -> None:
    params = read("")
    assert (params.query, params.order, params.page, params.page_size) == ("", "newest", 1, 24)
    assert not params.is_narrowed


def test_empty_and_unknown_parameters_are_ignored() -> None:
    assert read("q=&topic=&from=&to=&page=&colour=red&utm_source=x") == read("")
    assert messages("q=&topic=&colour=red") == []


def test_values_are_kept_once_in_one_order() -> None:
    params = read("topic=trade&type=issue&topic=asia&topic=trade")
    assert params.choices == (("type", ("issue",)), ("topic", ("asia", "trade")))
    assert params.query == "type=issue&topic=asia&topic=trade"


def test_an_unknown_value_is_left_out_and_named_with_the_way_out() -> None:
    params = read("topic=nothing&topic=trade&page=2")
    (problem,) = params.problems
    assert (problem.name, problem.value) == ("topic", "nothing")
    assert problem.message == "There is no topic “nothing”."
    assert problem.query == params.query == "topic=trade&page=2"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "type=treaty",
            "“treaty” is no choice for “Type”. It can be: event, agreement, issue, convergence, divergence.",
        ),
        ("actor=nobody", "There is no actor “nobody”."),
        ("speaker=nobody", "There is no actor “nobody”."),
        ("relationship=a-b", "There is no relationship “a-b”."),
        ("source=none", "There is no source “none”."),
        ("from=yesterday", "“yesterday” is not a date. Write a year (2014) or a day (2014-09-04)."),
        (
            "to=99999999999999999999",
            "“99999999999999999999” is not a date. Write a year (2014) or a day (2014-09-04).",
        ),
        ("from=2014-02-30", "“2014-02-30” is not a date. Write a year (2014) or a day (2014-09-04)."),
        ("from=2020&to=2019", "“From 2020” is after “to 2019”, so neither was used."),
        ("sort=best", "“best” is no order of this list: newest, oldest, updated, relevance."),
        ("page=-1", "“-1” is no number that “page” can be."),
        ("page=two", "“two” is no number that “page” can be."),
        ("page_size=101", "A page holds at most 100 entries."),
        ("page_size=0", "“0” is no number that “page_size” can be."),
        ("q=%22*%22", '“"*"” holds no word to search for.'),
        ("topic=a%00b%ED%A0%80", "There is no topic “a�b���”."),
    ],
)
def test_what_cannot_be_followed_is_said_in_one_sentence(query: str, message: str) -> None:
    assert messages(query) == [message]
    assert not read(query).is_narrowed


def test_a_search_longer_than_can_be_used_is_cut_and_said_so() -> None:
    params = read("q=" + "treaty+" * 100)
    assert len(params.q) <= MAX_QUERY_LENGTH
    assert [problem.name for problem in params.problems] == ["q"]


@pytest.mark.parametrize(
    ("typed", "q"),
    [
        (f'"{"treaty " * 40}of peace"', '"' + ("treaty " * 28).strip()),
        ("treaty " * 28 + "of friendship", ("treaty " * 28 + "of").strip()),
        ("x" * 250, "x" * 200),
        ("treaty " * 28 + "ab", "treaty " * 28 + "ab"),
    ],
)
def test_a_search_that_is_too_long_is_cut_behind_a_whole_word(typed: str, q: str) -> None:
    params = read(f"q={quote_plus(typed)}")
    assert params.q == q
    said = [problem.message for problem in params.problems]
    last = q.split()[-1].strip('"')[:60]
    assert len(said) == (len(typed) > MAX_QUERY_LENGTH)
    assert all(
        message.startswith("A search has at most 200 letters: ") and last[:20] in message for message in said
    )


def test_thousands_of_values_are_read_up_to_a_limit_and_said_so() -> None:
    found = messages("&".join(f"topic=unknown{n}" for n in range(900)))
    assert len(found) == MAX_REPORTED_VALUES + 1
    assert found[-1] == f"{900 - MAX_REPORTED_VALUES} more values of “Topic” were left out."
    assert MAX_VALUES < 900


def test_a_mapping_of_lists_is_read_like_a_query_string() -> None:
    names = catalogue.current_snapshot()
    assert parse_params({"topic": ["trade"], "page": ["2"]}, names) == read("topic=trade&page=2")


@pytest.mark.parametrize(
    ("name", "values", "used"),
    [
        ("q", ("ships", "gas"), {"q": "gas"}),
        ("from", ("2014", "2015"), {"from_": "2015"}),
        ("to", ("2014", "2015"), {"to": "2015"}),
        ("until", ("2014", "2015"), {"until": "2015"}),
        ("sort", ("newest", "oldest"), {"sort": "oldest"}),
        ("page", ("2", "3"), {"page": 3}),
        ("page_size", ("10", "20"), {"page_size": 20}),
        ("until", ("2014", "2014"), {"until": "2014"}),
    ],
)
def test_the_last_of_a_repeated_single_parameter_counts_and_that_is_told(
    name: str, values: tuple[str, str], used: dict[str, object]
) -> None:
    first, last = values
    params = read(f"{name}={first}&{name}={last}")
    assert {field: getattr(params, field) for field in used} == used
    (problem,) = params.problems
    assert (problem.name, problem.value) == (name, last)
    assert problem.message == f"“{name}” was given more than once. The last one, “{last}”, was used."
    assert read(problem.query).problems == ()
    assert read(f"{name}=&{name}={last}&{name}= ").problems == (), "a field left empty says nothing"


def test_a_former_slug_is_read_as_the_current_one_and_moves_the_reader() -> None:
    publish_document(a_document("topic", name="Commerce", slug="commerce", key="trade"))
    params = read("topic=trade&q=gas")
    assert params.has_former_slugs
    assert params.query == "q=gas&topic=commerce"
    assert params.problems == ()
    assert not read(params.query).has_former_slugs


def test_the_slug_of_a_merged_topic_moves_the_reader_to_its_survivor() -> None:
    merge_record(
        Record.objects.select_related("edition").get(kind="topic", key="trade"),
        Record.objects.get(key="energy"),
    )
    params = read("topic=trade&topic=energy")
    assert (params.has_former_slugs, params.query) == (True, "topic=energy")


def test_the_reversed_pair_moves_the_reader() -> None:
    params = read("relationship=borland-arland")
    assert (params.has_former_slugs, params.query) == (True, "relationship=arland-borland")


@pytest.mark.parametrize(
    ("query", "order", "kept"),
    [
        ("", "newest", ""),
        ("q=gas", "relevance", ""),
        ("sort=newest", "newest", ""),
        ("q=gas&sort=newest", "newest", "newest"),
        ("q=gas&sort=relevance", "relevance", ""),
        ("sort=relevance", "newest", ""),
        ("sort=updated", "updated", "updated"),
    ],
)
def test_the_order_is_written_only_where_it_is_not_the_usual_one(query: str, order: str, kept: str) -> None:
    params = read(query)
    assert (params.order, params.sort) == (order, kept)


def test_a_page_can_have_an_order_of_its_own() -> None:
    assert read("q=gas", sort="oldest").order == "oldest"
    assert read("q=gas&sort=relevance", sort="oldest").order == "relevance"
    assert read("sort=newest", sort="oldest").query == "sort=newest"


def test_dropping_the_search_drops_the_order_that_needs_it() -> None:
    assert read("q=gas&sort=newest").without("q").query == ""
    assert read("q=gas&sort=relevance", sort="oldest").without("q").query == ""


def test_what_the_page_itself_sets_is_no_part_of_the_address() -> None:
    params = read("type=event", base={"topic": ["trade"]})
    assert params.query == "type=event"
    assert params.fixed("topic") == ("trade",)
    assert params.chosen("topic") == ()


def test_choosing_a_value_starts_at_the_first_page_again() -> None:
    params = read("topic=trade&page=4&page_size=50&from=2014")
    assert params.with_toggled("topic", "asia").query == "topic=asia&topic=trade&from=2014&page_size=50"
    assert params.with_toggled("topic", "trade").query == "from=2014&page_size=50"
    assert params.without("from").query == "topic=trade&page_size=50"


@pytest.mark.parametrize("query", ["page=3", "q=a&topic=asia&from=2001&page=3", "topic=asia&topic=trade"])
def test_the_address_of_a_value_is_that_of_the_choice_with_it_or_without_it(query: str) -> None:
    params = read(query)
    values = ["asia", "trade", "energy"]
    queries = params.toggled_queries("topic", values)
    assert queries == [params.with_toggled("topic", value).query for value in values]


some = st.sets(
    st.text(max_size=3) | st.sampled_from(["a", "aa", "a-", "b&c", "topic=a", "%00", "\0"]), max_size=4
)


@given(data=st.data(), q=st.text(max_size=3))
def test_the_address_of_any_value_is_that_of_the_choice_with_it_or_without_it(
    data: st.DataObject, q: str
) -> None:
    choices = [(facet.name, tuple(sorted(data.draw(some)))) for facet in FACETS]
    params = Params(q=q, choices=tuple(choice for choice in choices if choice[1]), sort="oldest", page=2)
    name = data.draw(st.sampled_from([facet.name for facet in FACETS]))
    values = [*data.draw(some), *params.chosen(name)]
    assert params.toggled_queries(name, values) == [params.with_toggled(name, each).query for each in values]
