"""Who may do what at every address of the administration, as the URL resolver has them: none is forgotten."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from relations import publishing
from relations.models import Autosave, DeletedDraft, Letter, Passage, Record, UnreviewedPublication
from tests.support.admin import fill_form, record_url
from tests.support.autosave import type_in
from tests.support.reviewing import newest, require_reviews, sent
from tests.support.scheduling import scheduled_withdrawal
from tests.support.world import REQUIRED, a_claim, a_document, a_published, save

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SignIn = Callable[[User], Client]
Roles = tuple[str, ...]

ROLES = ("anonymous", "nobody", "contributor", "editor", "administrator")
STAFF = ("nobody", "contributor", "editor", "administrator")
EDITING = ("contributor", "editor", "administrator")
PUBLISHING = ("editor", "administrator")
ADMINISTRATION = ("administrator",)
KINDS = tuple(REQUIRED)


@dataclass(frozen=True)
class Rule:
    """Who may open an address, and who may send a form to it; everybody else is told 403.

    ``hidden``: for those 404 is as good.
    """

    opened_by: Roles
    sent_by: Roles
    hidden: bool = False


def by(roles: Roles) -> Rule:
    return Rule(roles, roles)


def posted_by(roles: Roles) -> Rule:
    """An address that is not opened, whoever asks."""
    return Rule((), roles, hidden=True)


# The pages of every kind of record, by the last part of their names.
OF_A_RECORD = {
    **dict.fromkeys(("changelist", "add", "change", "history", "compare", "preview", "restore"), by(EDITING)),
    **dict.fromkeys(("delete", "deleted", "undo_deletion"), by(PUBLISHING)),
}
OF_MODELS: Mapping[str, Mapping[str, Rule]] = {
    **dict.fromkeys((f"relations_{kind}" for kind in KINDS), OF_A_RECORD),
    # The list of all entries; each has its form under its own kind.
    "relations_entry": {
        **OF_A_RECORD,
        "add": by(()),
        **dict.fromkeys(("compare", "history", "restore"), Rule((), (), hidden=True)),
    },
    "relations_passage": dict.fromkeys(("changelist", "add", "change", "history", "delete"), by(EDITING)),
    "relations_reference": {
        "changelist": by(STAFF),  # leads to its form
        "change": Rule(EDITING, ADMINISTRATION),
        "history": by(EDITING),
        **dict.fromkeys(("add", "delete"), by(())),
    },
    "auth_user": dict.fromkeys(
        ("changelist", "add", "change", "history", "delete", "password_change"), by(ADMINISTRATION)
    ),
    "auth_group": dict.fromkeys(("changelist", "add", "change", "history", "delete"), by(ADMINISTRATION)),
    # What is stored of attempts to sign in, for superusers alone.
    **{
        f"axes_{model}": dict.fromkeys(("changelist", "add", "change", "history", "delete"), by(()))
        for model in ("accessattempt", "accessfailurelog", "accesslog")
    },
}
RULES: Mapping[str, Rule] = {
    **{f"{model}_{page}": rule for model, pages in OF_MODELS.items() for page, rule in pages.items()},
    **dict.fromkeys(
        ("publish", "publish-on-a-date", "withdraw", "withdraw-on-a-date", "rename", "merge", "unreviewed"),
        by(PUBLISHING),
    ),
    **dict.fromkeys(("send_for_review", "review", "record", "find", "queue", "preview_links"), by(EDITING)),
    **dict.fromkeys(("add_actor", "read_citation", "add_citation", "named_actors"), posted_by(EDITING)),
    "app_list": Rule(EDITING, EDITING, hidden=True),
    "autocomplete": Rule(EDITING, (), hidden=True),
    "schedule": Rule(EDITING, PUBLISHING),
    "letter": by(ADMINISTRATION),
    # What everybody has who may sign in.
    **dict.fromkeys(
        ("index", "logout", "password_change", "a form by its number", "help_index", "help"), by(STAFF)
    ),
    **dict.fromkeys(("password_change_done", "jsi18n"), Rule(STAFF, (), hidden=True)),
    # What is typed is thrown away by who typed it: here that is somebody else.
    "discard": posted_by(()),
    **dict.fromkeys(("view_on_site", "nothing"), Rule((), (), hidden=True)),
}
# Where nobody signs in: to sign in, and by the ticket of a page instead of a cookie.
WITHOUT_ACCOUNT = {"login": (200, 200), "presence": (405, 400), "autosave": (405, 400)}
NAMELESS = {"<path:object_id>/": "a form by its number", "(?P<url>.*)$": "nothing"}


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """The pattern and the name of every address for people with an account."""
    for each in (resolver or get_resolver()).url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, pattern)
        elif isinstance(each, URLPattern) and pattern.startswith(("admin/", "autosave/")):
            ends = (name for end, name in NAMELESS.items() if pattern.endswith(end))
            yield pattern, each.name or next(ends, f"nameless: {pattern}")


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    assert {name for _pattern, name in addresses()} == {*RULES, *WITHOUT_ACCOUNT}


@dataclass(frozen=True)
class World:
    """Records of every kind as drafts, and of each another draft that was deleted; a published event;
    and whatever else an address of the administration can be about.
    """

    drafts: dict[str, Record]
    published: Record
    topic: Record
    parts: dict[str, object]

    def path(self, pattern: str, name: str) -> str:
        """An address with something in it that is there."""
        match = re.match(r"admin/(?:relations|auth|axes)/(\w+)/", pattern)
        kind = match[1] if match else ""
        owner = self.drafts.get("event" if kind == "entry" else kind)
        values = dict(self.parts)
        if owner:
            values["path:object_id"] = owner.working_copy.pk
            values["str:revision_id"] = newest(owner).pk
            values["str:draft_id"] = DeletedDraft.objects.get(kind=owner.kind).pk
        else:
            values["path:object_id"] = values["id"] = self.parts.get(kind, 1)
        pattern = re.sub(r"\^\(\?P<app_label>.*", "relations/", pattern)
        pattern = pattern.replace("(?P<url>.*)$", "nothing")
        return "/" + re.sub("<(.+?)>", lambda part: str(values[part[1]]), pattern)

    def query(self, name: str) -> dict[str, object]:
        about = {"rename": self.topic, "merge": self.topic, "send_for_review": self.drafts["issue"]}
        if name in ("publish", "publish-on-a-date", "preview_links"):
            return {"record": self.drafts["event"].pk}
        if name in ("withdraw", "withdraw-on-a-date") or name in about:
            return {"record": about.get(name, self.published).pk}
        if name == "autocomplete":
            return {"app_label": "relations", "model_name": "claim", "field_name": "passages", "term": ""}
        return {}


@pytest.fixture
def world(ada: User, root: User, signed_in: SignIn) -> World:
    client = signed_in(root)
    published = a_published(slug="held", key="ppppp2", claims=[a_claim(id="pppppppp22")])
    topic = Record.objects.get(kind="topic")
    drafts = {kind: a_second(kind, "here") for kind in KINDS}
    for kind in KINDS:
        url = record_url(a_second(kind, "gone"), "delete")
        client.post(url, fill_form(client.get(url)))
    schedule = scheduled_withdrawal(published, user=ada)
    review = sent(drafts["event"], ada)
    require_reviews()
    publishing.rename(topic, slug="armed-forces")
    typed: Autosave = type_in(client.get(reverse("admin:relations_topic_add")), name="Typed")
    attempt = {"username": "ada", "ip_address": "127.0.0.1"}
    parts = {
        "str:record_id": drafts["event"].pk,
        "str:schedule_id": schedule.pk,
        "str:review_id": review.pk,
        "str:letter_id": Letter.objects.create(user=ada, subject="S", body="B").pk,
        "str:version": UnreviewedPublication.objects.get().pk,
        "str:autosave_id": typed.pk,
        "str:name": "scheduled",
        "path:content_type_id": 1,
        "user": ada.pk,
        "group": Group.objects.first().pk,
        "passage": Passage.objects.first().pk,
        "reference": 1,
        "accessattempt": AccessAttempt.objects.create(failures_since_start=1, **attempt).pk,
        "accessfailurelog": AccessFailureLog.objects.create(**attempt).pk,
        "accesslog": AccessLog.objects.create(**attempt).pk,
    }
    return World(drafts, published, topic, parts)


def a_second(kind: str, word: str) -> Record:
    """Another draft of a kind in a world that has one, of which nothing is the same."""
    values: dict[str, object] = {"slug": f"{word}-{kind}", "key": f"{word}-{kind}"}
    if kind in ("event", "agreement", "issue"):
        values |= {
            "key": f"{kind[1] * 3}{word[0] * 2}2".replace("v", "w"),
            "title": f"{word} {kind}",
            "claims": [],
        }
    elif kind in ("topic", "actor"):
        values["name"] = f"{word} {kind}"
    elif kind == "relationship":
        other = save(a_document("actor", slug=f"side-{word}", name=f"Side {word}"))
        values["sides"] = ["arland", other.key]
    return save(a_document(kind, **values))


def is_refused(status: int, rule: Rule) -> bool:
    return status == 403 or (rule.hidden and status in (404, 405))


@pytest.mark.parametrize("role", ROLES)
def test_an_address_is_opened_and_written_to_by_those_who_may(
    role: str, world: World, as_role: Callable[[str], Client]
) -> None:
    client = as_role(role)
    for pattern, name in addresses():
        if name in WITHOUT_ACCOUNT:
            continue
        path, query, rule = world.path(pattern, name), world.query(name), RULES[name]
        opened, _written = asked(client, "get", path, query)
        sent_, written = asked(client, "post", path, query)
        if role == "anonymous":
            assert opened == 302, path
            assert sent_ in (302, 403), path
            assert not written, path
            continue
        assert opened < 500, path
        assert sent_ < 500, path
        assert is_refused(opened, rule) is (role not in rule.opened_by), (path, opened)
        assert is_refused(sent_, rule) is (role not in rule.sent_by), (path, sent_)
        if role not in rule.sent_by:
            assert not written, path


@pytest.mark.parametrize("role", ROLES)
def test_what_asks_for_no_account_answers_all_alike(role: str, as_role: Callable[[str], Client]) -> None:
    client = as_role(role)
    for name, (opened, sent_) in WITHOUT_ACCOUNT.items():
        path = reverse(name if name == "autosave" else f"admin:{name}")
        if role != "anonymous" and name == "login":
            opened = 302  # to where they were going
        assert asked(client, "get", path, {})[0] == opened, path
        assert asked(client, "post", path, {})[0] == sent_, path


def asked(client: Client, method: str, path: str, query: dict[str, object]) -> tuple[int, list[str]]:
    """The status of an answer, and what was written for it; which is undone."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        session = client.cookies.get("sessionid")
        held = session.value if session else None
        status = getattr(client, method)(path, query).status_code
        transaction.set_rollback(True)
    if held:
        client.cookies["sessionid"] = held  # signing out is undone, too
    written = [
        each["sql"]
        for each in queries
        if re.match("INSERT|UPDATE|DELETE", each["sql"]) and "session" not in each["sql"]
    ]
    return status, written
