"""Nothing that can be sent to the editors' pages is a server error."""

import re
import sqlite3
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db import DataError, OperationalError
from django.forms import BaseFormSet
from django.test import Client

from relations.admin.input_validation import MAX_INLINE_ROWS
from relations.models import Event, Record, Source, Topic
from tests.support.admin import change_url, changelist_url, fill_form, form_errors, form_fields, page_form
from tests.support.world import a_claim, a_draft, a_published

pytestmark = pytest.mark.slow

SignIn = Callable[[User], Client]
HUGE = "9" * 400
KINDS = ("event", "agreement", "issue", "topic", "actor", "relationship", "source", "passage", "entry")
QUERIES = (
    *("e=1", "q=%00", "q=%22%27--%25", f"p={HUGE}", "p=-1", "p=x", "o=x.y.z", f"o={HUGE}", "all=1"),
    *("last_day__year=x", "last_day__year=0", f"last_day__year={HUGE}", "last_day__month=13"),
    "last_day__year=2019&last_day__month=99&last_day__day=99",
    *("record__status__exact=x", "record__status__exact=%00", "record__status__in=,"),
    *("topics__id__exact=x", f"topics__id__exact={HUGE}", "topics__id__exact=%00", "topics__isnull=x"),
    *(f"relationships__id__exact={HUGE}", "kind=x", "due=x", "uncited=%00", "_to_field=x", "_popup=x"),
    *("unknown=1", "record__edition__document__contains=a", "password=x", "_facets=1", f"q={'a ' * 900}"),
    *(
        "title__regex=(((",
        "name__regex=(((",
        "locator__regex=(((",
        "record__key__regex=(((",
        "topics__regex=(((",
    ),
    *("last_day__year__regex=(((", "record__status__in=" + "a," * 2000),
    *("type__exact=%00", "type__exact=x", "parent__id__exact=x", f"source__id__exact={HUGE}", "%FF=%FF"),
)


@pytest.fixture
def client_of_ada(ada: User, signed_in: SignIn) -> Client:
    return signed_in(ada)


@pytest.mark.database
@pytest.mark.parametrize("kind", KINDS)
def test_any_query_of_a_list_is_answered(client_of_ada: Client, kind: str) -> None:
    a_published("event")
    led_to = set()
    for query in QUERIES:
        answer = client_of_ada.get(f"{changelist_url(kind)}?{query}")
        assert answer.status_code in (200, 302, 400), query
        led_to.add(answer.headers.get("Location", changelist_url(kind)))
    for url in led_to:
        assert client_of_ada.get(url, follow=True).status_code in (200, 400), url


def test_a_list_is_looked_up_by_what_it_offers_only(client_of_ada: Client) -> None:
    a_draft("event")
    for query in ("title__regex=S", "title=Summit in Port Arle", "record__edition__isnull=1"):
        assert client_of_ada.get(f"{changelist_url('event')}?{query}").status_code == 400, query
    for query in ("record__status__exact=draft", "uncited=yes", "last_day__year=2019"):
        assert client_of_ada.get(f"{changelist_url('event')}?{query}").status_code == 200, query


def refused_query() -> OperationalError:
    """What Django makes of SQLite's refusal of a query: no outage, which has a code of its own."""
    error = OperationalError("too many SQL variables")
    error.__cause__ = sqlite3.OperationalError("too many SQL variables")
    return error


@pytest.mark.parametrize("bad", [DataError("bad"), refused_query()])
def test_a_filter_that_the_database_refuses_shows_the_whole_list(
    client_of_ada: Client, bad: Exception
) -> None:
    with patch.object(ChangeList, "get_queryset", side_effect=bad):
        answer = client_of_ada.get(f"{changelist_url('event')}?uncited=yes")
        assert (answer.status_code, answer.url) == (302, f"{changelist_url('event')}?e=1")
        with pytest.raises(type(bad)):  # the database is unwell: that is not hidden
            client_of_ada.get(answer.url)


@pytest.mark.database
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "entry"])
def test_a_new_form_passes_over_what_its_address_names_and_is_not_there(
    client_of_ada: Client, kind: str
) -> None:
    a_draft("event")
    model = apps.get_model("relations", kind)
    for bad in ("abc", HUGE, "9" * 23, "9223372036854775807", "-1", "1,abc,2", ","):
        asked = {field.name: bad for field in model._meta.get_fields()}
        answer = client_of_ada.get(f"/admin/relations/{kind}/add/", asked)
        assert answer.status_code == 200, bad


def test_a_new_form_begins_with_what_its_address_names(client_of_ada: Client) -> None:
    a_draft("event")
    topic, source = Topic.objects.get(), Source.objects.get()
    asked = {"topics": f"{topic.pk},abc", "title": "Begun"}
    begun = fill_form(client_of_ada.get("/admin/relations/event/add/", asked))
    assert (begun["topics"], begun["title"]) == ([str(topic.pk)], ["Begun"])
    begun = fill_form(client_of_ada.get("/admin/relations/passage/add/", {"source": source.pk}))
    assert begun["source"] == [str(source.pk)]


@pytest.mark.parametrize(
    "changes",
    [
        {"claims-TOTAL_FORMS": None},
        {"claims-INITIAL_FORMS": None},
        {"claims-TOTAL_FORMS": "x", "claims-INITIAL_FORMS": "y"},
        {"claims-TOTAL_FORMS": "-5"},
        {"claims-TOTAL_FORMS": HUGE},
        {"claims-INITIAL_FORMS": "99"},
        {"claims-INITIAL_FORMS": "0"},
        {"claims-0-id": "x"},
        {"claims-0-id": HUGE},
        {"claims-0-id": None},
        {"claims-0-entry": "x"},
        {"claims-0-kind": "no-such-kind"},
        {"claims-0-position": HUGE},
        {"claims-0-position": "-1"},
        {"claims-0-speaker": "x", "claims-0-side": HUGE},
        {"claims-0-passages": ["x", HUGE, "1\0"]},
        {"claims-0-text": "\0"},
        {"claims-0-text": "long " * 100_000},
        {"claims-0-review_by": "99999-99-99"},
        {"claims-0-said_on": "\0", "claims-0-figure_date": "1" * 5000},
        {"involvements-0-actor": HUGE, "involvements-0-role": "x"},
        {"links-0-kind": "follows", "links-0-target": HUGE},
        {"title": "\0", "slug": "\0"},
        {"title": "x" * 10_000, "summary": "x" * 10_000},
        {"topics": [HUGE, "", "\0"], "relationships": ["x"]},
        {"date": "0000"},
        {"date": "9999-99"},
        {"date": "[..]"},
        {"edit_token": "x\0", "overwrite_token": HUGE},
        {"_popup": "1", "_to_field": "id"},
        {"_to_field": "password"},
        {"_saveasnew": "1"},
    ],
)
def test_any_form_is_answered_and_nothing_is_half_saved(
    client_of_ada: Client, changes: dict[str, Any]
) -> None:
    record = a_draft("event")
    url = change_url(record)
    sent = client_of_ada.post(url, fill_form(client_of_ada.get(url), **changes) | {"_continue": ["1"]})
    assert sent.status_code in (200, 302, 400)
    assert Record.objects.get(pk=record.pk).working_copy.title == "Summit in Port Arle"


FORGED = ("1000000", "1_000_000", " +1000000 ", "1000000.0", "301", HUGE)


@pytest.mark.parametrize("named", FORGED)
@pytest.mark.parametrize(
    "field", ["claims-TOTAL_FORMS", "claims-INITIAL_FORMS", "claims-0-passages-TOTAL_FORMS", "-TOTAL_FORMS"]
)
def test_rows_that_are_only_named_are_refused_before_a_form_is_made_for_any(
    client_of_ada: Client, named: str, field: str
) -> None:
    url = change_url(a_draft("event"))
    sent = fill_form(client_of_ada.get(url), title="Other") | {field: [named]}
    with patch.object(BaseFormSet, "_construct_form", side_effect=AssertionError("a form was made")):
        refused = client_of_ada.post(url, sent)
    assert refused.status_code == 400
    assert "Nothing was saved. One form has room for 300 rows" in refused.text
    assert Event.objects.get().title == "Summit in Port Arle"


@pytest.mark.parametrize("named", ["-5", "0", "1", "3", "300", "x", "", "1e3", None])
def test_a_form_of_which_rows_are_missing_is_shown_again_with_all_that_arrived(
    client_of_ada: Client, named: str | None
) -> None:
    url = change_url(a_draft("event"))
    sent = fill_form(client_of_ada.get(url), title="Other")  # one claim, and room for another
    sent |= {"claims-0-text": ["An hour of typing."], "claims-1-text": ["And another."]}
    del sent["claims-TOTAL_FORMS"]
    refused = client_of_ada.post(url, sent | ({} if named is None else {"claims-TOTAL_FORMS": [named]}))
    assert refused.status_code == 400
    assert any("Not as many rows arrived" in error for error in form_errors(refused))
    assert Event.objects.get().title == "Summit in Port Arle"
    shown = fill_form(refused)
    texts = [shown[f"claims-{n}-text"] for n in range(2)]
    assert (texts, "claims-2-text" in shown) == ([["An hour of typing."], ["And another."]], False)
    # What is below can be saved as it stands.
    again = client_of_ada.post(url, fill_form(refused, **{"claims-1-kind": "reported-fact"}))
    assert (again.status_code, Event.objects.get().claims.count()) == (302, 2)


@pytest.mark.parametrize("first", ["-3", "x", "0", "2", None])
def test_a_missing_or_wrong_count_of_initial_forms_is_worked_out(
    client_of_ada: Client, first: str | None
) -> None:
    url = change_url(a_draft("event"))
    sent = fill_form(client_of_ada.get(url), title="Other")
    del sent["claims-INITIAL_FORMS"]
    saved = client_of_ada.post(url, sent | ({} if first is None else {"claims-INITIAL_FORMS": [first]}))
    assert (saved.status_code, Event.objects.get().title) == (302, "Other")
    assert Event.objects.get().claims.count() == 1


def test_an_entry_with_more_rows_than_a_form_offers_can_be_edited(client_of_ada: Client) -> None:
    """Imports know no limit."""
    with (
        patch("relations.admin.input_validation.MAX_INLINE_ROWS", 3),
        patch("relations.admin.row_matching.MAX_INLINE_ROWS", 3),
    ):
        record = a_draft("event", claims=[a_claim(id=f"c{n}", text=f"Claim {n}.") for n in range(5)])
        url = change_url(record)
        sent = fill_form(client_of_ada.get(url), **{"claims-4-text": "Changed."})
        assert client_of_ada.post(url, sent).status_code == 302
    assert sorted(claim.text for claim in Event.objects.get().claims.all())[0] == "Changed."


def test_as_many_rows_as_a_form_offers_are_fewer_fields_than_are_read(client_of_ada: Client) -> None:
    """Three citations each, every row marked to be deleted, and a question about each when it is joined."""
    url = change_url(a_draft("agreement"))
    fields = form_fields(page_form(client_of_ada.get(url)))
    rows = [name for name in fields if re.match(r"\w+-0-", name)]
    kinds = {name.split("-")[0] for name in rows}
    assert kinds == {"claims", "milestones", "involvements", "links"}
    of_row = len(rows) + 2 * 2 + len(kinds)  # citations of claims and milestones
    of_row += len(kinds) * len(("path", "shown", "choice", "written"))
    assert len(fields) + MAX_INLINE_ROWS * of_row < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_a_form_too_large_to_be_read_says_what_to_do(client_of_ada: Client) -> None:
    url = change_url(a_draft("event"))
    for body in (
        "title=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
        "a=&" * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1),
    ):
        refused = client_of_ada.post(url, body, content_type="application/x-www-form-urlencoded")
        assert refused.status_code == 400
        assert "save it in smaller parts" in refused.text


@pytest.mark.parametrize(
    "action",
    ["publish_selected", "send_selected_for_review", "withdraw_selected", "delete_selected", "x", ""],
)
def test_any_act_on_many_is_answered(client_of_ada: Client, action: str) -> None:
    a_draft("event")
    for chosen in (["x"], [HUGE], ["1\0"], ["0"], [], ["1"] * 50):
        data = {"action": action, "_selected_action": chosen, "post": "yes"}
        data |= {"select_across": "1", "index": "x"}
        for kind in ("event", "topic", "passage", "entry"):
            assert client_of_ada.post(changelist_url(kind), data).status_code < 500


def test_any_question_to_a_picker_is_answered(client_of_ada: Client) -> None:
    asked = {"app_label": "relations", "model_name": "entry", "field_name": "topics"}
    bad = ({"term": "\0"}, {"page": "x"}, {"page": HUGE}, {"model_name": "x"}, {"field_name": "title"})
    for changes in bad:
        answer = client_of_ada.get("/admin/autocomplete/", asked | {"term": "a"} | changes)
        assert answer.status_code < 500, changes
    assert client_of_ada.get("/admin/autocomplete/").status_code < 500


@pytest.mark.parametrize(
    "name",
    ["publish", "send_for_review", "withdraw", "publish-on-a-date", "withdraw-on-a-date", "rename", "merge"],
)
def test_any_form_of_a_verb_is_answered(client_of_ada: Client, name: str) -> None:
    a_published("event")
    topic = Record.objects.get(kind="topic")
    for changes in (
        {"record": "x", "state_token": "x"},
        {"record": [HUGE, str(topic.pk)]},
        {"record": str(topic.pk), "note": "\0", "reason": "\0", "slug": "\0", "into": "\0"},
        {"record": str(topic.pk), "note": "x" * 5000, "reason": "x" * 5000, "into": HUGE, "replacement": "x"},
        {"record": str(topic.pk), "reviewer": HUGE, "without_review": "\0", "approved": "x"},
        {},
    ):
        assert client_of_ada.post(f"/admin/{name}/", changes).status_code < 500


def test_two_forms_with_one_address_sent_at_once_are_one_refusal(client_of_ada: Client) -> None:
    """The database's own guard, should two saves pass the form's check at the same moment."""
    a_draft("event")
    add = "/admin/relations/event/add/"
    sent = fill_form(client_of_ada.get(add), title="Other", slug="summit", date="2019")
    checks = iter([lambda self, exclude: None])
    real = Event.validate_unique

    def lenient(self: Event, exclude: Any = None) -> None:
        return next(checks, real)(self, exclude)

    with patch.object(Event, "validate_unique", lenient):
        refused = client_of_ada.post(add, sent)
    assert refused.status_code == 200
    assert Event.objects.count() == 1


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "entry"])
def test_a_form_in_which_nothing_was_sent_is_shown_again(kind: str, ada: User, signed_in: SignIn) -> None:
    """Its token stands in a header: then there is no field at all."""
    client = signed_in(ada)
    answer = client.post(f"/admin/relations/{kind}/add/", {})
    assert answer.status_code == 200
    assert "This field is required." in form_errors(answer)
