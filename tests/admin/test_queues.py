"""The queues: what stands in which, for whom; the first page and the list of a queue say the same."""

from collections.abc import Callable
from itertools import combinations, product
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations import documents, publishing
from relations.admin import gap_queues
from relations.admin.claim_queue import DueClaimsQueue
from relations.admin.queue_list import QUEUES, summarize_queues
from relations.admin.queues import Queue, summarize
from relations.admin.record_queues import MyDraftsQueue, NobodysDraftsQueue, OthersDraftsQueue
from relations.models import Claim, Record
from tests.support.reviewing import save_as, sent
from tests.support.world import a_claim, a_document, a_draft, a_published, a_vocabulary, change, save

pytestmark = pytest.mark.django_db

Person = Callable[[str, str], User]
DRAFT_QUEUES = (MyDraftsQueue(), OthersDraftsQueue(), NobodysDraftsQueue())


def waiting(queue: Queue, user: User) -> set[str]:
    return {str(row.working_copy) for row in queue.rows(user)}


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 8, 9])
def test_the_first_page_says_of_each_queue_what_its_list_says(
    ada: User, ben: User, root: User, count: int
) -> None:
    """Whoever asks after whom: what is asked is put together once for all of a role."""
    drafts = [a_draft("topic", slug=f"t{n}", name=f"T {n}") for n in range(count)]
    for number, draft in enumerate(drafts):
        save_as((ada, ben, root)[number % 3], draft, name=f"Topic {number}")
    publishing.send_for_review(drafts[::2], user=ben)
    publishing.send_back(drafts[0].reviews.get(), user=ada, note="Mend it.")
    change(a_published("event"), title="Changed since")
    Claim.objects.update(review_by="2020-01-01")
    for user in (ada, ben, root, User.objects.create_superuser("boss"), ada):
        queues = [queue for queue in QUEUES if queue.is_for(user)]
        summaries = {summary.name: summary for summary in summarize(queues, user)}
        for queue in queues:
            rows = list(queue.rows(user))
            found = summaries.get(queue.name)
            assert (found.total if found else 0) == len(rows), queue.name
            assert (found.lines if found else []) == queue.describe_all(rows[:8]), queue.name


def test_a_draft_is_in_one_queue_of_them_for_everybody(ada: User, ben: User, root: User) -> None:
    User.objects.filter(pk=root.pk).update(is_active=False)
    for number, author in enumerate((ada, ben, root, None)):
        draft = a_draft("topic", slug=f"t{number}", name=f"T {number}")
        if author:
            save_as(author, draft, name=f"Topic {number}")
            save_as(ada, draft, description="A comma mended.")
    a_published("event")
    for user, others in ((ada, {"Topic 1"}), (ben, {"Topic 0"})):
        found = [waiting(queue, user) for queue in DRAFT_QUEUES]
        assert found[0] == {f"Topic {(ada, ben).index(user)}"}
        assert found[1] == others
        assert found[2] >= {"Topic 2", "T 3"}
        drafts = Record.objects.filter(status=Record.Status.NEVER)
        assert len(drafts) == sum(map(len, found)) == len(set.union(*found))


def test_what_is_with_a_reviewer_is_no_draft_to_go_on_with(ada: User, ben: User) -> None:
    draft = save_as(ben, a_draft("topic", name="T"), name="Trade")
    assert waiting(MyDraftsQueue(), ben) == {"Trade"}
    review = sent(draft, ben)
    assert waiting(MyDraftsQueue(), ben) == set()
    publishing.take_back(review, user=ben)
    assert waiting(MyDraftsQueue(), ben) == {"Trade"}


def a_position(number: int, side: str) -> documents.Document:
    return a_claim(id=f"pppppppp{number:02}".replace("0", "a").replace("1", "b"), kind="position", side=side)


@pytest.mark.long
def test_an_issue_on_one_sides_word_is_what_its_document_says(ada: User) -> None:
    """For every set of quoted sides, and each set of relationships of three states."""
    a_vocabulary()
    save(a_document("actor", name="Cyland", slug="cyland"))
    for pair in (("arland", "cyland"), ("borland", "cyland")):
        save(a_document("relationship", slug="-".join(pair), sides=list(pair)))
    sides = {"arland-borland": ["arland", "borland"], "arland-cyland": ["arland", "cyland"]}
    states = ("arland", "borland", "cyland")
    quoted_sets = [each for size in range(4) for each in combinations(states, size)]
    ties = [each for size in range(3) for each in combinations(sides, size)]
    expected, code = set(), 0
    for number, (quoted, relationships) in enumerate(product(quoted_sets, ties)):
        claims = [a_position(code + place, side) for place, side in enumerate(quoted)]
        code += len(claims)
        title = f"{quoted} {relationships}"
        key = f"sss{chr(97 + number // 20)}{chr(97 + number % 20)}2".replace("l", "z").replace("o", "y")
        save(
            a_document(
                "issue", key=key, slug=f"i{number}", title=title, claims=claims,
                relationships=list(relationships),
            )
        )  # fmt: skip
        word = documents.derive_word(quoted, [sides[each] for each in relationships], only_opinions=False)
        expected |= {title} if word == "one" else set()
    assert expected
    assert waiting(gap_queues.OneSidedQueue(), ada) == expected


def test_a_gap_is_gone_when_it_is_mended(ada: User) -> None:
    event = a_draft("event", claims=[a_claim(citations=[])])
    assert waiting(gap_queues.UncitedQueue(), ada) == {"Summit in Port Arle"}
    assert waiting(gap_queues.UncitedSourcesQueue(), ada) == {"Joint statement"}
    assert waiting(gap_queues.TopicsWithoutIssueQueue(), ada) == {"Defence"}
    change(event, claims=[a_claim()])
    assert waiting(gap_queues.UncitedQueue(), ada) == waiting(gap_queues.UncitedSourcesQueue(), ada) == set()
    a_draft("issue")
    assert waiting(gap_queues.TopicsWithoutIssueQueue(), ada) == set()
    assert waiting(gap_queues.ActorsWithoutDescriptionQueue(), ada) == {"Arland", "Borland"}
    change(Record.objects.get(kind="actor", key="arland"), description="A state.")
    assert waiting(gap_queues.ActorsWithoutDescriptionQueue(), ada) == {"Borland"}
    source = Record.objects.get(kind="source")
    assert waiting(gap_queues.SourcesWithoutDateQueue(), ada) == set()
    change(source, date="")
    assert waiting(gap_queues.SourcesWithoutDateQueue(), ada) == {"Joint statement"}


def test_an_agreement_has_a_state_once_it_reached_a_stage(ada: User) -> None:
    pact = a_draft("agreement")
    assert waiting(gap_queues.AgreementsWithoutStateQueue(), ada) == {"Defence pact"}
    milestone = {"date": "2019", "note": "", "citations": []}
    change(pact, milestones=[{"stage": "amended", **milestone}])
    assert waiting(gap_queues.AgreementsWithoutStateQueue(), ada) == {"Defence pact"}
    change(pact, milestones=[{"stage": "signed", **milestone}])
    assert waiting(gap_queues.AgreementsWithoutStateQueue(), ada) == set()


def test_a_theme_has_the_issues_of_its_topics(ada: User) -> None:
    a_draft("issue")
    save(a_document("topic", slug="security", name="Security"))
    change(Record.objects.get(kind="topic", key="defence"), parent="security")
    assert waiting(gap_queues.TopicsWithoutIssueQueue(), ada) == set()


def test_nothing_is_asked_of_what_was_withdrawn(ada: User) -> None:
    event = a_published("event")
    Claim.objects.update(review_by="2020-01-01")
    assert DueClaimsQueue().rows(ada).count() == 1
    publishing.withdraw([event], reason="Never held.")
    assert DueClaimsQueue().rows(ada).count() == 0


def test_each_sees_what_concerns_them(ada: User, ben: User, person: Person) -> None:
    rita = person("rita", "reviewer")
    save_as(ben, a_draft("topic", name="T", slug="trade"), name="Trade")
    changed = save_as(ben, a_published("event"), title="Changed since")
    save_as(ada, changed, claims=[a_claim(citations=[])])
    names = {
        user: {one.name for group in summarize_queues(user) for one in group.queues}
        for user in (ada, ben, rita)
    }
    assert names[ben] == {"my-drafts", "changed"}
    assert names[rita] == {"drafts-of-others", "changed"}
    assert names[ada] == {"drafts-of-others", "changed", "uncited", "sources-nobody-cites"}


@pytest.mark.database
@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_each_has_its_list(ada: User, signed_in: Callable[[User], Client], queue: Any) -> None:
    if queue.is_for(ada):
        assert signed_in(ada).get(queue.url()).status_code == 200
