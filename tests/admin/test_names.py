"""The names of topics and actors in their forms."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations import documents
from relations.models import Record, Topic
from tests.support.admin import changelist_url, fill_form, form_errors, main_content, save_form, text_of
from tests.support.world import a_vocabulary, an_other_name

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def names_of(record: Record) -> list[documents.Document]:
    names: list[documents.Document] = documents.encode(record)["other_names"]
    return names


def test_other_names_are_typed_one_a_line(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    record, client = Record.objects.get(kind="actor", key="arland"), signed_in(ada)
    saved = save_form(client, record, other_names="AL\n\n Арланд \r\nArle", shared_names="Pact")
    assert saved.status_code == 302
    names = [an_other_name(name) for name in ("AL", "Арланд", "Arle")]
    assert names_of(record) == [*names, an_other_name("Pact", shared=True)]
    assert record.revisions.count() == 2
    save_form(client, record, name="Arle", other_names="AL\nArland")
    assert names_of(record) == [
        an_other_name("AL"),
        an_other_name("Arland"),
        an_other_name("Pact", shared=True),
    ]
    found = client.get(changelist_url("actor"), {"q": "pact"})
    assert "Arle" in text_of(main_content(found).find(id="result_list"))


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"name": "bor\u00adLAND"}, "There is an actor of this name already. It is written “Borland”."),
        ({"other_names": "BORLAND"}, "“BORLAND”: There is an actor of this name already."),
        ({"other_names": "bl"}, "“BL” is another name of “Borland”."),
        ({"name": "BL"}, "“BL” is another name of “Borland”."),
        ({"other_names": "AL\nal"}, "“al” stands in this form twice."),
        ({"other_names": "AL", "shared_names": "al"}, "“al” stands in this form twice."),
        ({"other_names": "ARLAND"}, "“ARLAND” stands in this form twice."),
        ({"name": "Ar\u200eland"}, "mark of direction in it, which nobody sees (U+200E)."),
        (
            {"other_names": "AL\nA\u202eL2"},
            "mark of direction in it, which nobody sees (U+202E).",
        ),
        (
            {"shared_names": "\u2066Pact\u2069"},
            "mark of direction in it, which nobody sees (U+2066).",
        ),
        ({"other_names": "\u200b"}, "Write a name that can be seen."),
        ({"other_names": "x" * 101}, "has at most 100 characters"),
        ({"other_names": "\n".join(map(str, range(101)))}, "Write at most 100 names here."),
    ],
)
def test_a_name_that_is_taken_or_none_is_refused(
    ada: User, signed_in: SignIn, values: dict[str, str], fault: str
) -> None:
    a_vocabulary()
    client = signed_in(ada)
    save_form(client, Record.objects.get(kind="actor", key="borland"), other_names="BL")
    record = Record.objects.get(kind="actor", key="arland")
    refused = save_form(client, record, **values)
    assert refused.status_code == 200
    assert [message for message in form_errors(refused) if fault in message]
    assert names_of(record) == []


def test_a_shared_name_may_be_anothers_name(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    record = Record.objects.get(kind="actor", key="arland")
    assert save_form(signed_in(ada), record, shared_names="Borland").status_code == 302
    assert names_of(record) == [an_other_name("Borland", shared=True)]


def test_a_new_topic_has_its_other_names_at_once(ada: User, signed_in: SignIn) -> None:
    client, add = signed_in(ada), "/admin/relations/topic/add/"
    sent = fill_form(client.get(add), name="Missiles", other_names="BrahMos")
    assert client.post(add, sent).status_code == 302
    assert names_of(Topic.objects.get().record) == [an_other_name("BrahMos")]
