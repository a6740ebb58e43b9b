"""The second factor: set up, asked for at every way in, kept from guessers, and taken away."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from relations.admin.second_factor import changes
from relations.admin.second_factor.codes import Kind, describe_seconds, read_code
from relations.admin.second_factor.recovery import make_recovery_codes
from relations.models import Event, Letter
from tests.support.admin import (
    change_url,
    fill_form,
    form_errors,
    form_fields,
    main_content,
    messages_on,
    page_form,
    parse_html,
    text_of,
)
from tests.support.autosave import type_in
from tests.support.second_factor import code_of, demand_second_factor, set_up, verified
from tests.support.world import a_draft

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
LOGIN, OWN = "/admin/login/", "/admin/second-factor/"
TYPED = "An hour of typing."


def by_password(name: str, query: str = "") -> Client:
    client = Client()
    answer = client.post(f"{LOGIN}{query}", {"username": name, "password": f"{name}'s password"})
    assert answer.status_code == 302
    return client


def enter(client: Client, code: str, query: str = "") -> tuple[int, str]:
    """The status of the answer, and what it says of the code."""
    answer = client.post(f"{LOGIN}{query}", {"code": code})
    error = None if answer.status_code == 302 else parse_html(answer).select_one(".errorlist")
    return answer.status_code, text_of(error) if error else ""


def is_let_in(client: Client) -> bool:
    return bool(client.get("/admin/").status_code == 200)


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("012 345", Kind.OF_APP, "012345"),
        (" 012\u00a0345\n", Kind.OF_APP, "012345"),
        ("012-345", Kind.OF_APP, "012345"),
        ("012\u2011345\u200b", Kind.OF_APP, "012345"),
        ("０１２３４５", Kind.OF_APP, "012345"),
        ("٠١٢٣٤٥", Kind.OF_APP, "012345"),
        ("12345", Kind.NEITHER, "12345"),
        ("1234567", Kind.NEITHER, "1234567"),
        ("", Kind.NEITHER, ""),
        ("ABCDE fgh23", Kind.RECOVERY, "abcdefgh23"),
        ("01abc defgh", Kind.RECOVERY, "olabcdefgh"),
        ("abcde fgh2", Kind.NEITHER, "abcdefgh2"),
        ("abcde fgh18", Kind.NEITHER, "abcdefgh18"),
        ("²³²³²³", Kind.OF_APP, "232323"),
    ],
)
def test_a_code_is_read_as_it_is_typed(typed: str, kind: Kind, code: str) -> None:
    assert read_code(typed) == (kind, code)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (60, "about a minute"),
        (-90, "about a minute and a half"),
        (120, "about 2 minutes"),
        (-150, "about 2 and a half minutes"),
    ],
)
def test_a_difference_is_said_as_one_says_it(seconds: int, words: str) -> None:
    assert describe_seconds(seconds) == words


# At the door


def test_the_password_alone_opens_nothing_and_the_code_leads_on(ada: User) -> None:
    device = set_up(ada)
    client = by_password("ada", "?next=/admin/relations/topic/")
    refused = client.get("/admin/relations/topic/")
    assert refused.status_code == 302
    assert refused.url == f"{LOGIN}?next=/admin/relations/topic/"
    page = client.get(refused.url)
    assert "The password of “ada” is right." in text_of(main_content(page))
    data = form_fields(parse_html(page).find(id="login-form")) | {"code": [code_of(device)]}
    assert client.post(LOGIN, data).url == "/admin/relations/topic/"
    assert is_let_in(client)


def test_who_has_no_right_password_learns_of_no_second_factor(ada: User, ben: User) -> None:
    set_up(ada)
    pages = [
        Client().post(LOGIN, {"username": name, "password": "wrong", "code": "123456"})
        for name in ("ada", "ben")
    ]
    said = [text_of(main_content(page)) for page in pages]
    assert said[0] == said[1]
    assert "code" not in said[0].lower()


def test_after_the_code_nobody_is_led_to_another_site(ada: User) -> None:
    device = set_up(ada)
    client = by_password("ada")
    answer = client.post(LOGIN, {"code": code_of(device), "next": "https://evil.example/"})
    assert answer.url == "/admin/"


def test_a_code_is_good_once_and_so_is_the_one_before(ada: User) -> None:
    device = set_up(ada)
    before, this = code_of(device, -1), code_of(device)
    with time_machine.travel(timezone.now(), tick=False):
        assert enter(by_password("ada"), before)[0] == 302
        assert "used already" in enter(by_password("ada"), before)[1]
    with time_machine.travel(timezone.now() + timedelta(seconds=2), tick=False):
        assert enter(by_password("ada"), this)[0] == 302


def test_a_code_of_five_digits_is_not_counted_as_a_guess(ada: User) -> None:
    device = set_up(ada)
    client = by_password("ada")
    assert enter(client, "12345") == (200, "A code of your app has six digits; this has 5.")
    device.refresh_from_db()
    assert device.throttling_failure_count == 0


@pytest.mark.parametrize(
    ("steps", "words"), [(3, "a minute and a half ahead of"), (-3, "a minute and a half behind")]
)
def test_a_clock_that_is_off_is_named_and_nobody_let_in(ada: User, steps: int, words: str) -> None:
    device = set_up(ada)
    client = by_password("ada")
    with time_machine.travel("2026-11-29T12:04:31Z", tick=False):
        status, said = enter(client, code_of(device, steps))
    assert status == 200
    assert f"the clock of your phone is about {words}" in said
    assert "which says 12:04:31 UTC" in said
    assert not is_let_in(client)


def test_guesses_are_slowed_down_and_told_how_long(ada: User) -> None:
    device = set_up(ada)
    client = by_password("ada")
    wrong = next(code for code in ("000000", "111111", "222222") if code not in codes_around(device))
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        assert "This code is wrong" in enter(client, wrong)[1]
        status, said = enter(client, code_of(device))
        assert (status, said) == (
            429,
            "Wrong codes were entered. Wait 1 second, and enter the newest code then.",
        )
    TOTPDevice.objects.update(throttling_failure_count=60, throttling_failure_timestamp=start)
    with time_machine.travel(start + timedelta(minutes=4), tick=False):
        assert "Wait 31 minutes" in enter(client, code_of(device))[1]  # and not for years
    with time_machine.travel(start + timedelta(minutes=35), tick=False):
        assert enter(client, code_of(device))[0] == 302


def codes_around(device: TOTPDevice) -> set[str]:
    return {code_of(device, steps) for steps in range(-15, 16)}


def test_a_recovery_code_works_once_and_says_how_many_are_left(ada: User) -> None:
    set_up(ada)
    first = make_recovery_codes(ada)[0]
    client = by_password("ada")
    answer = client.post(LOGIN, {"code": f"{first[:5].upper()} {first[5:]}"}, follow=True)
    assert messages_on(answer) == ["You used a recovery code. 9 of 10 are left."]
    other = by_password("ada")
    assert "none of your recovery codes, or it was used" in enter(other, first)[1]
    assert not is_let_in(other)


def test_no_row_holds_a_recovery_code(ada: User, ben: User) -> None:
    codes = make_recovery_codes(ada)
    assert len(set(codes)) == 10
    assert not set(codes) & set(StaticToken.objects.values_list("token", flat=True))


def test_a_session_that_is_older_than_the_second_factor_is_asked_for_the_code(
    ada: User, signed_in: SignIn
) -> None:
    older = signed_in(ada)
    assert is_let_in(older)
    device = set_up(ada)
    assert not is_let_in(older)
    assert enter(older, code_of(device))[0] == 302
    assert is_let_in(older)
    device.delete()
    set_up(ada)
    assert not is_let_in(older)  # with another second factor


def test_who_is_asked_for_a_code_can_sign_out_and_somebody_else_sign_in(ada: User, ben: User) -> None:
    set_up(ada)
    client = by_password("ada")
    assert client.post("/admin/logout/").status_code == 200
    assert "password" in str(parse_html(client.get(LOGIN)).find(id="login-form"))
    client = by_password("ada")
    client.post(LOGIN, {"username": "ben", "password": "ben's password"})
    assert is_let_in(client)


def test_the_deactivated_are_signed_out_with_their_code_too(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    verified(client, ada)
    assert is_let_in(client)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert not is_let_in(client)
    assert "username" in str(parse_html(client.get(LOGIN)).find(id="login-form"))


# While somebody types


def test_a_form_whose_session_ended_asks_for_password_and_code_and_keeps_the_text(
    ada: User, signed_in: SignIn
) -> None:
    client = signed_in(ada)
    device = verified(client, ada)
    url = change_url(a_draft("event"))
    data = fill_form(client.get(url), **{"claims-0-text": TYPED}) | {"_continue": ["1"]}
    client.logout()
    asked = client.post(url, data)
    credentials = {"sign-in-username": ["ada"], "sign-in-password": ["ada's password"]}
    without = client.post(url, form_fields(page_form(asked)) | credentials)
    assert without.status_code == 403
    assert "enter the password again, and its code" in text_of(main_content(without))
    assert not is_let_in(client)
    assert Event.objects.get().claims.get().text != TYPED
    long = client.post(url, form_fields(page_form(without)) | credentials | {"sign-in-code": ["1" * 61]})
    assert len(form_errors(long)) == 1
    right = credentials | {"sign-in-code": [code_of(device)]}
    saved = client.post(url, form_fields(page_form(without)) | right)
    assert saved.status_code == 302
    assert Event.objects.get().claims.get().text == TYPED
    assert is_let_in(client)


def test_what_is_typed_is_stored_and_saved_although_the_second_factor_is_asked_again(
    ada: User, signed_in: SignIn
) -> None:
    client = signed_in(ada)
    url = change_url(a_draft("event"))
    page = client.get(url)
    device = set_up(ada)
    assert type_in(page, **{"claims-0-text": TYPED}).read_fields()["claims-0-text"] == [TYPED]
    asked = client.post(url, fill_form(page, **{"claims-0-text": TYPED}) | {"_continue": ["1"]})
    assert asked.status_code == 403
    assert "Your second factor is asked for. Everything you typed is kept" in text_of(main_content(asked))
    # In another tab.
    assert enter(client, code_of(device))[0] == 302
    data = form_fields(page_form(asked))
    assert client.post(url, data).status_code == 302
    assert Event.objects.get().claims.get().text == TYPED


def test_a_form_of_who_has_to_set_one_up_is_kept_until_then(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    url = change_url(a_draft("event"))
    data = fill_form(client.get(url), **{"claims-0-text": TYPED}) | {"_continue": ["1"]}
    demand_second_factor("editor")
    asked = client.post(url, data)
    assert "Set it up in another tab" in text_of(main_content(asked))
    set_up_by_hand(client)
    assert client.post(url, form_fields(page_form(asked))).status_code == 302
    assert Event.objects.get().claims.get().text == TYPED


# Setting it up


def set_up_by_hand(client: Client, name: str = "ada") -> list[str]:
    """By the page, as one does with an app. The recovery codes."""
    page = client.get(OWN)
    secret = text_of(parse_html(page).select_one(".secret"))
    assert {len(group) for group in secret.split()} == {4}
    device = TOTPDevice(key=client.session["second_factor_secret"])
    done = client.post(OWN, fill_form(page, code=code_of(device), password=f"{name}'s password"))
    assert "no-store" in done["Cache-Control"]
    return [text_of(code) for code in parse_html(done).select(".recovery-codes li")]


@pytest.mark.long
def test_who_must_have_one_gets_the_page_that_sets_it_up_and_then_the_rest(ada: User, ben: User) -> None:
    demand_second_factor("editor")
    client = by_password("ada")
    asked = client.get("/admin/relations/topic/", follow=True)
    assert asked.redirect_chain[-1] == (f"{OWN}?next=%2Fadmin%2Frelations%2Ftopic%2F", 302)
    assert "Your role needs a second factor" in text_of(main_content(asked))
    assert "password" not in form_fields(page_form(asked))  # it was given just before
    codes = set_up_by_hand(client)
    assert len(codes) == 10
    assert is_let_in(client)
    assert is_let_in(by_password("ben"))  # of whom nobody demands it
    other = by_password("ada")
    assert not is_let_in(other)
    assert enter(other, codes[0])[0] == 302


@pytest.mark.parametrize(
    ("named", "led_to"),
    [
        ("/admin/relations/topic/?q=a&p=1", "/admin/relations/topic/?q=a&p=1"),
        ("", "/admin/"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
    ],
)
def test_who_set_it_up_goes_on_to_where_they_were_going(ada: User, named: str, led_to: str) -> None:
    demand_second_factor("editor")
    client = by_password("ada")
    asked = client.get(f"{LOGIN}?{urlencode({'next': named})}")
    page = client.get(asked.url)
    device = TOTPDevice(key=client.session["second_factor_secret"])
    refused = client.post(asked.url, fill_form(page, code="12345"))
    done = client.post(asked.url, fill_form(refused, code=code_of(device)))
    assert main_content(done).select_one(".go-on a")["href"] == led_to


@pytest.mark.parametrize("minutes", [9, 11])
def test_a_session_alone_sets_up_nothing_that_its_owner_would_be_asked_for(
    ada: User, minutes: int, settings: Settings
) -> None:
    """Somebody at a computer that was left alone locks nobody out."""
    settings.SENDS_MAIL = True
    User.objects.update(email="ada@example.org", last_login=timezone.now())
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = by_password("ada")
        Letter.objects.all().delete()
        clock.shift(timedelta(minutes=minutes))
        page = client.get(OWN)
        asks = "password" in form_fields(page_form(page))
        assert asks is (minutes == 11)
        device = TOTPDevice(key=client.session["second_factor_secret"])
        if asks:
            wrong = client.post(OWN, fill_form(page, code=code_of(device), password="wrong"))
            assert form_errors(wrong) == ["This is not your password."]
            assert not TOTPDevice.objects.exists()
            assert not Letter.objects.exists()
            page = client.post(OWN, fill_form(wrong, code="12345", password="ada's password"))
            assert len(form_errors(page)) == 1
            assert "password" not in form_fields(page_form(page))  # which was right
        assert parse_html(client.post(OWN, fill_form(page, code=code_of(device)))).select(".recovery-codes")
    letter = Letter.objects.get()
    assert letter.user == ada
    assert "was set up for your account “ada”" in " ".join(letter.body.split())


def test_passwords_are_guessed_there_as_seldom_as_at_the_door(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    verified(client, ada)
    for n in range(5):
        assert client.post(f"{OWN}recovery/", {"code": "123456", "password": str(n)}).status_code == (
            429 if n == 4 else 200
        )
    assert client.post(LOGIN, {"username": "ada", "password": "ada's password"}).status_code == 429


def test_superusers_need_one_as_soon_as_administrators_do(root: User) -> None:
    User.objects.create_superuser("zoe", password="zoe's password")
    assert is_let_in(by_password("zoe"))
    demand_second_factor("administrator")
    assert not is_let_in(by_password("zoe"))


def test_a_wrong_first_code_sets_up_nothing(ada: User, signed_in: SignIn) -> None:
    client = by_password("ada")
    client.get(OWN)
    device = TOTPDevice(key=client.session["second_factor_secret"])
    wrong = next(code for code in ("000000", "111111", "222222") if code not in codes_around(device))
    for code, said in (
        (wrong, "This code is wrong"),
        ("1", "six digits"),
        (code_of(device, 4), "2 minutes ahead"),
    ):
        page = client.post(OWN, {"code": code})
        assert said in text_of(parse_html(page).select_one(".errorlist"))
    assert not TOTPDevice.objects.exists()
    assert is_let_in(client)


def test_the_code_that_set_it_up_signs_nobody_in(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    with time_machine.travel(timezone.now(), tick=False):
        set_up_by_hand(client)
        assert "used already" in enter(by_password("ada"), code_of(TOTPDevice.objects.get()))[1]
    assert is_let_in(client)


def test_a_new_set_of_recovery_codes_wants_password_and_code_and_ends_the_one_before(
    ada: User, signed_in: SignIn, settings: Settings
) -> None:
    settings.SENDS_MAIL = True
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    client = signed_in(ada)
    device = verified(client, ada)
    old = make_recovery_codes(ada)
    url = f"{OWN}recovery/"
    assert form_errors(client.post(url, {"code": code_of(device)})) == ["This field is required."]
    refused = client.post(url, {"code": "12345", "password": "ada's password"})
    assert "six digits" in text_of(main_content(refused))
    made = client.post(url, {"code": code_of(device)})
    assert len(parse_html(made).select(".recovery-codes li")) == 10
    assert "New recovery codes were made" in " ".join(Letter.objects.get().body.split())
    assert "none of your recovery codes" in enter(by_password("ada"), old[0])[1]


# Taking it away


def test_it_is_taken_away_with_password_and_code(ada: User, signed_in: SignIn, settings: Settings) -> None:
    settings.SENDS_MAIL = True
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    client = signed_in(ada)
    device = verified(client, ada)
    make_recovery_codes(ada)
    url = f"{OWN}remove/"
    wrong = client.post(url, {"password": "wrong", "code": code_of(device)})
    assert form_errors(wrong) == ["This is not your password."]
    assert "six digits" in form_errors(client.post(url, {"password": "ada's password", "code": "12345"}))[0]
    assert TOTPDevice.objects.exists()
    assert client.post(url, {"code": code_of(device)}).status_code == 302  # which no wrong password used up
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert "was taken away on" in " ".join(Letter.objects.get().body.split())
    assert is_let_in(by_password("ada"))


@pytest.mark.database
@pytest.mark.parametrize("change", ["set up", "recovery", "remove"])
def test_nothing_changes_of_which_its_owner_cannot_be_told(
    ada: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    def locked(*_arguments: Any) -> None:
        raise OperationalError("database is locked")

    client = signed_in(ada)
    if change == "set up":
        page = client.get(OWN)
        device = TOTPDevice(key=client.session["second_factor_secret"])
        url, data = OWN, fill_form(page)
    else:
        device = verified(client, ada)
        make_recovery_codes(ada)
        url, data = f"{OWN}{change}/", {}
    before = [*TOTPDevice.objects.values("key"), *StaticToken.objects.values("token")]
    monkeypatch.setattr(changes, "write_change_notice", locked)
    answer = client.post(url, data | {"code": code_of(device), "password": "ada's password"})
    assert answer.status_code == 503
    assert [*TOTPDevice.objects.values("key"), *StaticToken.objects.values("token")] == before


def test_whose_role_needs_it_cannot_take_it_away(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    device = verified(client, ada)
    demand_second_factor("editor")
    assert not parse_html(client.get(OWN)).select(f"a[href='{OWN}remove/']")
    data = {"password": "ada's password", "code": code_of(device)}
    assert client.post(f"{OWN}remove/", data).status_code == 403
    assert TOTPDevice.objects.exists()


def test_an_administrator_takes_away_that_of_somebody_who_lost_the_phone(
    ada: User, root: User, signed_in: SignIn, settings: Settings
) -> None:
    settings.SENDS_MAIL = True
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    set_up(ada)
    client = signed_in(root)
    page = client.get(reverse("admin:auth_user_change", args=[ada.pk]))
    url = reverse("admin:auth_user_second_factor", args=[ada.pk])
    assert parse_html(page).select_one(f"form[action='{url}']")
    assert messages_on(client.post(url, follow=True)) == [
        "The second factor of “ada” is taken away, and so are the recovery codes."
    ]
    assert is_let_in(by_password("ada"))
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (root, str(ada.pk))
    assert entry.get_change_message() == "Took the second factor away."
    letter = Letter.objects.get()
    assert letter.user == ada
    assert "root took away the second factor of your account “ada”" in letter.body


def test_nobody_takes_away_their_own_or_that_of_who_may_more(
    ada: User, root: User, signed_in: SignIn
) -> None:
    client = signed_in(root)
    verified(client, root)
    zoe = User.objects.create_superuser("zoe", password="x")
    set_up(zoe)
    for user in (root, zoe):
        assert client.post(reverse("admin:auth_user_second_factor", args=[user.pk])).status_code == 403
    assert TOTPDevice.objects.count() == 2


def test_the_operator_lets_in_whoever_is_locked_out(root: User) -> None:
    set_up(root)
    demand_second_factor("administrator")
    out = StringIO()
    call_command("reset_second_factor", "root", stdout=out)
    assert out.getvalue() == "“root” has no second factor any more.\n"
    assert LogEntry.objects.get().get_change_message() == "Took the second factor away, at the command line."
    client = by_password("root")
    assert len(set_up_by_hand(client, "root")) == 10
    assert is_let_in(client)


# Demanding it


def test_the_form_of_a_role_demands_it_of_its_members(ada: User, root: User, signed_in: SignIn) -> None:
    client = signed_in(root)
    url = reverse("admin:auth_group_change", args=[ada.groups.get().pk])
    for given, is_open in (({"second_factor": ["on"]}, False), ({}, True)):
        data = form_fields(page_form(client.get(url)))
        data.pop("second_factor", None)
        assert client.post(url, data | given).status_code == 302
        assert is_let_in(by_password("ada")) is is_open
    assert "second_factor" not in form_fields(page_form(client.get(url)))


def test_no_form_shows_a_secret(root: User) -> None:
    root.is_superuser = True
    root.save()
    client = by_password("root")
    for model in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert client.get(f"/admin/{model}/").status_code == 404


def test_what_waited_for_a_code_is_over_when_the_second_factor_is_taken_away(ada: User) -> None:
    set_up(ada)
    waits = by_password("ada")
    assert not is_let_in(waits)
    call_command("reset_second_factor", "ada", stdout=StringIO())
    assert not is_let_in(waits)
    assert is_let_in(by_password("ada"))


def test_who_gave_a_code_stays_when_the_second_factor_is_taken_away(ada: User) -> None:
    device = set_up(ada)
    client = by_password("ada")
    assert enter(client, code_of(device))[0] == 302
    call_command("reset_second_factor", "ada", stdout=StringIO())
    assert is_let_in(client)
