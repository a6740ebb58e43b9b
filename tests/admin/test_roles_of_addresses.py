"""Who may do what at every address of the administration, as the URL resolver has them: none is forgotten."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from relations import publishing
from relations.models import (
    Autosave,
    DeletedDraft,
    ErrorReport,
    Letter,
    Passage,
    Record,
    UnreviewedPublication,
)
from tests.support.autosave import type_in
from tests.support.reviewing import newest, require_reviews, sent
from tests.support.scheduling import scheduled_withdrawal
from tests.support.second_factor import demand_second_factor, set_up, verified
from tests.support.world import REQUIRED, a_claim, a_document, a_published, save

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SignIn = Callable[[User], Client]
Roles = tuple[str, ...]

ROLES = ("anonymous", "nobody", "contributor", "reviewer", "editor", "administrator")
STAFF = ("nobody", "contributor", "reviewer", "editor", "administrator")
READING = ("contributor", "reviewer", "editor", "administrator")
EDITING = ("contributor", "editor", "administrator")
PUBLISHING = ("reviewer", "editor", "administrator")
DELETING = ("editor", "administrator")
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
    **dict.fromkeys(("changelist", "history", "compare", "preview"), by(READING)),
    **dict.fromkeys(("add", "restore"), by(EDITING)),
    "change": Rule(READING, EDITING),
    **dict.fromkeys(("delete", "deleted", "undo_deletion"), by(DELETING)),
}
OF_MODELS: Mapping[str, Mapping[str, Rule]] = {
    **dict.fromkeys((f"relations_{kind}" for kind in KINDS), OF_A_RECORD),
    # The list of all entries; each has its form under its own kind.
    "relations_entry": {
        **OF_A_RECORD,
        "add": by(()),
        "change": by(READING),  # leads to that form
        **dict.fromkeys(("compare", "history", "restore"), Rule((), (), hidden=True)),
    },
    "relations_passage": {
        **dict.fromkeys(("changelist", "history"), by(READING)),
        "change": Rule(READING, EDITING),
        **dict.fromkeys(("add", "delete"), by(EDITING)),
    },
    "relations_reference": {
        "changelist": by(STAFF),  # leads to its form
        "change": Rule(READING, ADMINISTRATION),
        "history": by(READING),
        **dict.fromkeys(("add", "delete"), by(())),
    },
    "auth_user": {
        **dict.fromkeys(
            ("changelist", "add", "change", "history", "delete", "password_change"), by(ADMINISTRATION)
        ),
        **dict.fromkeys(("invitation", "second_factor"), posted_by(ADMINISTRATION)),
    },
    "auth_group": dict.fromkeys(("changelist", "add", "change", "history", "delete"), by(ADMINISTRATION)),
}
RULES: Mapping[str, Rule] = {
    **{f"{model}_{page}": rule for model, pages in OF_MODELS.items() for page, rule in pages.items()},
    **dict.fromkeys(
        ("publish", "publish-on-a-date", "withdraw", "withdraw-on-a-date", "rename", "merge", "unreviewed"),
        by(PUBLISHING),
    ),
    **dict.fromkeys(("review", "record", "find"), by(READING)),
    "queue": Rule(READING, (), hidden=True),  # of what is scheduled, which is assigned to nobody
    **dict.fromkeys(("send_for_review", "preview_links", "missing", "propose_topic"), by(EDITING)),
    **dict.fromkeys(("add_actor", "read_citation", "add_citation"), posted_by(EDITING)),
    "named_actors": posted_by(READING),
    "app_list": Rule(READING, READING, hidden=True),
    "autocomplete": Rule(READING, (), hidden=True),
    **dict.fromkeys(("schedule", "error_report"), Rule(READING, PUBLISHING)),
    **dict.fromkeys(("letter", "activity"), by(ADMINISTRATION)),  # of somebody else
    # What everybody has who may sign in.
    **dict.fromkeys(
        ("index", "logout", "password_change", "a form by its number", "help_index", "help", "notices"),
        by(STAFF),
    ),
    **dict.fromkeys(("password_change_done", "jsi18n"), Rule(STAFF, (), hidden=True)),
    # Of one's own.
    **dict.fromkeys(("second_factor", "remove_second_factor"), by(STAFF)),
    "recovery_codes": posted_by(STAFF),
    # What is typed is thrown away by who typed it: here that is somebody else.
    "discard": posted_by(()),
    **dict.fromkeys(("view_on_site", "nothing"), Rule((), (), hidden=True)),
}
# Where nobody signs in: to sign in, by the ticket of a page instead of a cookie, and by a link in a letter.
WITHOUT_ACCOUNT = {
    "login": (200, 200),
    "presence": (405, 400),
    "autosave": (405, 400),
    "invitation": (404, 404),
    "set_password": (410, 410),
    "admin_password_reset": (200, 200),
}
NAMELESS = {
    "<path:object_id>/": "a form by its number",
    "(?P<url>.*)$": "nothing",
    # The links of letters without their last slash.
    "invitation/<path:token>": "invitation",
    "password-reset/<path:token>": "set_password",
}


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
        match = re.match(r"admin/(?:relations|auth)/(\w+)/", pattern)
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
        publishing.delete_draft(a_second(kind, "gone").working_copy, root)
    schedule = scheduled_withdrawal(published, user=ada)
    review = sent(drafts["event"], ada)
    require_reviews()
    publishing.rename(topic, slug="armed-forces")
    typed: Autosave = type_in(client.get(reverse("admin:relations_topic_add")), name="Typed")
    parts = {
        "str:record_id": drafts["event"].pk,
        "str:schedule_id": schedule.pk,
        "str:review_id": review.pk,
        "str:report_id": ErrorReport.objects.create(
            record=published, edition=published.current_edition, claim="pppppppp22", text="It was wrong."
        ).pk,
        "str:letter_id": Letter.objects.create(user=ada, subject="S", body="B").pk,
        "str:version": UnreviewedPublication.objects.get().pk,
        "str:autosave_id": typed.pk,
        "str:user_id": ada.pk,
        "str:name": "scheduled",
        "path:content_type_id": 1,
        "user": ada.pk,
        "group": Group.objects.create(name="translators").pk,
        "passage": Passage.objects.first().pk,
        "reference": 1,
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


WITH_SECOND_FACTOR = tuple(f"{role}, second factor" for role in ("contributor", "administrator"))


@pytest.mark.parametrize("who", [*ROLES, *WITH_SECOND_FACTOR])
def test_an_address_is_opened_and_written_to_by_those_who_may(
    who: str, world: World, as_role: Callable[[str], Client]
) -> None:
    role, _comma, has_second_factor = who.partition(", ")
    client = as_role(role)
    if has_second_factor:
        verified(client, User.objects.get(username="carol"))
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


# What who lacks the second factor may open, by what is missing, and send to.
BEFORE_A_CODE = {"logout": ((405,), (200,))}
BEFORE_SET_UP = {
    **BEFORE_A_CODE,
    "second_factor": ((200,), (200,)),
    **dict.fromkeys(("help_index", "help"), ((200, 404), (200, 404))),
}


@pytest.mark.parametrize("missing", ["code", "set up"])
def test_by_a_password_alone_no_address_is_opened_or_written_to(
    missing: str, world: World, root: User, signed_in: SignIn
) -> None:
    root.is_superuser = True
    root.save()
    client = signed_in(root)
    if missing == "code":  # in a session that is older than the second factor
        set_up(root)
    else:
        demand_second_factor("administrator")
    open_ones = BEFORE_A_CODE if missing == "code" else BEFORE_SET_UP
    for pattern, name in addresses():
        if name in WITHOUT_ACCOUNT:
            continue
        path, query = world.path(pattern, name), world.query(name)
        opened, sent_ = open_ones.get(name, ((302,), (302, 403)))
        status, _written = asked(client, "get", path, query)
        assert status in opened, path
        status, written = asked(client, "post", path, query)
        assert status in sent_, path
        assert not written or name == "logout", path


@pytest.mark.parametrize("role", ROLES)
def test_what_asks_for_no_account_answers_all_alike(role: str, as_role: Callable[[str], Client]) -> None:
    client = as_role(role)
    for name, (opened, sent_) in WITHOUT_ACCOUNT.items():
        args = ["no-token"] if name in ("invitation", "set_password") else []
        is_outside = name in ("autosave", "admin_password_reset")
        path = reverse(name if is_outside else f"admin:{name}", args=args)
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
