"""Forms that are only read: merged records, and accounts that may only look."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from relations import publishing
from relations.models import Record
from tests.support.admin import change_url, main_content, text_of
from tests.support.world import a_document, a_draft, a_published, an_other_name, save

SignIn = Callable[[User], Client]
OF_PROGRAMS = {"None", "[]", "{}", "()", "-", "True", "False", "set()"}


@pytest.fixture
def looks_only(ada: User, signed_in: SignIn) -> Client:
    ada.is_superuser = False
    ada.save()
    ada.groups.clear()
    ada.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return signed_in(ada)


def values_on(client: Client, record: Record) -> dict[str, str]:
    """What is read on the form of a record, by the label of each field."""
    page = main_content(client.get(change_url(record)))
    values = {
        text_of(each.find_previous("label")): "\n".join(each.stripped_strings)
        for each in page.select(".readonly")
    }
    return values | {f"cell {n}": text_of(each) for n, each in enumerate(page.select("td > p"))}


@pytest.mark.parametrize("kind", ["event", "agreement", "issue", "topic", "actor", "relationship", "source"])
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_a_form_that_is_only_read_has_no_word_of_a_program(
    looks_only: Client, kind: str, is_withdrawn: bool
) -> None:
    make = a_published if is_withdrawn else a_draft
    entry = make(kind if kind in ("event", "agreement", "issue") else "event")
    record = entry if entry.kind == kind else Record.objects.filter(kind=kind).first()
    assert record
    if is_withdrawn:
        publishing.withdraw([entry], reason="Out.")
        if record != entry:
            publishing.withdraw(
                Record.objects.filter(kind__in=("actor", "topic", "source", "relationship")), reason="Out."
            )
    values = values_on(looks_only, record)
    assert values
    assert {label: value for label, value in values.items() if value in OF_PROGRAMS} == {}


def test_names_of_who_is_only_read_are_words(looks_only: Client) -> None:
    others = [an_other_name("AL"), an_other_name("Arle"), an_other_name("Pact", shared=True)]
    named = save(a_document("actor", other_names=others))
    nameless = save(a_document("topic"))
    values = values_on(looks_only, named)
    assert values["Other names:"] == "AL\nArle"
    assert values["Shared names:"] == "Pact"
    values = values_on(looks_only, nameless)
    assert (values["Other names:"], values["Shared names:"]) == ("–", "–")


def test_names_of_what_was_merged_are_words(ada: User, signed_in: SignIn) -> None:
    into = a_published("topic")
    record = a_published("topic", slug="arms", name="Arms", other_names=[an_other_name("Weapons")])
    publishing.merge(record, into=into)
    values = values_on(signed_in(ada), record)
    assert (values["Other names:"], values["Shared names:"]) == ("–", "Weapons")
