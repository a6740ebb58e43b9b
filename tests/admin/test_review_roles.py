"""Who may do what in reviewing: every address and every act, for every role."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations import publishing
from relations.models import Comment, Edition, Record, Reference, Review, UnreviewedPublication
from relations.publishing import NewComment
from tests.support.admin import action_url, form_fields, main_content
from tests.support.reviewing import require_reviews, save_as, sent
from tests.support.world import a_published

ROLES = ("anonymous", "nobody", "contributor", "editor", "administrator")
EDITING = ("contributor", "editor", "administrator")
PUBLISHING = ("editor", "administrator")
ADMINISTRATION = ("administrator",)
Person = Callable[[str, str], User]


@dataclass
class World:
    """An event that Ada has changed and sent, with a comment of Dan's; its withdrawal was not reviewed."""

    record: Record
    review: Review
    thread: Comment
    unreviewed: int
    ada: User


@pytest.fixture
def world(ada: User, person: Person) -> World:
    record = a_published()
    require_reviews()
    publishing.withdraw([Record.objects.get(key="vvvvv2")], user=ada, reason="For a while.")
    save_as(ada, record, summary="As Ada has it.")
    review = sent(record, ada)
    publishing.comment(review.revision, user=person("dan", "editor"), new=[NewComment("", "Why?")])
    return World(record, review, Comment.objects.get(), UnreviewedPublication.objects.get().pk, ada)


PAGES: dict[str, tuple[Callable[[World], str], tuple[str, ...]]] = {
    "send": (lambda world: action_url("send_for_review", world.record), EDITING),
    "review": (lambda world: f"/admin/review/{world.review.pk}/", EDITING),
    "publish": (lambda world: action_url("publish", world.record), PUBLISHING),
    "without review": (lambda world: f"/admin/without-review/{world.unreviewed}/", PUBLISHING),
    "for my review": (lambda world: "/admin/queues/for-my-review/", PUBLISHING),
    "sent back": (lambda world: "/admin/queues/sent-back/", EDITING),
    "with a reviewer": (lambda world: "/admin/queues/with-a-reviewer/", EDITING),
    "approved": (lambda world: "/admin/queues/approved/", EDITING),
    "queue without review": (lambda world: "/admin/queues/without-review/", PUBLISHING),
    "deletion of an account": (lambda world: f"/admin/auth/user/{world.ada.pk}/delete/", ADMINISTRATION),
}


def seen(world: World) -> dict[str, Any]:
    world.record.refresh_from_db()
    return {"state_token": f"waiting.{world.record.edition_id}"}


def posted(client: Client, world: World, button: str, **values: Any) -> Any:
    return client.post(f"/admin/review/{world.review.pk}/", {**seen(world), "button": button, **values})


def send(client: Client, world: World) -> None:
    page = client.get(action_url("send_for_review", world.record))
    form = main_content(page).find("form", method="post") if page.status_code == 200 else None
    data = form_fields(form) if form else {"record": str(world.record.pk)}
    client.post("/admin/send_for_review/", data)


def publish(client: Client, world: World, **values: Any) -> None:
    page = client.get(action_url("publish", world.record))
    form = main_content(page).find("form", method="post") if page.status_code == 200 else None
    data = form_fields(form) if form else {"record": str(world.record.pk)}
    client.post("/admin/publish/", data | {name: [value] for name, value in values.items()})


def require(client: Client, world: World) -> None:
    url = "/admin/relations/reference/1/change/"
    page = client.get(url)
    form = main_content(page).find("form", id="reference_form") if page.status_code == 200 else None
    data = form_fields(form) if form else {"title": "T", "licence": "L"}
    data.pop("review_required", None)
    client.post(url, data)


def state(world: World) -> str:
    world.review.refresh_from_db()
    return world.review.state


# What is done, whether it was, and who may.
ACTS: dict[str, tuple[Callable[[Client, World], Any], Callable[[World], bool], tuple[str, ...]]] = {
    "send": (send, lambda world: Review.objects.filter(record=world.record).count() == 2, EDITING),
    "comment": (
        lambda client, world: posted(client, world, "comment", **{"comment-": "Because."}),
        lambda world: Comment.objects.filter(parent=None).count() == 2,
        EDITING,
    ),
    "answer": (
        lambda client, world: posted(client, world, "comment", **{f"reply-{world.thread.pk}": "So."}),
        lambda world: world.thread.replies.exists(),
        EDITING,
    ),
    "resolve": (
        lambda client, world: posted(client, world, "comment", resolve=world.thread.pk),
        lambda world: not Comment.objects.open().exists(),
        EDITING,
    ),
    "approve": (
        lambda client, world: posted(client, world, "approve"),
        lambda world: state(world) == "approved",
        PUBLISHING,
    ),
    "approve and publish": (
        lambda client, world: posted(client, world, "approve_and_publish"),
        lambda world: state(world) == "approved",
        PUBLISHING,
    ),
    "send back": (
        lambda client, world: posted(client, world, "send_back", note="No."),
        lambda world: state(world) == "sent-back",
        PUBLISHING,
    ),
    "take back another's": (
        lambda client, world: posted(client, world, "take_back"),
        lambda world: state(world) != "waiting",
        (),
    ),
    "publish what is not approved": (
        lambda client, world: publish(client, world, note="N"),
        lambda world: Edition.objects.filter(record=world.record, number=3).exists(),
        (),
    ),
    "publish without review": (
        lambda client, world: publish(client, world, note="N", without_review="Because."),
        lambda world: Edition.objects.filter(record=world.record, number=3).exists(),
        ADMINISTRATION,
    ),
    "mark as seen": (
        lambda client, world: client.post(f"/admin/without-review/{world.unreviewed}/"),
        lambda world: not UnreviewedPublication.objects.unseen().exists(),
        PUBLISHING,
    ),
    "require reviews no more": (
        require,
        lambda world: not Reference.objects.current().review_required,
        ADMINISTRATION,
    ),
    "deactivate an account": (
        lambda client, world: client.post(
            f"/admin/auth/user/{world.ada.pk}/delete/", {"deactivate": "Deactivate instead"}
        ),
        lambda world: not User.objects.get(pk=world.ada.pk).is_active,
        ADMINISTRATION,
    ),
}


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_reviewing_are_for_those_who_need_them(
    role: str, world: World, as_role: Callable[[str], Client]
) -> None:
    client = as_role(role)
    for name, (url, allowed) in PAGES.items():
        status = 302 if role == "anonymous" else 200 if role in allowed else 403
        assert client.get(url(world)).status_code == status, name


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_acts_of_reviewing_are_done_by_those_who_may(
    role: str, act: str, world: World, as_role: Callable[[str], Client]
) -> None:
    do, is_done, allowed = ACTS[act]
    assert not is_done(world)
    do(as_role(role), world)
    assert is_done(world) is (role in allowed)
