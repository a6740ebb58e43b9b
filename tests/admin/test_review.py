"""The page of a review, what forms say of it, and the page of what went out without one."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import Tag
from django.contrib.auth.models import User
from django.test import Client

from relations import publishing
from relations.admin.queue_list import QUEUES
from relations.admin.queues import summarize
from relations.models import (
    Comment,
    Edition,
    Passage,
    Publication,
    Record,
    Reference,
    Review,
    UnreviewedPublication,
    VersionCounter,
)
from relations.publishing import NewComment
from tests.support.admin import (
    action_url,
    change_url,
    changelist_url,
    fill_form,
    form_errors,
    main_content,
    messages_on,
    page_form,
    parse_html,
    submit_action,
    text_of,
)
from tests.support.reviewing import newest, require_reviews, save_as, sent
from tests.support.scheduling import scheduled_withdrawal
from tests.support.world import CITATION, a_claim, a_draft, a_published

SignIn = Callable[[User], Client]
Person = Callable[[str, str], User]
CLAIM = "claims/cccccccc22"
COUNT = ".open-comment-count"


@pytest.fixture
def carol(person: Person) -> User:
    return person("carol", "editor")


@pytest.fixture
def record(ada: User) -> Record:
    """A published event that Ada has changed since."""
    claims = [a_claim(text="The two states met twice."), a_claim(id="dddddddd22", text="They ate.")]
    return save_as(ada, a_published(), claims=claims, place="Port Arle")


@pytest.fixture
def review(record: Record, ada: User) -> Review:
    return sent(record, ada)


def url_of(review: Review) -> str:
    return f"/admin/review/{review.pk}/"


def pressed(client: Client, review: Review, button: str, **values: Any) -> Any:
    """Fill in the page of a review and press a button; names are as in the form."""
    filled = fill_form(client.get(url_of(review)), button=button)
    return client.post(url_of(review), filled | {name: [str(value)] for name, value in values.items()})


def part(page: Any, anchor: str) -> Tag:
    found = main_content(page).find("section", attrs={"aria-labelledby": f"part-{anchor}"})
    assert isinstance(found, Tag)
    return found


@pytest.mark.long
def test_approving_says_how_many_comments_are_open(
    ada: User, carol: User, signed_in: SignIn, review: Review
) -> None:
    def said(user: User) -> list[str]:
        return [text_of(each) for each in main_content(signed_in(user).get(url_of(review))).select(COUNT)]

    assert said(carol) == []
    publishing.comment(review.revision, user=carol, new=[NewComment("", "Why?"), NewComment(CLAIM, "Where?")])
    assert said(carol) == ["2 comments are open, and stay so when you approve."]
    assert said(ada) == []
    publishing.comment(review.revision, user=carol, resolved=[Comment.objects.first().pk])
    assert said(carol) == ["One comment is open, and stays so when you approve."]
    pressed(signed_in(carol), review, "approve")
    review.refresh_from_db()
    assert review.state == Review.State.APPROVED


# Sending


@pytest.mark.long
def test_a_contributor_sends_a_draft_from_its_form(ben: User, carol: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ben)
    url = change_url(record)
    saved = client.post(url, fill_form(client.get(url), title="Typed last") | {"_review": ["1"]})
    assert saved.url == action_url("send_for_review", record)
    page = client.get(saved.url)
    assert "Joint statement" in text_of(main_content(page).select_one("ul.targets"))
    done = client.post("/admin/send_for_review/", fill_form(page, reviewer=carol.pk))
    assert done.url == url
    review = Review.objects.get(record=record)
    assert (review.asked_by, review.reviewer, review.revision) == (ben, carol, newest(record))
    assert "With carol since" in text_of(main_content(client.get(url)).select_one(".review-state"))


def test_who_has_changed_it_is_not_offered_as_a_reviewer(
    record: Record, ada: User, carol: User, ben: User, signed_in: SignIn
) -> None:
    page = signed_in(ben).get(action_url("send_for_review", record))
    offered = [text_of(option) for option in page_form(page).select("select[name=reviewer] option")]
    assert offered == ["Anybody who may approve it", "carol"]


def test_a_reviewer_who_cannot_is_refused_at_the_field(
    record: Record, ada: User, ben: User, signed_in: SignIn
) -> None:
    client = signed_in(ada)
    refused = client.post(
        "/admin/send_for_review/",
        fill_form(client.get(action_url("send_for_review", record)), reviewer=ben.pk),
    )
    assert form_errors(refused)
    assert not Review.objects.exists()


def test_several_are_sent_from_a_list(ada: User, signed_in: SignIn) -> None:
    records = [
        a_draft("event"),
        a_draft("event", key="vvvvv3", slug="another", claims=[a_claim(id="dddddddd22")]),
    ]
    client = signed_in(ada)
    chosen = [str(record.working_copy.pk) for record in records]
    asked = client.post(
        changelist_url("event"), {"action": "send_selected_for_review", "_selected_action": chosen}
    )
    assert client.post("/admin/send_for_review/", fill_form(asked)).url == changelist_url("event")
    assert Review.objects.filter(record__in=records).count() == 2


def test_what_has_not_changed_is_offered_to_nobody_for_review(ada: User, signed_in: SignIn) -> None:
    same = a_published("event")
    draft = a_draft("event", key="vvvvv3", slug="another", claims=[a_claim(id="dddddddd22")])
    client = signed_in(ada)
    page = main_content(client.get(action_url("send_for_review", same)))
    assert "Nothing has changed since it was published." in text_of(page)
    assert page.find("form", method="post") is None
    both = main_content(client.get(action_url("send_for_review", same, draft)))
    assert both.find("form", method="post") is None
    button = both.find("input", value="Go on with the one that is ready")
    assert [field["value"] for field in button.find_parent("form").select("[name=record]")] == [str(draft.pk)]


def test_what_is_to_be_withdrawn_is_sent_for_review_as_it_is(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    scheduled_withdrawal(record, user=ada)
    page = main_content(signed_in(ada).get(action_url("send_for_review", record)))
    assert "comes back as it is" in text_of(page)
    assert page.find("form", method="post")


# Reading


def test_a_claim_stands_beside_what_its_source_says(review: Review, carol: User, signed_in: SignIn) -> None:
    Passage.objects.filter(locator=CITATION["locator"]).update(excerpt="We met two times.")
    page = signed_in(carol).get(url_of(review))
    changed = part(page, CLAIM)
    assert text_of(changed.find("ins")) == "[added: twice ]"
    assert text_of(changed.blockquote) == "We met two times."
    assert "Joint statement" in text_of(changed.select_one(".review-sources"))
    added = part(page, "claims/dddddddd22")
    assert text_of(added.h2) == "Claim 2 added"
    assert "They ate." in text_of(added)
    assert text_of(part(page, "place").h2) == "Place added" or "changed" in text_of(part(page, "place").h2)
    same = main_content(page).select_one("details.same-fields")
    assert "Summit in Port Arle" in text_of(same)


def test_a_first_edition_is_read_whole(ada: User, carol: User, signed_in: SignIn) -> None:
    review = sent(a_draft(), ada)
    page = signed_in(carol).get(url_of(review))
    assert "this is the first edition" in text_of(main_content(page))
    assert "The two states met." in text_of(part(page, CLAIM))
    assert main_content(page).find("ins") is None


def test_a_claim_that_is_gone_is_listed_as_removed(
    record: Record, ada: User, carol: User, signed_in: SignIn
) -> None:
    save_as(ada, record, claims=[a_claim(id="dddddddd22", text="They ate.")])
    page = signed_in(carol).get(url_of(sent(record, ada)))
    assert "The two states met." in text_of(part(page, "removed").find("del"))


def test_what_was_saved_after_it_was_sent_is_said_and_not_shown(
    record: Record, review: Review, ada: User, carol: User, signed_in: SignIn
) -> None:
    save_as(ada, record, place="Elsewhere")
    page = signed_in(carol).get(url_of(review))
    assert "It was changed since" in text_of(main_content(page).select_one(".notice"))
    assert "Port Arle" in text_of(part(page, "place"))
    compared = main_content(page).select_one(".notice a")["href"]
    assert "Elsewhere" in text_of(main_content(signed_in(carol).get(compared)))


def test_a_second_review_leads_to_what_changed_since_the_first(
    record: Record, review: Review, ada: User, carol: User, signed_in: SignIn
) -> None:
    publishing.send_back(review, user=carol, note="Which port?")
    save_as(ada, record, place="Port Arle, the old one")
    page = signed_in(carol).get(url_of(sent(record, ada)))
    compared = main_content(page).select_one(".notice a")["href"]
    assert "the old one" in text_of(main_content(signed_in(carol).get(compared)))


def test_a_decided_review_can_still_be_read(
    record: Record, review: Review, ada: User, carol: User, signed_in: SignIn
) -> None:
    publishing.approve([review], user=carol, note="Well said.")
    publishing.publish([record], note="Better.")
    page = signed_in(ada).get(url_of(review))
    assert "carol approved it" in text_of(main_content(page))
    assert "Well said." in text_of(main_content(page))
    assert text_of(part(page, CLAIM).find("ins")) == "[added: twice ]"
    assert not main_content(page).select("button[value=approve]")


# Commenting


@pytest.mark.long
def test_comments_stand_where_they_belong(review: Review, ada: User, carol: User, signed_in: SignIn) -> None:
    values = {f"comment-{CLAIM}": "Twice?", f"quote-{CLAIM}": "met twice", "comment-place": "Which port?"}
    done = pressed(signed_in(carol), review, "comment", **values)
    assert done.url == url_of(review)
    client = signed_in(ada)
    page = client.get(done.url)
    assert "on: “met twice”" in text_of(part(page, CLAIM).select_one(".thread"))
    thread = Comment.objects.get(anchor="place")
    pressed(client, review, "comment", **{f"reply-{thread.pk}": "The old one.", "resolve": thread.pk})
    page = client.get(url_of(review))
    assert "The old one." in text_of(part(page, "place"))
    assert "Resolved by ada" in text_of(part(page, "place"))


def test_comments_follow_their_claim_and_say_when_its_words_are_gone(
    record: Record, review: Review, ada: User, carol: User, signed_in: SignIn
) -> None:
    said = [
        NewComment(CLAIM, "Twice?", "met twice"),
        NewComment(CLAIM, "Which states?", "two states"),
        NewComment("claims/dddddddd22", "What?"),
        NewComment("", "Well done."),
    ]
    publishing.comment(review.revision, user=carol, new=said)
    moved = [a_claim(id="eeeeeeee22", text="New."), a_claim(text="The two states met two times.")]
    save_as(ada, record, claims=moved)
    page = signed_in(carol).get(url_of(sent(record, ada)))
    threads = [text_of(thread) for thread in part(page, CLAIM).select(".thread")]
    assert "on: “met twice” (changed)" in threads[0]
    assert "(changed)" not in threads[1]
    assert "on: “They ate.” (removed)" in text_of(part(page, "removed").select_one(".thread"))
    assert "Well done." in text_of(part(page, ""))
    form = main_content(signed_in(ada).get(change_url(record)))
    listed = form.select(".open-comments li")
    assert [text_of(item.find("a") or item)[:7] for item in listed[-2:]] == ["Claim 2", "Claim 2"]
    assert listed[-1].a["href"] == "#claim-cccccccc22"
    assert form.find(id="claim-cccccccc22")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({f"quote-{CLAIM}": "three states", f"comment-{CLAIM}": "Who?"}, "These words do not stand there."),
        ({f"quote-{CLAIM}": "two states"}, "Say something about these words."),
        ({f"comment-{CLAIM}": "x" * 5001}, "at most 5000 characters"),
    ],
)
def test_what_is_wrong_with_a_comment_is_said_beside_it_and_nothing_is_done(
    review: Review, carol: User, signed_in: SignIn, typed: dict[str, str], words: str
) -> None:
    refused = pressed(signed_in(carol), review, "approve", note="Good.", **typed)
    assert refused.status_code == 200
    assert words in text_of(part(refused, CLAIM).select_one(".errornote"))
    assert text_of(main_content(refused).find(id="note")) == "Good."
    assert not Comment.objects.exists()
    review.refresh_from_db()
    assert review.is_open


def test_forged_fields_are_answered_in_words(review: Review, carol: User, signed_in: SignIn) -> None:
    client = signed_in(carol)
    forged = {
        "comment-": "\0Good.",
        "comment-nothing/here": "Where?",
        f"comment-{'x' * 200}": "x",
        "reply-abc": "x",
        f"reply-{9**19}": "x",
        "resolve": "x",
        "together": "9" * 30,
        "button": "dance",
    }
    seen = fill_form(client.get(url_of(review)))["state_token"]
    refused = client.post(url_of(review), {"state_token": seen, **forged})
    assert text_of(main_content(refused).find(id="comment-")) == "Good. Where?"
    assert client.post(url_of(review), fill_form(refused, button="dance")).status_code == 302
    assert Comment.objects.get().anchor == ""
    for address in ("x", "0", "9" * 30):
        assert client.get(f"/admin/review/{address}/").status_code == 404
        assert client.get(f"/admin/without-review/{address}/").status_code == 404


# Deciding


def test_comments_and_decision_go_together(review: Review, carol: User, signed_in: SignIn) -> None:
    done = pressed(signed_in(carol), review, "send_back", **{"comment-place": "Which?", "note": "See below."})
    assert done.status_code == 302
    review.refresh_from_db()
    assert (review.state, review.note) == (Review.State.SENT_BACK, "See below.")
    assert Comment.objects.get().text == "Which?"


def test_sending_back_without_words_keeps_the_rest_on_the_page(
    review: Review, carol: User, signed_in: SignIn
) -> None:
    refused = pressed(signed_in(carol), review, "send_back", **{"comment-place": "Which?"})
    assert text_of(main_content(refused).find(id="error-note")) == "Say what is to be done."
    assert text_of(main_content(refused).find(id="comment-place")) == "Which?"
    assert not Comment.objects.exists()


def test_what_came_back_is_said_on_its_form(
    record: Record, review: Review, ada: User, carol: User, signed_in: SignIn
) -> None:
    publishing.send_back(review, user=carol, note="Which page?")
    line = text_of(main_content(signed_in(ada).get(change_url(record))).select_one(".review-state"))
    assert line.startswith("Sent back by carol")
    assert "“Which page?”" in line


def test_an_approval_goes_on_to_publication(review: Review, carol: User, signed_in: SignIn) -> None:
    client = signed_in(carol)
    done = pressed(client, review, "approve_and_publish")
    assert done.url == action_url("publish", review.record)
    assert messages_on(client.get(done.url)) == ["“Summit in Port Arle” is approved."]


def test_what_goes_out_with_it_is_approved_with_it_where_ticked(
    ada: User, carol: User, person: Person, signed_in: SignIn
) -> None:
    record = a_draft()
    save_as(carol, Record.objects.get(kind="topic"), description="By Carol.")
    review = sent(record, ada)
    client = signed_in(carol)
    page = client.get(url_of(review))
    ticked = main_content(page).select("input[name=together]")
    assert len(ticked) == Review.objects.waiting().count() - 2
    companions = text_of(part(page, "companions"))
    assert "Who has changed it since its last edition" in companions
    assert "Joint statement" in companions
    filled = fill_form(page, button="approve")
    left_out = filled["together"].pop()
    client.post(url_of(review), filled)
    waiting = set(Review.objects.waiting().values_list("pk", flat=True))
    assert waiting == {int(left_out), Review.objects.get(record__kind="topic").pk}


def test_who_wrote_is_told_why_they_cannot_approve(
    record: Record, ada: User, carol: User, signed_in: SignIn
) -> None:
    save_as(carol, record, place="Port Arle, mended")
    review = sent(record, carol)
    page = signed_in(ada).get(url_of(review))
    assert "Who has changed it since its last edition" in text_of(main_content(page))
    assert not main_content(page).select("button[value=approve]")
    refused = pressed(signed_in(ada), review, "approve")
    assert "Who has changed it" in text_of(main_content(refused).select_one(".refusal"))


@pytest.mark.long
def test_who_wrote_what_was_withdrawn_is_neither_asked_nor_heard(
    record: Record, ada: User, ben: User, carol: User, signed_in: SignIn
) -> None:
    publishing.publish([record], note="Better.")
    publishing.withdraw([record], reason="For a while.")
    client = signed_in(ben)
    page = client.get(action_url("send_for_review", record))
    offered = [text_of(option) for option in page_form(page).select("select[name=reviewer] option")]
    assert offered == ["Anybody who may approve it", "carol"]
    client.post("/admin/send_for_review/", fill_form(page))
    review = Review.objects.get()
    page = signed_in(ada).get(url_of(review))
    assert "Who has written any of it cannot approve it after a withdrawal" in text_of(main_content(page))
    assert not main_content(page).select("button[value=approve]")
    pressed(signed_in(ada), review, "approve_and_publish")
    review.refresh_from_db()
    assert review.is_open
    pressed(signed_in(carol), review, "approve")
    review.refresh_from_db()
    assert review.decided_by == carol


def test_who_asked_takes_it_back(record: Record, review: Review, ada: User, signed_in: SignIn) -> None:
    assert pressed(signed_in(ada), review, "take_back").url == change_url(record)
    review.refresh_from_db()
    assert review.state == Review.State.TAKEN_BACK


# Stale pages


def test_words_typed_while_it_was_sent_again_stay_and_go_with_the_new_one(
    record: Record, review: Review, ada: User, carol: User, signed_in: SignIn
) -> None:
    client = signed_in(carol)
    typed = {f"comment-{CLAIM}": ["Twice?"], "comment-claims/dddddddd22": ["What?"], "note": ["Look again."]}
    filled = fill_form(client.get(url_of(review)), button="send_back") | typed
    save_as(ada, record, claims=[a_claim(text="The two states met three times.")])
    again = sent(record, ada)
    refused = client.post(url_of(review), filled)
    said = text_of(main_content(refused).select_one(".refusal"))
    assert "It was sent again or published meanwhile." in said
    assert page_form(refused)["action"] == url_of(again)
    assert text_of(main_content(refused).find(id=f"comment-{CLAIM}")) == "Twice?"
    assert text_of(main_content(refused).find(id="comment-")) == "What?"
    assert text_of(main_content(refused).find(id="note")) == "Look again."
    assert not Comment.objects.exists()
    assert client.post(url_of(again), fill_form(refused, button="send_back")).status_code == 302
    assert Comment.objects.count() == 2


def test_words_typed_while_another_decided_stay_and_can_be_kept(
    review: Review, carol: User, person: Person, signed_in: SignIn
) -> None:
    client = signed_in(carol)
    filled = fill_form(client.get(url_of(review)), button="send_back") | {"note": ["Which page?"]}
    publishing.approve([review], user=person("dan", "editor"))
    refused = client.post(url_of(review), filled)
    assert "dan has approved it meanwhile." in text_of(main_content(refused).select_one(".refusal"))
    assert text_of(main_content(refused).find(id="comment-")) == "Which page?"
    client.post(url_of(review), fill_form(refused, button="comment"))
    assert Comment.objects.get().text == "Which page?"


# Publishing


def test_the_page_of_publishing_says_what_approvals_are_missing(
    record: Record, ada: User, signed_in: SignIn
) -> None:
    require_reviews()
    page = signed_in(ada).get(action_url("publish", record))
    assert "Nobody has approved it." in text_of(main_content(page).select_one("ul.faults"))
    assert main_content(page).find("form", method="post") is None


@pytest.mark.long
def test_what_was_approved_is_published_when_that_is_chosen(
    record: Record, review: Review, ada: User, carol: User, signed_in: SignIn
) -> None:
    require_reviews()
    publishing.approve([review], user=carol)
    save_as(ada, record, place="Nobody has read this")
    client = signed_in(ada)
    page = client.get(action_url("publish", record))
    state = text_of(main_content(page).select_one(".review-state"))
    assert state.startswith("Approved by carol")
    assert "changed since: see" in state
    filled = fill_form(page, note="Better.")
    refused = client.post("/admin/publish/", filled)
    assert "It was changed since it was approved." in form_errors(refused)[0]
    assert client.post("/admin/publish/", filled | {"approved": ["on"]}).status_code == 302
    edition = Edition.objects.get(record=record, number=2)
    assert edition.revision == review.revision


def test_an_administrator_gives_a_reason_to_go_without(record: Record, root: User, signed_in: SignIn) -> None:
    require_reviews()
    client = signed_in(root)
    refused = submit_action(client, "publish", record, note="Better.")
    assert form_errors(refused) == ["Nobody has approved it. Send it for review first."]
    submit_action(client, "publish", record, note="Better.", without_review="A summit.")
    assert Edition.objects.get(record=record, number=2).change_note == (
        "Better. Published without review: A summit."
    )


def test_somebody_else_says_that_they_have_looked(
    record: Record, ada: User, carol: User, signed_in: SignIn
) -> None:
    require_reviews()
    publishing.rename(record, user=ada, slug="another")
    version = UnreviewedPublication.objects.get().pk
    url = f"/admin/without-review/{version}/"
    own = signed_in(ada).get(url)
    assert "somebody else must look" in text_of(main_content(own))
    assert signed_in(ada).post(url).status_code == 403
    client = signed_in(carol)
    page = client.get(url)
    assert "Address" in text_of(main_content(page).select_one("ul.changes"))
    assert client.post(url, fill_form(page)).url == "/admin/"
    assert UnreviewedPublication.objects.get().seen_by == carol
    assert "carol has looked at it" in text_of(main_content(client.get(url)))


def test_what_the_reference_says_of_itself_can_be_looked_at(
    record: Record, root: User, carol: User, signed_in: SignIn
) -> None:
    require_reviews()
    publishing.update_reference(user=root, title="Another title")
    page = signed_in(carol).get(f"/admin/without-review/{UnreviewedPublication.objects.get().pk}/")
    assert "Another" in text_of(main_content(page).find("ins"))


# The setting


def test_an_administrator_requires_reviews_without_a_new_version(
    record: Record, root: User, signed_in: SignIn
) -> None:
    before = VersionCounter.objects.version()
    client = signed_in(root)
    url = "/admin/relations/reference/1/change/"
    assert client.post(url, fill_form(client.get(url), review_required="on")).status_code == 302
    assert Reference.objects.current().review_required
    assert VersionCounter.objects.version() == before
    client.post(url, fill_form(client.get(url), title="Another"))
    assert Publication.objects.last().kind == "described"
    assert Reference.objects.current().review_required


def test_a_stale_form_does_not_take_the_setting_back(root: User, person: Person, signed_in: SignIn) -> None:
    client = signed_in(root)
    url = "/admin/relations/reference/1/change/"
    stale = fill_form(client.get(url), title="Another")
    require_reviews()
    refused = client.post(url, stale)
    assert "changed after you opened it" in form_errors(refused)[0]
    assert Reference.objects.current().review_required


# Queues


def queued(user: User, name: str, signed_in: SignIn) -> list[str]:
    page = main_content(signed_in(user).get("/admin/"))
    section = page.find("section", attrs={"aria-labelledby": f"{name}-heading"})
    return [text_of(link) for link in section.select(".record-list a")] if section else []


@pytest.mark.long
def test_each_queue_is_for_those_it_waits_for(
    record: Record, ada: User, ben: User, carol: User, person: Person, signed_in: SignIn
) -> None:
    dan = person("dan", "editor")
    name = "Summit in Port Arle"
    review = sent(record, ada, carol)
    assert queued(carol, "for-my-review", signed_in) == [name]
    assert queued(dan, "for-my-review", signed_in) == []
    for user in (ada, dan):
        assert queued(user, "with-a-reviewer", signed_in) == [name]
    assert queued(ben, "with-a-reviewer", signed_in) == []  # who publishes nothing sees what they asked for
    assert queued(carol, "with-a-reviewer", signed_in) == []
    publishing.send_back(review, user=carol, note="Which page?")
    assert queued(ada, "sent-back", signed_in) == [name]
    assert queued(carol, "sent-back", signed_in) == []
    publishing.approve([sent(record, ada)], user=carol)
    assert queued(ada, "sent-back", signed_in) == []
    assert queued(dan, "approved", signed_in) == [name]
    assert queued(ben, "approved", signed_in) == []
    require_reviews()
    publishing.publish([record], user=ada, note="Better.")
    assert queued(dan, "approved", signed_in) == []
    publishing.withdraw([record], user=ada, reason="Never held.")
    assert queued(carol, "without-review", signed_in) == [name]
    assert queued(ben, "without-review", signed_in) == []


def test_every_family_of_queues_is_one_query_whatever_waits_in_it(
    record: Record, ada: User, carol: User, django_assert_num_queries: Any
) -> None:
    others = [Record.objects.get(kind=kind) for kind in ("topic", "source", "relationship")]
    for each in others:
        save_as(ada, each, slug=each.key, introduction="Anew.")
    sent(record, ada, carol)
    sent(others[0], carol)
    publishing.approve([sent(others[1], ada)], user=carol)
    publishing.send_back(sent(others[2], carol), user=ada, note="Why?")
    require_reviews()
    publishing.rename(others[0], user=ada, slug="armed-forces")
    assert carol.has_perm("relations.view_entry")  # its permissions are read once
    queues = [queue for queue in QUEUES if queue.family == "reviews" or queue.name == "without-review"]
    with django_assert_num_queries(1 + len(("reviews", "without-review"))):
        waiting = {summary.name: summary.total for summary in summarize(queues, carol)}
    assert waiting == dict.fromkeys(
        ("for-my-review", "with-a-reviewer", "approved", "sent-back", "without-review"), 1
    )


def test_an_import_without_review_is_one_line_of_its_queue(
    record: Record, root: User, carol: User, signed_in: SignIn
) -> None:
    require_reviews()
    issue = a_draft("issue")
    publishing.publish([record, issue], user=root, note="Better.", without_review="A summit.")
    page = main_content(signed_in(carol).get("/admin/queues/without-review/"))
    assert "Published · root · with one other" in text_of(page.select_one(".record-list"))


def test_of_several_approvals_the_newest_waits(
    record: Record, ada: User, carol: User, signed_in: SignIn
) -> None:
    for place in ("Here", "There"):
        save_as(ada, record, place=place)
        publishing.approve([sent(record, ada)], user=carol)
    assert queued(ada, "approved", signed_in) == ["Summit in Port Arle"]


def test_a_review_leads_from_its_queue_to_its_page(review: Review, carol: User, signed_in: SignIn) -> None:
    client = signed_in(carol)
    page = main_content(client.get("/admin/queues/for-my-review/"))
    assert page.select_one(".record-list a")["href"] == url_of(review)
    assert "ada asks" in text_of(page.select_one(".record-list"))


@pytest.mark.long
def test_no_page_of_reviewing_has_a_script_or_a_style_of_its_own(
    record: Record, ada: User, carol: User, signed_in: SignIn
) -> None:
    require_reviews()
    review = sent(record, ada)
    publishing.comment(review.revision, user=carol, new=[NewComment(CLAIM, "Twice?")])
    publishing.withdraw([Record.objects.get(pk=record.pk)], user=ada, reason="Never held.")
    client = signed_in(carol)
    for url in (
        url_of(review),
        action_url("send_for_review", record),
        f"/admin/without-review/{UnreviewedPublication.objects.get().pk}/",
        "/admin/queues/for-my-review/",
    ):
        page = parse_html(client.get(url))
        content = page.find(id="content")
        assert not content.find_all("style")
        assert not [one for one in content.find_all("script") if not one.get("src")]
        assert not content.find_all(style=True)
        ids = [one["id"] for one in content.find_all(id=True)]
        assert len(ids) == len(set(ids))
        labelled = {label.get("for") for label in content.find_all("label")}
        fields = content.select("textarea, input[type=text], input[type=checkbox], select")
        assert {field.get("id") for field in fields} <= labelled
