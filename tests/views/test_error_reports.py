"""A reader reports an error in a claim: without an account, a script or a cookie, and loses nothing typed."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations import publishing
from relations.models import ErrorReport, Record, ReportCounter, ReportSender, VersionCounter, report_counter
from relations.views import error_reports, report_form
from relations.views.overload import is_overloaded
from tests.support.world import a_claim, a_published, change
from tests.views.pages import links, open_page, words

pytestmark = pytest.mark.django_db

PATH = "/claims/cccccccc22/report/"
TEXT = "It was 5.43 billion <b>& “more”</b>.\nЗаседание — इंडिया"


@pytest.fixture
def entry(db: None) -> Record:
    return a_published("event", claims=[a_claim(text="They signed for 5.2 billion dollars.")])


@pytest.fixture
def stamp(reader: Client, entry: Record, time_machine: Any) -> str:
    """Of a form that was opened a while ago."""
    value = opened(reader)
    time_machine.move_to(timezone.now() + timedelta(seconds=20))
    return value


def opened(reader: Client, path: str = PATH) -> str:
    return stamp_of(open_page(reader, path))


def stamp_of(page: BeautifulSoup) -> str:
    return str(page.select_one("form.report-form input[name=stamp]")["value"])


def send(reader: Client, stamp: str, path: str = PATH, **fields: str) -> HttpResponse:
    headers = fields.pop("headers", None)
    return reader.post(
        path, {"stamp": stamp, "text": TEXT, "source": "", "website": "", **fields}, headers=headers
    )


def kept(response: HttpResponse) -> str:
    """What the form of a refused report holds, as a browser would send it."""
    page = BeautifulSoup(response.text, "html.parser")
    return str(page.select_one("textarea[name=text]").get_text()).removeprefix("\n")


def told(response: HttpResponse) -> str:
    return words(BeautifulSoup(response.text, "html.parser").main)


def test_a_report_is_sent_from_beside_the_claim_and_stored_with_the_edition_that_was_read(
    reader: Client, entry: Record, time_machine: Any
) -> None:
    (path,) = [
        link
        for link in links(open_page(reader, "/events/summit/").select_one(".claim-sources"))
        if "report" in link
    ]
    page = open_page(reader, path)
    assert "They signed for 5.2 billion dollars." in words(page.main)
    assert page.select_one("form.report-form")["action"] == PATH
    stamp = stamp_of(page)
    time_machine.move_to(timezone.now() + timedelta(seconds=20))
    response = send(reader, stamp, source="The report, page 4")
    assert (response.status_code, response.headers["Location"]) == (303, f"{PATH}sent/")
    thanks = open_page(reader, f"{PATH}sent/")
    assert "/corrections/" in links(thanks.main)
    (report,) = ErrorReport.objects.all()
    assert (report.text, report.source, report.claim) == (TEXT, "The report, page 4", "cccccccc22")
    assert (report.record, report.edition.number, report.state) == (entry, 1, "waiting")


def test_nothing_of_a_reader_is_stored_but_the_words(reader: Client, stamp: str) -> None:
    send(reader, stamp, headers={"User-Agent": "A browser of somebody", "Cookie": "a=b"})
    columns = {field.name for field in ErrorReport._meta.get_fields()}
    assert columns == {
        *("id", "record", "edition", "claim", "text", "source", "sent_at"),
        *("state", "decided_by", "decided_at", "reason"),
    }
    told = repr(
        [*ReportSender.objects.values(), *ReportCounter.objects.values(), *ErrorReport.objects.values()]
    )
    assert "127.0.0.1" not in told
    assert "somebody" not in told


@pytest.mark.parametrize("path", [PATH, f"{PATH}sent/", f"{PATH}?edition=1"])
def test_no_cache_keeps_its_pages_and_they_set_no_cookie(reader: Client, entry: Record, path: str) -> None:
    response = reader.get(path)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert not response.cookies
    assert not response.has_header("ETag")


def test_a_form_that_a_shared_cache_gave_to_another_browser_works(reader: Client, stamp: str) -> None:
    assert send(Client(enforce_csrf_checks=True), stamp, text="Of a second browser.").status_code == 303
    assert send(Client(enforce_csrf_checks=True), stamp).status_code == 303
    assert ErrorReport.objects.count() == 2


def test_sent_twice_it_is_stored_once(reader: Client, stamp: str) -> None:
    assert [send(reader, stamp).status_code for _time in range(2)] == [303, 303]
    assert ErrorReport.objects.count() == ReportCounter.objects.get().count == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_what_another_site_sends_is_refused(reader: Client, stamp: str, headers: Any) -> None:
    response = send(reader, stamp, headers=headers)
    assert (response.status_code, ErrorReport.objects.count()) == (403, 0)
    assert "Заседание" not in response.text  # nor is what it sent shown as if whoever reads it had written it


def test_what_a_page_of_this_site_sends_is_taken(reader: Client, stamp: str) -> None:
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert send(reader, stamp, headers=headers).status_code == 303


def test_what_comes_too_soon_is_told_and_taken_a_moment_later(
    reader: Client, entry: Record, time_machine: Any
) -> None:
    stamp = opened(reader)
    response = send(reader, stamp)
    assert (response.status_code, kept(response)) == (400, TEXT)
    assert "Wait three seconds" in told(response)
    time_machine.move_to(timezone.now() + report_form.MIN_AGE + timedelta(seconds=1))
    page = BeautifulSoup(response.text, "html.parser")
    assert send(reader, stamp_of(page)).status_code == 303


def test_what_was_open_too_long_keeps_its_text_and_gets_a_new_time(
    reader: Client, stamp: str, time_machine: Any
) -> None:
    time_machine.move_to(timezone.now() + report_form.MAX_AGE)
    response = send(reader, stamp)
    assert (response.status_code, kept(response)) == (400, TEXT)
    assert "twelve hours" in told(response)
    new = stamp_of(BeautifulSoup(response.text, "html.parser"))
    assert new != stamp
    time_machine.move_to(timezone.now() + timedelta(seconds=20))
    assert send(reader, new).status_code == 303


@pytest.mark.parametrize("forged", ["", "x", "WyJjY2NjY2NjYzIyIiwxLDEsMF0:forged"])
def test_a_time_that_nobody_signed_is_refused_and_the_text_kept(
    reader: Client, stamp: str, forged: str
) -> None:
    response = send(reader, forged)
    assert (response.status_code, kept(response), ErrorReport.objects.count()) == (400, TEXT, 0)


def test_the_time_of_one_claim_is_none_of_another(reader: Client, stamp: str) -> None:
    a_published("agreement", claims=[a_claim(id="dddddddd22")])
    assert send(reader, stamp, "/claims/dddddddd22/report/").status_code == 400


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " \r\n "}, "Say what is wrong."),
        ({"text": "a" * 2001}, "takes 2000 letters, and these are 2001"),
        ({"source": "a" * 1001}, "takes 1000 letters, and these are 1001"),
        ({"website": "https://spam.example"}, "Leave the field empty"),
        ({"text": "a\0b"}, "characters that no text has"),
    ],
)
def test_what_is_wrong_with_it_is_told_and_the_text_kept(
    reader: Client, stamp: str, fields: Any, sentence: str
) -> None:
    response = send(reader, stamp, **fields)
    assert (response.status_code, ErrorReport.objects.count()) == (400, 0)
    assert sentence in told(response)
    assert kept(response) == fields.get("text", TEXT).strip().replace("\0", "")
    assert stamp_of(BeautifulSoup(response.text, "html.parser")) == stamp


def test_lines_count_as_one_letter_however_they_end(reader: Client, stamp: str) -> None:
    assert send(reader, stamp, text="\r\n".join(["a"] * 1000)).status_code == 303
    assert ErrorReport.objects.get().text == "\n".join(["a"] * 1000)


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"text=%ff%fe", FORM),
        (b"text=\xff", FORM),
        (b"text=a", f"{FORM}; charset=latin-1"),
        (b"text=a", f"{FORM}; charset=nonsense"),
        (b'{"text": "a"}', "application/json"),
        (b"text=a", "text/plain"),
        (b"", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\na\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (b"text=" + b"a" * 70_000, FORM),
        (b"&".join(b"a=b" for _n in range(16_100)), FORM),
    ],
)
def test_what_is_no_form_of_ours_is_a_plain_400(
    reader: Client, stamp: str, body: bytes, content_type: str
) -> None:
    response = reader.generic("POST", PATH, body, content_type=content_type)
    assert (response.status_code, ErrorReport.objects.count()) == (400, 0)
    assert BeautifulSoup(response.text, "html.parser").h1.get_text() == "This request cannot be read"


def test_other_methods_are_told_which_there_are(reader: Client, entry: Record) -> None:
    response = reader.put(PATH)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_a_network_sends_so_many_a_day_and_ipv6_counts_by_64_bits(
    reader: Client, stamp: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(report_counter, "SENDER_LIMIT", 2)
    addresses = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::3"]
    answers = [
        reader.post(PATH, {"stamp": stamp, "text": f"Number {n}"}, REMOTE_ADDR=address)
        for n, address in enumerate(addresses)
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 429, 303]
    refused = answers[2]
    assert kept(refused) == "Number 2"
    assert "Your network" in told(refused)
    assert 0 < int(refused.headers["Retry-After"]) <= 86_400
    assert ErrorReport.objects.count() == 3


def test_all_together_send_so_many_a_day(
    reader: Client, stamp: str, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    monkeypatch.setattr(report_counter, "DAILY_LIMIT", 2)
    answers = [
        reader.post(PATH, {"stamp": stamp, "text": f"Number {n}"}, REMOTE_ADDR=f"192.0.2.{n}").status_code
        for n in range(3)
    ]
    assert answers == [303, 303, 429]


def test_nothing_ties_a_sender_to_another_day(reader: Client, stamp: str, time_machine: Any) -> None:
    send(reader, stamp)
    (first,), (key,) = ReportSender.objects.values_list("sender"), ReportCounter.objects.values_list("key")
    time_machine.move_to(timezone.now() + timedelta(days=1))
    stamp = opened(reader)
    time_machine.move_to(timezone.now() + timedelta(seconds=20))
    send(reader, stamp, text="Once more.")
    assert ReportSender.objects.get().sender != first[0]
    assert ReportCounter.objects.get().key != key[0]


def test_what_readers_wrote_goes_after_ninety_days_whatever_became_of_it(
    reader: Client, stamp: str, time_machine: Any, ada: Any
) -> None:
    send(reader, stamp, source="A report")
    send(reader, stamp, text="And this.")
    done = ErrorReport.objects.last()
    ErrorReport.objects.filter(pk=done.pk).update(
        state="declined", reason="It is so.", decided_by=ada, decided_at=timezone.now()
    )
    time_machine.move_to(timezone.now() + timedelta(days=89))
    assert not ErrorReport.objects.expired().exists()
    time_machine.move_to(timezone.now() + timedelta(days=1, seconds=1))
    ErrorReport.objects.expired().erase()
    rows = ErrorReport.objects.values_list("text", "source", "state", "reason").order_by("pk")
    assert list(rows) == [("", "", "lapsed", ""), ("", "", "declined", "It is so.")]
    assert not ErrorReport.objects.expired().exists()


def correct(record: Record, text: str = "They signed for 5.43 billion dollars.") -> None:
    change(record, claims=[a_claim(text=text)])
    publishing.publish([record], note="The figure was wrong.", correction=True)


def test_a_claim_that_has_changed_since_it_was_read_says_so(reader: Client, entry: Record) -> None:
    then = VersionCounter.objects.version()
    correct(entry)
    page = open_page(reader, f"/events/summit/@v{then}/")
    (path,) = [link for link in links(page.select_one(".claim-sources")) if "report" in link]
    assert path == f"{PATH}?edition=1"  # of the present, about what was read
    text = words(open_page(reader, path).main)
    assert "It has changed since edition 1, in which you read it." in text
    assert text.index("5.2 billion") < text.index("5.43 billion")


def test_a_claim_that_is_changed_while_somebody_writes_is_shown_before_it_is_sent(
    reader: Client, entry: Record, stamp: str, time_machine: Any
) -> None:
    correct(entry)
    response = send(reader, stamp)
    assert (response.status_code, kept(response), ErrorReport.objects.count()) == (409, TEXT, 0)
    assert "5.43 billion" in told(response)
    time_machine.move_to(timezone.now() + timedelta(seconds=20))
    new = stamp_of(BeautifulSoup(response.text, "html.parser"))
    assert send(reader, new).status_code == 303
    assert ErrorReport.objects.get().edition.number == 1


def test_a_claim_that_was_taken_out_is_told_and_cannot_be_reported_on(
    reader: Client, entry: Record, stamp: str
) -> None:
    change(entry, claims=[a_claim(id="dddddddd22", text="They met.")])
    publishing.publish([entry], note="It was taken out.")
    page = open_page(reader, PATH)
    assert "It was taken out: no present page has it." in words(page.main)
    assert not page.select("form.report-form")
    response = send(reader, stamp)
    assert (response.status_code, ErrorReport.objects.count()) == (409, 0)
    assert TEXT.partition("\n")[0] in told(response)


def test_of_a_withdrawn_entry_nothing_can_be_reported(reader: Client, entry: Record, stamp: str) -> None:
    publishing.withdraw([entry], reason="It never happened.")
    assert reader.get(PATH).status_code == 410
    response = send(reader, stamp)
    assert (response.status_code, ErrorReport.objects.count()) == (410, 0)
    assert TEXT.partition("\n")[0] in told(response)


@pytest.mark.parametrize("path", ["/claims/nobody22/report/", "/claims/nobody22/report/sent/"])
def test_of_a_claim_that_never_was_there_is_no_page(reader: Client, entry: Record, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("query", ["edition=x", "edition=0", "edition=1&edition=2", f"edition={quote('१')}"])
def test_an_edition_that_can_be_none_is_told(reader: Client, entry: Record, query: str) -> None:
    assert reader.get(f"{PATH}?{query}").status_code == 400


def test_it_has_no_earlier_version(reader: Client, stamp: str) -> None:
    pinned = f"{PATH}@v1/"
    for response in (reader.get(pinned), send(reader, stamp, pinned)):
        assert response.status_code == 404
        assert "it has no earlier versions" in told(response)
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize("overloaded", [False, True])
def test_while_the_database_takes_nothing_the_text_is_kept_to_be_sent_again(
    reader: Client, stamp: str, monkeypatch: pytest.MonkeyPatch, overloaded: bool
) -> None:
    def away(*_arguments: object) -> None:
        raise OperationalError("connection refused")

    if overloaded:
        token = is_overloaded.set(True)
    else:
        monkeypatch.setattr(error_reports, "request_snapshot", away)
    with CaptureQueriesContext(connection) as queries:
        response = send(reader, stamp)
    assert (response.status_code, response.headers["Retry-After"], len(queries)) == (503, "5", 0)
    assert (kept(response), response.headers["Cache-Control"]) == (TEXT, "no-store")
    if overloaded:
        is_overloaded.reset(token)
    monkeypatch.undo()
    page = BeautifulSoup(response.text, "html.parser")
    assert page.select_one("form.report-form")["action"] == PATH
    assert send(reader, stamp_of(page)).status_code == 303


def test_search_engines_are_kept_from_it(reader: Client, entry: Record) -> None:
    assert "Disallow: /claims/*/report/\n" in reader.get("/robots.txt").text
    assert open_page(reader, PATH).select_one('meta[name=robots][content="noindex"]')
    link = open_page(reader, "/events/summit/").select_one('.claim-sources a[href*="/report/"]')
    assert link["rel"] == ["nofollow"]
    assert not re.search("/report/", reader.get("/sitemap.xml").text)


def test_a_form_claims_no_permanent_address_on_paper_or_for_programs(reader: Client, entry: Record) -> None:
    page = open_page(reader, PATH)
    assert not page.select(".paper-address, [name^=citation_], a[href*='@v']")
    assert "@v" not in page.get_text()
