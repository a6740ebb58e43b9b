"""Editors publish and withdraw on a date, change the time, and cancel; what stands in the way is said."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import Tag
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations import publishing
from relations.models import Edition, Record, ScheduledPublication
from tests.support.admin import action_url, change_url, form_fields, parse_html, text_of
from tests.support.reviewing import require_reviews
from tests.support.scheduling import perform, scheduled, scheduled_withdrawal
from tests.support.world import a_draft, a_published, change

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
PUBLISH, WITHDRAW = "publish-on-a-date", "withdraw-on-a-date"
NEXT_YEAR = timezone.now().year + 1
# The last Sunday of October, when clocks in Europe are put back.
PUT_BACK = next(
    day for day in (date(NEXT_YEAR, 10, 31) - timedelta(days=n) for n in range(7)) if day.weekday() == 6
)


@pytest.fixture
def client(ada: User, signed_in: SignIn) -> Client:
    return signed_in(ada)


def send(client: Client, name: str, *records: Record, **values: Any) -> HttpResponse:
    """Fill in the page of an action and send it."""
    page = parse_html(client.get(action_url(name, *records)))
    form = page.select_one("form.publishing-form")
    day = {"day": f"{NEXT_YEAR}-06-06", "time": "15:00", "time_zone": "Europe/Berlin"}
    return client.post(f"/admin/{name}/", form_fields(form) | day | values)


def errors_of(response: HttpResponse) -> str:
    return " ".join(map(text_of, parse_html(response).select(".errorlist")))


def said(client: Client, response: HttpResponse) -> str:
    return text_of(parse_html(client.get(response.headers["Location"])).select_one("ul.messagelist"))


@pytest.mark.long
def test_it_is_published_at_the_hour_that_was_chosen(client: Client, ada: User) -> None:
    record = change(a_published(), summary="Four.")
    sent = send(client, PUBLISH, record, note="Reworded.", correction="on")
    one = ScheduledPublication.objects.get()
    assert one.due_at == datetime(NEXT_YEAR, 6, 6, 13, tzinfo=UTC)
    assert (one.time_zone, one.note, one.correction, one.scheduled_by) == (
        "Europe/Berlin",
        "Reworded.",
        True,
        ada,
    )
    message = said(client, sent)
    assert f"will be published on 6 June {NEXT_YEAR}, 15:00 in Europe/Berlin (13:00 UTC)" in message
    change(record, summary="Five.")
    perform(one)
    record.refresh_from_db()
    assert record.current_edition.read_document()["summary"] == "Four."


@pytest.mark.long
def test_it_is_withdrawn_on_a_date(client: Client) -> None:
    record, other = a_published(), a_published("agreement")
    replacement = other.working_copy.pk
    sent = send(client, WITHDRAW, record, reason="It was wrong.", replacement=replacement)
    one = ScheduledPublication.objects.get()
    assert (one.action, one.note, one.replacement) == ("withdraw", "It was wrong.", other)
    assert "will be withdrawn on" in said(client, sent)
    assert record.is_public


@pytest.mark.parametrize(
    ("name", "page", "typed"),
    [(PUBLISH, "publish", {"note": "What I typed."}), (WITHDRAW, "withdraw", {"reason": "What I typed."})],
)
def test_the_button_beside_the_other_brings_what_was_typed(
    client: Client, name: str, page: str, typed: dict[str, str]
) -> None:
    record = change(a_published(), summary="Two.")
    soup = parse_html(client.get(action_url(page, record)))
    button = soup.select_one("input[name=on_a_date]")
    fields = form_fields(soup.select_one("form.publishing-form")) | typed | {"on_a_date": button["value"]}
    opened = parse_html(client.post(button["formaction"], fields))
    assert button["formaction"] == f"/admin/{name}/"
    (field,) = typed
    assert text_of(opened.select_one(f"[name={field}]")) == "What I typed."
    assert not opened.select(".errorlist")
    assert opened.select_one("select[name=time_zone] option[selected]")["value"] == "UTC"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"day": "2020-01-01"}, "This time has passed."),
        ({"day": "2100-01-01"}, "Choose a time within the next ten years."),
        ({"day": "9999-12-31", "time": "23:59", "time_zone": "America/New_York"}, "the next ten years"),
        ({"day": "0001-01-01", "time": "00:00", "time_zone": "Asia/Kolkata"}, "the next ten years"),
        ({"day": ""}, "This field is required."),
        ({"day": "2027-02-30"}, "Enter a valid date."),
        ({"time": "25:00"}, "Enter a valid time."),
        ({"time_zone": "Europe/Nowhere"}, "is not one of the available choices"),
        ({"day": "2027-03-28", "time": "02:30"}, "there is no 02:30 in Europe/Berlin"),
        ({"day": "2027-10-31", "time": "02:30"}, "show 02:30 twice"),
        ({"day": "2027-10-31", "time": "02:30", "which": "third"}, "show 02:30 twice"),
        ({"note": ""}, "Say in one sentence what changed."),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(client: Client, values: dict[str, str], words: str) -> None:
    record = change(a_published(), summary="Two.")
    refused = send(client, PUBLISH, record, **({"note": "Reworded."} | values))
    assert refused.status_code == 200
    assert words in errors_of(refused)
    assert not ScheduledPublication.objects.exists()


@pytest.mark.long
@pytest.mark.parametrize(("which", "hour"), [("first", 0), ("second", 1)])
def test_of_an_hour_that_comes_twice_one_is_asked_for(client: Client, which: str, hour: int) -> None:
    record = a_draft()
    twice = {"day": f"{PUT_BACK}", "time": "02:30"}
    asked = parse_html(send(client, PUBLISH, record, **twice))
    choices = asked.select("fieldset.choices input[name=which]")
    assert [choice["value"] for choice in choices] == ["first", "second"]
    assert f"0{hour}:30 UTC" in text_of(choices[hour].parent)
    send(client, PUBLISH, record, **twice, which=which)
    assert ScheduledPublication.objects.get().due_at == datetime(
        PUT_BACK.year, PUT_BACK.month, PUT_BACK.day, hour, 30, tzinfo=UTC
    )


@pytest.mark.long
def test_what_shared_caches_may_still_give_is_said(client: Client, settings: Any) -> None:
    settings.SHARED_CACHE_SECONDS = 600
    soon = (timezone.now() + timedelta(minutes=5)).replace(second=0)
    values = {"day": f"{soon:%Y-%m-%d}", "time": f"{soon:%H:%M}", "time_zone": "UTC"}
    assert "for 10 minutes more" in said(client, send(client, PUBLISH, a_draft(), **values))
    assert "minutes more" not in said(client, send(client, PUBLISH, a_draft("agreement")))


@pytest.mark.long
def test_without_an_approval_it_is_said_that_nothing_will_go_out(client: Client, ada: User) -> None:
    record = a_draft()
    require_reviews()
    page = parse_html(client.get(action_url("publish", record)))
    (link,) = [a["href"] for a in page.select("a[href]") if "on-a-date" in a["href"]]
    form = parse_html(client.get(link))
    assert "Unless somebody does until then, nothing will go out." in text_of(form.main)
    send(client, PUBLISH, record)
    one = ScheduledPublication.objects.get()
    queue = text_of(parse_html(client.get("/admin/queues/scheduled/")).main)
    assert "as it stands it will be held back: Nobody has approved it." in queue
    perform(one)
    overview = text_of(parse_html(client.get("/admin/")).select_one("#held-back-heading").parent)
    assert "Nobody has approved it." in overview
    assert not Edition.objects.filter(record=record).exists()


@pytest.mark.long
def test_what_was_approved_goes_out_and_not_what_was_saved_since(
    client: Client, ada: User, person: Any
) -> None:
    record = a_draft(summary="Approved.")
    publishing.approve(publishing.send_for_review([record], user=ada), user=person("carol", "editor"))
    require_reviews()
    change(record, summary="Not approved.")
    send(client, PUBLISH, record, approved="on")
    one = perform(ScheduledPublication.objects.get())
    record.refresh_from_db()
    assert (one.state, one.failure) == ("done", "")
    assert record.current_edition.read_document()["summary"] == "Approved."


def test_somebody_who_saved_meanwhile_is_told_of(client: Client) -> None:
    record = a_draft()
    page = parse_html(client.get(action_url(PUBLISH, record)))
    fields = form_fields(page.select_one("form.publishing-form"))
    change(record, summary="Meanwhile.")
    day = {"day": f"{NEXT_YEAR}-06-06", "time": "15:00", "time_zone": "UTC"}
    assert "Look at it once more" in errors_of(client.post(f"/admin/{PUBLISH}/", fields | day))
    assert not ScheduledPublication.objects.exists()


# One thing after another


@pytest.mark.long
def test_what_is_to_be_withdrawn_is_published_again_after_it(client: Client, ada: User) -> None:
    record = a_published()
    away = scheduled_withdrawal(record, user=ada, due_at=datetime(NEXT_YEAR, 6, 1, 10, tzinfo=UTC))
    form = parse_html(client.get(change_url(record)))
    [link] = form.select(f".notice a[href='{action_url(PUBLISH, record)}']")
    assert text_of(link) == "Publish it again after the withdrawal…"
    page = parse_html(client.get(link["href"]))
    [plan] = page.select("h2:-soup-contains('in order of time') + ol li")
    assert plan.a["href"] == f"/admin/schedules/{away.pk}/"
    assert f"to be withdrawn on 1 June {NEXT_YEAR}, 10:00 UTC" in text_of(plan)
    assert "the server first withdraws it and then publishes it again: between the two" in text_of(page.main)
    assert "unchanged since edition 1: comes back as it is" in text_of(page.main)
    early = send(client, PUBLISH, record, note="Back again.", day=f"{NEXT_YEAR}-05-01")
    assert "Nothing has changed since it was published." in text_of(parse_html(early).main)
    sent = send(client, PUBLISH, record, note="Back again.")
    message = said(client, sent)
    assert f"will be withdrawn on 1 June {NEXT_YEAR}, 10:00 UTC, and published again on 6 June" in message


@pytest.mark.long
def test_a_draft_that_is_to_be_published_is_withdrawn_after_it(client: Client, ada: User) -> None:
    record = a_draft()
    assert not parse_html(client.get(change_url(record))).select("a[href*=on-a-date]")
    out = scheduled(record, user=ada, due_at=datetime(NEXT_YEAR, 6, 1, 10, tzinfo=UTC))
    for url in (change_url(record), f"/admin/schedules/{out.pk}/"):
        [link] = parse_html(client.get(url)).select("a[href*=on-a-date]")
        assert (link["href"], text_of(link)) == (
            action_url(WITHDRAW, record),
            "Withdraw it on a date after that…",
        )
    page = text_of(parse_html(client.get(link["href"])).main)
    assert f"to be published on 1 June {NEXT_YEAR}, 10:00 UTC" in page
    assert "It is not public yet: give a time after it is published." in page
    early = send(client, WITHDRAW, record, reason="Only for a while.", day=f"{NEXT_YEAR}-05-01")
    assert "Only what is published can be withdrawn." in text_of(parse_html(early).main)
    message = said(client, send(client, WITHDRAW, record, reason="Only for a while."))
    assert f"will be published on 1 June {NEXT_YEAR}, 10:00 UTC, and withdrawn on 6 June" in message


def plans_on(client: Client, record: Record) -> list[str]:
    """What waits for a record as the page says it that publishes at once."""
    page = parse_html(client.get(action_url("publish", record)))
    return [text_of(item) for item in page.select("h2:-soup-contains('in order of time') + ol li")]


def test_publishing_a_later_revision_says_what_it_holds_back(client: Client, ada: User) -> None:
    record = change(a_published(), summary="Four.")
    out = scheduled(record, user=ada, note="Four.", due_at=datetime(NEXT_YEAR, 6, 1, 10, tzinfo=UTC))
    away = scheduled_withdrawal(record, user=ada, due_at=datetime(NEXT_YEAR, 7, 1, 10, tzinfo=UTC))
    assert not any("If you publish this" in plan for plan in plans_on(client, record))
    change(record, summary="Five.")
    first, second = plans_on(client, record)
    assert f"to be published on 1 June {NEXT_YEAR}, 10:00 UTC" in first
    assert first.endswith("If you publish this, that will be held back.")
    assert "If you publish this" not in second
    publishing.publish([record], user=ada, note="Five.")
    assert [one.pk for one in (out, away) if publishing.foresee([one])[one.pk]] == [out.pk]


def test_the_form_says_which_revision_goes_out_once_another_was_saved(client: Client, ada: User) -> None:
    record = change(a_published(), summary="Four.")
    scheduled(record, user=ada, note="Four.")
    taken = record.revisions.first()

    def said_on_the_form() -> Tag:
        return parse_html(client.get(change_url(record))).select_one(".notice:-soup-contains('Scheduled')")

    assert "It takes" not in text_of(said_on_the_form())
    change(record, summary="Five.")
    notice = said_on_the_form()
    assert f"It takes the revision of {taken.saved_at:%-d %B %Y, %H:%M}: later changes are not in it." in (
        text_of(notice)
    )
    later = notice.find("a", string="later changes")
    assert "Five" in text_of(parse_html(client.get(later["href"])).find("ins"))


def test_the_page_to_publish_asks_as_much_for_five_things_scheduled_as_for_one(
    client: Client, ada: User
) -> None:
    record = change(a_published(), summary="Four.")
    scheduled(record, user=ada, note="Four.")
    client.get(action_url("publish", record))
    with CaptureQueriesContext(connection) as for_one:
        assert len(plans_on(client, record)) == 1
    for hours in (2, 3):
        scheduled_withdrawal(record, user=ada, due_at=timezone.now() + timedelta(hours=2 * hours))
        again = timezone.now() + timedelta(hours=2 * hours + 1)
        scheduled(record, user=ada, note="Again.", due_at=again)
    with CaptureQueriesContext(connection) as for_five:
        assert len(plans_on(client, record)) == 5
    assert len(for_five) == len(for_one)


def test_who_may_not_publish_is_offered_nothing_to_schedule(ada: User, ben: User, signed_in: SignIn) -> None:
    record = a_published()
    scheduled_withdrawal(record, user=ada)
    form = parse_html(signed_in(ben).get(change_url(record)))
    assert form.select(".notice a[href^='/admin/schedules/']")
    assert not form.select("a[href*=on-a-date]")


def test_what_comes_back_without_an_approval_since_is_told(client: Client, ada: User, person: Any) -> None:
    record = change(a_published(), summary="Two.")
    publishing.approve(publishing.send_for_review([record], user=ada), user=person("carol", "editor"))
    require_reviews()
    scheduled_withdrawal(record, user=ada)
    page = text_of(parse_html(client.get(action_url(PUBLISH, record))).main)
    assert "Nobody has approved “Summit in Port Arle” since the withdrawal was scheduled." in page
    publishing.approve(publishing.send_for_review([record], user=ada), user=person("dana", "editor"))
    page = text_of(parse_html(client.get(action_url(PUBLISH, record))).main)
    assert "Nobody has approved" not in page


# The page of something scheduled


@pytest.mark.long
def test_it_is_listed_by_time_and_has_a_page(client: Client, ada: User) -> None:
    record = a_published()
    later = scheduled_withdrawal(record, user=ada, due_at=timezone.now() + timedelta(days=9))
    sooner = scheduled(change(record, summary="Two."), user=ada, note="Reworded.")
    queue = parse_html(client.get("/admin/queues/scheduled/"))
    lines = queue.select("ul.record-list a")
    assert [line["href"] for line in lines] == [f"/admin/schedules/{one.pk}/" for one in (sooner, later)]
    assert "UTC" in text_of(queue.main)
    assert "There are 2, the soonest first." in text_of(queue.main)
    page = parse_html(client.get(lines[0]["href"]))
    assert "to be published on" in text_of(page.main)
    assert "What changed: Reworded." in text_of(page.main)
    notices = parse_html(client.get(change_url(record))).select(".notice a[href^='/admin/schedules/']")
    assert [notice["href"] for notice in notices] == [line["href"] for line in lines]


def test_a_draft_that_is_to_be_withdrawn_is_called_as_it_is_written(client: Client, ada: User) -> None:
    record = a_draft()
    out = scheduled(record, user=ada)
    away = scheduled_withdrawal(record, user=ada, due_at=timezone.now() + timedelta(days=9))
    publishing.cancel(out, user=ada)
    page = text_of(parse_html(client.get(f"/admin/schedules/{away.pk}/")).main)
    assert "Summit in Port Arle : to be withdrawn on" in page
    assert "Only what is published can be withdrawn." in page
    queue = parse_html(client.get("/admin/queues/scheduled/"))
    assert [text_of(line) for line in queue.select("ul.record-list a")] == ["Summit in Port Arle"]


def test_its_time_is_changed(client: Client, ada: User, root: User) -> None:
    one = scheduled(
        a_draft(), user=root, due_at=datetime(NEXT_YEAR, 6, 6, 13, tzinfo=UTC), time_zone="Asia/Kolkata"
    )
    url = f"/admin/schedules/{one.pk}/"
    fields = form_fields(parse_html(client.get(url)).select_one("form.publishing-form"))
    assert (fields["day"], fields["time"], fields["time_zone"]) == (
        [f"{NEXT_YEAR}-06-06"],
        ["18:30"],
        ["Asia/Kolkata"],
    )
    refused = client.post(url, fields | {"day": "2020-01-01"})
    assert "This time has passed." in errors_of(refused)
    client.post(url, fields | {"time": "19:00"})
    one.refresh_from_db()
    assert (one.due_at, one.scheduled_by) == (datetime(NEXT_YEAR, 6, 6, 13, 30, tzinfo=UTC), ada)


def give_time(client: Client, one: ScheduledPublication, day: str) -> list[str]:
    """Change the time on its page. What is said."""
    url = f"/admin/schedules/{one.pk}/"
    fields = form_fields(parse_html(client.get(url)).select_one("form.publishing-form"))
    sent = client.post(url, fields | {"day": f"{NEXT_YEAR}-{day}"})
    return [text_of(line) for line in parse_html(client.get(sent["Location"])).select("ul.messagelist li")]


@pytest.mark.long
def test_a_time_past_a_withdrawal_is_told_beforehand_and_afterwards(client: Client, ada: User) -> None:
    record = change(a_published(), summary="Two.")
    days = [datetime(NEXT_YEAR, 6, day, 13, tzinfo=UTC) for day in (1, 5)]
    out = scheduled(record, user=ada, due_at=days[0], note="Reworded.")
    away = scheduled_withdrawal(record, user=ada, due_at=days[1])
    for one, other, told in (
        (out, away, "If you give a time after a withdrawal, the server first withdraws it"),
        (away, out, "What is to be published before the time you give is withdrawn then."),
    ):
        page = parse_html(client.get(f"/admin/schedules/{one.pk}/"))
        [plan] = page.select("h2:-soup-contains('Scheduled besides') + ol li a")
        assert plan["href"] == f"/admin/schedules/{other.pk}/"
        assert told in text_of(page.main)
    name = "“Summit in Port Arle”"
    [moved] = give_time(client, out, "06-09")
    assert moved == (
        f"Scheduled: {name} will be withdrawn on 5 June {NEXT_YEAR}, 13:00 UTC, "
        f"and published again on 9 June {NEXT_YEAR}, 13:00 UTC."
    )
    [moved] = give_time(client, away, "06-12")
    assert moved == (
        f"Scheduled: {name} will be published on 9 June {NEXT_YEAR}, 13:00 UTC, "
        f"and withdrawn on 12 June {NEXT_YEAR}, 13:00 UTC."
    )
    moved, held_back = give_time(client, away, "06-03")
    assert moved == f"Scheduled: {name} will be withdrawn on 3 June {NEXT_YEAR}, 13:00 UTC."
    assert held_back == (
        f"As everything stands, Summit in Port Arle, to be published on 9 June {NEXT_YEAR}, 13:00 UTC, "
        f"will be held back: It will be withdrawn on 3 June {NEXT_YEAR}, 13:00 UTC, "
        "as was decided after this was scheduled. To bring it back, cancel this and schedule it again."
    )


def test_a_withdrawal_before_what_is_scheduled_already_says_what_it_holds_back(
    client: Client, ada: User
) -> None:
    record = change(a_published(), summary="Two.")
    scheduled(record, user=ada, due_at=datetime(NEXT_YEAR, 6, 9, 13, tzinfo=UTC), note="Reworded.")
    message = said(client, send(client, WITHDRAW, record, reason="Not so."))
    assert f"As everything stands, Summit in Port Arle, to be published on 9 June {NEXT_YEAR}" in message


@pytest.mark.parametrize("state", ["waiting", "failed"])
def test_it_is_cancelled(client: Client, ada: User, root: User, state: str) -> None:
    one = scheduled(a_draft(), user=root)
    if state == "failed":
        root.is_active = False
        root.save()
        perform(one)
        page = text_of(parse_html(client.get(f"/admin/schedules/{one.pk}/")).main)
        assert "Nothing went out, because:" in page
    client.post(f"/admin/schedules/{one.pk}/", {"cancel": "1"})
    one.refresh_from_db()
    assert (one.state, one.ended_by) == ("cancelled", ada)
    assert "Nothing waits here." in text_of(parse_html(client.get("/admin/queues/held-back/")).main)
    again = client.post(f"/admin/schedules/{one.pk}/", {"cancel": "1"})
    assert "cancelled already" in said(client, again)


def test_what_is_done_says_so_and_takes_no_other_time(client: Client, ada: User) -> None:
    one = perform(scheduled(a_draft(), user=ada))
    page = parse_html(client.get(f"/admin/schedules/{one.pk}/"))
    assert "Done: version 1." in text_of(page.main)
    assert not page.select("form.publishing-form")
    later = {"day": f"{NEXT_YEAR}-06-06", "time": "15:00", "time_zone": "UTC"}
    assert "done already" in said(client, client.post(f"/admin/schedules/{one.pk}/", later))


@pytest.mark.parametrize("address", ["x", "0", "999999", "9" * 30])
def test_nothing_is_scheduled_under_other_addresses(client: Client, address: str) -> None:
    assert client.get(f"/admin/schedules/{address}/").status_code == 404
