"""What waits in a queue is assigned to somebody, stands on their first page, and is gone with its cause."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations import publishing
from relations.admin.account_deletion import deactivate
from relations.admin.assignments import AssignedQueue, AssignmentOutcome, assign, assignees
from relations.admin.claim_queue import DueClaimsQueue
from relations.admin.gap_queues import UncitedQueue
from relations.admin.people.roles import give_role
from relations.admin.queue_list import ASSIGNABLE
from relations.admin.queues import Queue
from relations.admin.record_queues import ChangedQueue, OthersDraftsQueue
from relations.models import Assignment, Record
from tests.support.admin import fill_form, main_content, messages_on, parse_html, text_of
from tests.support.reviewing import save_as
from tests.support.world import a_claim, a_draft, a_published, change

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
Person = Callable[[str, str], User]
UNCITED = UncitedQueue()


@pytest.fixture
def draft(db: None) -> Record:
    return a_draft("event", claims=[a_claim(citations=[])])


def assigned_to(user: User) -> list[str]:
    queue = AssignedQueue(ASSIGNABLE)
    return [f"{line.name}: {line.detail}" for line in queue.describe_all(queue.rows(user))]


def tick(client: Client, queue: Queue, to: object, *records: Record) -> Any:
    page = client.get(queue.url())
    ticked = [str(record.pk) for record in records]
    return client.post(queue.url(), fill_form(page, to=to) | {"record": ticked}, follow=True)


def test_who_it_is_assigned_to_sees_it_until_it_is_done(
    draft: Record, ada: User, ben: User, signed_in: SignIn
) -> None:
    answer = tick(signed_in(ada), UNCITED, ben.pk, draft)
    assert messages_on(answer) == ["1 record is assigned to ben."]
    assert "assigned to ben by ada, since " in text_of(main_content(answer))
    page = parse_html(signed_in(ben).get("/admin/"))
    yours = page.find("section", attrs={"aria-labelledby": "assigned-heading"})
    assert text_of(yours.h3) == "Assigned to you (1)"
    assert text_of(yours.select_one(".quiet")).startswith(
        "With a claim that cites nothing · assigned to you by ada, since "
    )
    change(draft, claims=[a_claim()])
    assert assigned_to(ben) == []


def test_it_is_given_to_another_or_to_nobody_again(draft: Record, ada: User, ben: User, root: User) -> None:
    assign(UNCITED, [draft.pk], ben, by=ada)
    assign(UNCITED, [draft.pk], root, by=ada)
    assert assigned_to(ben) == []
    assert len(assigned_to(root)) == 1
    assign(UNCITED, [draft.pk], None, by=ada)
    assert not Assignment.objects.exists()


def test_only_what_waits_there_is_assigned_by_who_may_change_it(
    draft: Record, ada: User, ben: User, person: Person
) -> None:
    other = a_draft("event", key="vvvvv3", slug="b", title="With a citation", claims=[])
    rita = person("rita", "reviewer")
    assert assign(UNCITED, [draft.pk, other.pk, 10**9], ben, by=rita) == AssignmentOutcome()
    assert assign(UNCITED, [draft.pk, other.pk, 10**9], ben, by=ben) == AssignmentOutcome(done=[draft])


@pytest.mark.long
def test_who_publishes_nothing_takes_for_themselves_what_nobody_has(
    draft: Record, ada: User, ben: User, person: Person, signed_in: SignIn
) -> None:
    ron, client = person("ron", "contributor"), signed_in(ben)
    offered = [text_of(option) for option in main_content(client.get(UNCITED.url())).select("option")]
    assert offered == ["choose", "yourself", "nobody: it is everybody’s again"]
    assert messages_on(tick(client, UNCITED, ron.pk, draft)) == ["Choose who is to do it."]
    for sent in (ben.pk, "nobody", ben.pk):
        tick(client, UNCITED, sent, draft)
        assert len(assigned_to(ben)) == (sent == ben.pk)
    for sent in (ron.pk, "nobody"):
        answer = tick(signed_in(ron), UNCITED, sent, draft)
        assert messages_on(answer) == ["1 record stays with who has it: only an editor gives it to another."]
    assert len(assigned_to(ben)) == 1
    tick(signed_in(ada), UNCITED, ron.pk, draft)
    assert (assigned_to(ben), len(assigned_to(ron))) == ([], 1)


def test_a_draft_is_not_assigned_to_who_began_it(ada: User, person: Person, signed_in: SignIn) -> None:
    carol = person("carol", "editor")
    hers = save_as(carol, a_draft("event"), title="Carol's draft")
    answer = tick(signed_in(ada), OthersDraftsQueue(), carol.pk, hers)
    assert messages_on(answer) == ["1 record is not assigned: this list does not show it to carol."]
    assert not Assignment.objects.exists()


def test_what_was_ticked_stays_ticked_while_it_is_not_said_who_is_to_do_it(
    draft: Record, ada: User, signed_in: SignIn
) -> None:
    answer = tick(signed_in(ada), UNCITED, "", draft)
    assert messages_on(answer) == ["Choose who is to do it."]
    assert [box["value"] for box in main_content(answer).select("input[checked]")] == [str(draft.pk)]


def test_the_list_of_claims_says_that_an_entry_is_assigned_as_a_whole(ada: User, signed_in: SignIn) -> None:
    claims = [a_claim(id=f"cccccccc2{n}", review_by="2020-01-31") for n in "23"]
    entry = a_draft("event", claims=claims)
    client = signed_in(ada)
    answer = tick(client, DueClaimsQueue(), ada.pk, entry)
    page = main_content(answer)
    assert "An entry is assigned as a whole" in text_of(page)
    assert [text_of(line).count("assigned to ada") for line in page.select(".record-list li")] == [1, 1]


def test_who_cannot_change_it_is_offered_no_way_to_assign_it(
    draft: Record, person: Person, signed_in: SignIn, ben: User
) -> None:
    save_as(ben, draft, title="Ben's draft")
    rita = signed_in(person("rita", "reviewer"))
    page = main_content(rita.get(OthersDraftsQueue().url()))
    assert [text_of(link) for link in page.select(".record-list a")] == ["Ben's draft"]
    assert page.select("input, select, button") == []
    assert rita.post(OthersDraftsQueue().url(), {"record": draft.pk, "to": ben.pk}).status_code == 403


def test_it_is_assigned_to_those_alone_who_see_the_queue_and_write(
    ada: User, ben: User, root: User, person: Person
) -> None:
    person("rita", "reviewer")
    assert set(assignees(UNCITED)) == {ada, ben, root}
    assert set(assignees(OthersDraftsQueue())) == {ada, root}
    deactivate([ada], root)
    assert set(assignees(UNCITED)) == {ben, root}
    ben.set_unusable_password()  # as of who was invited and has not come yet
    ben.save()
    assert set(assignees(UNCITED)) == {root}


def test_what_was_assigned_to_the_deactivated_is_everybodys_again(
    draft: Record, ada: User, ben: User, root: User, signed_in: SignIn
) -> None:
    assign(UNCITED, [draft.pk], ben, by=ada)
    deactivate([ben], root)
    page = text_of(main_content(signed_in(ada).get(UNCITED.url())))
    assert "Summit in Port Arle" in page
    assert "ben" not in page


@pytest.mark.parametrize("role", ["", "reviewer"])
def test_what_was_assigned_to_who_may_not_do_it_any_more_is_everybodys_again(
    draft: Record, ada: User, ben: User, signed_in: SignIn, role: str
) -> None:
    assign(UNCITED, [draft.pk], ben, by=ada)
    give_role(ben, role)
    ben = User.objects.get(pk=ben.pk)
    page = text_of(main_content(signed_in(ada).get(UNCITED.url())))
    assert "Summit in Port Arle" in page
    assert "assigned to ben" not in page
    assert assigned_to(ben) == []


def test_what_is_changed_again_after_it_was_published_is_nobodys(ada: User, ben: User, root: User) -> None:
    changed = save_as(ben, a_published("event"), title="Changed")
    assign(ChangedQueue(), [changed.pk], root, by=ada)
    assert len(assigned_to(root)) == 1
    publishing.publish([changed], user=ada, note="Changed.")
    assert assigned_to(root) == []
    save_as(ben, changed, title="Changed again")
    assert assigned_to(root) == []


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"to": "", "record": "1"}, "Choose who is to do it."),
        ({"to": "x", "record": "1"}, "Choose who is to do it."),
        ({"to": "9" * 30, "record": "1"}, "Choose who is to do it."),
        ({"to": "nobody"}, "Choose at least one."),
        ({"to": "nobody", "record": ["x", "9" * 30]}, "Choose at least one."),
        ({"to": "nobody", "record": "0"}, "None of them waits here any more, or you may not change them."),
    ],
)
def test_what_cannot_be_done_is_said(
    ada: User, signed_in: SignIn, sent: dict[str, object], words: str
) -> None:
    assert messages_on(signed_in(ada).post(UNCITED.url(), sent, follow=True)) == [words]


def test_a_list_is_as_many_queries_for_one_as_for_nine(
    ada: User, ben: User, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = signed_in(ada)
    for count in (1, 9):
        drafts = [a_draft("topic", slug=f"t{n}", name=f"Topic {n}") for n in range(count)]
        for each in drafts:
            save_as(ben, each, description="Ben's.")
        queue = OthersDraftsQueue()
        assign(queue, [each.pk for each in drafts], ada, by=ada)
        with django_assert_num_queries(7):
            page = main_content(client.get(queue.url()))
        assert len(page.select(".record-list li")) == count
