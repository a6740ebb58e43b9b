"""Who may do what: every page and every act of editing, for every role."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Edition, Entry, Event, PreviewLink, Record, Reference, Topic
from tests.support.admin import action_url, change_url, changelist_url, form_fields, parse_html, record_url
from tests.support.scheduling import scheduled_withdrawal
from tests.support.world import a_claim, a_draft, a_published, change

ROLES = ("anonymous", "nobody", "contributor", "editor", "administrator")
KINDS = ("event", "agreement", "issue", "topic", "actor", "relationship", "source")
Person = Callable[[str, str], User]


def expected(role: str, *allowed: str, ok: int = 200) -> int:
    return 302 if role == "anonymous" else ok if role in allowed else 403


EDITING = ("contributor", "editor", "administrator")
PUBLISHING = ("editor", "administrator")


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_lists_and_forms_are_for_those_who_edit(role: str, as_role: Callable[[str], Client]) -> None:
    a_draft("event")
    client = as_role(role)
    for kind in (*KINDS, "entry", "passage"):
        assert client.get(changelist_url(kind)).status_code == expected(role, *EDITING), kind
    for kind in (*KINDS, "passage"):
        add = client.get(f"/admin/relations/{kind}/add/")
        assert add.status_code == expected(role, *EDITING), kind
    for record in Record.objects.all():
        for url in (change_url(record), record_url(record, "history"), record_url(record, "preview")):
            assert client.get(url).status_code == expected(role, *EDITING), url


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_is_saved_by_those_who_edit(role: str, as_role: Callable[[str], Client]) -> None:
    record = a_draft("event")
    client = as_role(role)
    page = client.get(change_url(record))
    form = parse_html(page).find("form", id="event_form")
    data = (form_fields(form) if form else {}) | {"title": ["Changed"], "_continue": ["1"]}
    sent = client.post(change_url(record), data)
    # An anonymous save asks to sign in and keeps what was typed.
    allowed = 302 if role in EDITING else 403
    assert sent.status_code == allowed
    assert (Event.objects.get().title == "Changed") is (role in EDITING)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["publish", "withdraw", "rename", "merge"])
def test_verbs_are_for_those_who_publish(role: str, name: str, as_role: Callable[[str], Client]) -> None:
    a_published("event")
    topic = Topic.objects.get().record
    other = a_published("topic", slug="arms", name="Arms")
    change(topic, description="Other words.")
    before = Edition.objects.count()
    client = as_role(role)
    page = client.get(action_url(name, topic))
    assert page.status_code == expected(role, *PUBLISHING)
    data = {"record": str(topic.pk), "note": "N", "reason": "R", "slug": "new", "into": other.topic.pk}
    if role in PUBLISHING:
        data["state_token"] = parse_html(page).find("input", attrs={"name": "state_token"})["value"]
    sent = client.post(f"/admin/{name}/", data)
    acted = Edition.objects.count() > before
    # A topic in use is not withdrawn, whoever asks.
    assert acted is (role in PUBLISHING and name != "withdraw")
    if role not in PUBLISHING:
        assert sent.status_code == 403


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ["publish_selected", "withdraw_selected", "delete_selected"])
def test_acts_on_many_are_for_those_who_may(role: str, action: str, as_role: Callable[[str], Client]) -> None:
    records = [a_draft("event"), a_draft("event", key="vvvvv3", slug="b", claims=[a_claim(id="dddddddd22")])]
    client = as_role(role)
    data = {"action": action, "_selected_action": [str(r.working_copy.pk) for r in records], "post": "yes"}
    sent = client.post(changelist_url("event"), data)
    assert sent.status_code < 500
    assert not Edition.objects.exists()
    deleted = action == "delete_selected" and role in PUBLISHING
    assert Event.objects.exists() is not deleted


@pytest.mark.parametrize("role", ROLES)
def test_a_revision_is_restored_by_those_who_edit(role: str, as_role: Callable[[str], Client]) -> None:
    record = a_draft("event")
    first = record.revisions.get()
    change(record, title="Changed")
    url = f"{record_url(record, 'history')}{first.pk}/restore/"
    client = as_role(role)
    assert client.get(url).status_code == expected(role, *EDITING)
    assert client.post(url).status_code == expected(role, *EDITING, ok=302)
    assert (Event.objects.get().title != "Changed") is (role in EDITING)


@pytest.mark.parametrize("role", ROLES)
def test_only_an_administrator_describes_the_reference(role: str, as_role: Callable[[str], Client]) -> None:
    client = as_role(role)
    url = "/admin/relations/reference/1/change/"
    page = client.get(url)
    assert page.status_code == expected(role, *EDITING)
    form = parse_html(page).find("form", id="reference_form")
    data = (form_fields(form) if form else {}) | {"title": ["Another"], "licence": ["CC BY 4.0"]}
    client.post(url, data)
    assert (Reference.objects.current().title == "Another") is (role == "administrator")


@pytest.mark.parametrize("role", ROLES)
def test_all_drafts_are_shown_to_those_who_publish(role: str, as_role: Callable[[str], Client]) -> None:
    a_draft("event")
    page = as_role(role).get("/admin/")
    assert page.status_code == (302 if role == "anonymous" else 200)
    assert ("Summit in Port Arle" in page.content.decode()) is (role in PUBLISHING)


@pytest.mark.parametrize("role", ROLES)
def test_scheduling_is_for_those_who_publish(
    role: str, as_role: Callable[[str], Client], person: Person
) -> None:
    record = a_published("event")
    one = scheduled_withdrawal(record, user=person("dana", "editor"))
    url = f"/admin/schedules/{one.pk}/"
    client = as_role(role)
    for name in ("publish-on-a-date", "withdraw-on-a-date"):
        assert client.get(action_url(name, record)).status_code == expected(role, *PUBLISHING)
        opened = client.post(f"/admin/{name}/", {"record": record.pk, "on_a_date": "1"})
        assert opened.status_code == (200 if role in PUBLISHING else 403)
    for listed in (url, "/admin/queues/scheduled/", "/admin/queues/held-back/"):
        assert client.get(listed).status_code == expected(role, *EDITING)
    assert bool(parse_html(client.get(url)).select("input[name=cancel]")) is (role in PUBLISHING)
    assert client.post(url, {"cancel": "1"}).status_code == (302 if role in PUBLISHING else 403)
    one.refresh_from_db()
    assert (one.state == "cancelled") is (role in PUBLISHING)


@pytest.mark.parametrize("role", ROLES)
def test_preview_links_are_for_those_who_edit(role: str, as_role: Callable[[str], Client]) -> None:
    record = a_draft("event")
    client = as_role(role)
    assert client.get("/admin/preview-links/", {"record": record.pk}).status_code == expected(role, *EDITING)
    made = client.post("/admin/preview-links/", {"record": record.pk, "days": 7})
    assert made.status_code == (200 if role in EDITING else 403)
    assert PreviewLink.objects.exists() is (role in EDITING)


@pytest.mark.parametrize("role", ROLES)
def test_queues_are_listed_for_those_who_edit(role: str, as_role: Callable[[str], Client]) -> None:
    assert as_role(role).get("/admin/queues/claims-due/").status_code == expected(role, *EDITING)


@pytest.mark.parametrize("role", ROLES)
def test_accounts_are_for_administrators(role: str, as_role: Callable[[str], Client]) -> None:
    client = as_role(role)
    for kind in ("user", "group"):
        assert client.get(f"/admin/auth/{kind}/").status_code == expected(role, "administrator")


@pytest.mark.parametrize("role", ROLES)
def test_pickers_tell_names_to_those_who_edit(role: str, as_role: Callable[[str], Client]) -> None:
    a_draft("event")
    asked = {"app_label": "relations", "model_name": "claim", "field_name": "passages", "term": ""}
    answer = as_role(role).get("/admin/autocomplete/", asked)
    assert answer.status_code == expected(role, *EDITING)
    assert Entry.objects.exists()
