"""A time that clocks in a zone show is a moment, or none, or two."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.admin.schedule.local_time import local_time, moments_of, time_in_words, zone_names
from tests.support.laws import examples

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("zone", "local", "moments"),
    [
        # Chosen in winter, public in summer: the same hour.
        ("Europe/Berlin", datetime(2027, 6, 6, 15), [utc(2027, 6, 6, 13)]),
        ("Europe/Berlin", datetime(2027, 3, 28, 1, 59), [utc(2027, 3, 28, 0, 59)]),
        ("Europe/Berlin", datetime(2027, 3, 28, 2, 30), []),
        ("Europe/Berlin", datetime(2027, 3, 28, 3), [utc(2027, 3, 28, 1)]),
        (
            "Europe/Berlin",
            datetime(2027, 10, 31, 2, 30),
            [utc(2027, 10, 31, 0, 30), utc(2027, 10, 31, 1, 30)],
        ),
        ("America/New_York", datetime(2027, 3, 14, 2, 30), []),
        ("America/New_York", datetime(2027, 11, 7, 1), [utc(2027, 11, 7, 5), utc(2027, 11, 7, 6)]),
        ("America/New_York", datetime(2027, 11, 7, 2), [utc(2027, 11, 7, 7)]),
        # By half an hour, in the southern spring.
        ("Australia/Lord_Howe", datetime(2027, 10, 3, 2, 15), []),
        (
            "Australia/Lord_Howe",
            datetime(2027, 4, 4, 1, 45),
            [utc(2027, 4, 3, 14, 45), utc(2027, 4, 3, 15, 15)],
        ),
        ("Asia/Kolkata", datetime(2027, 3, 28, 2, 30), [utc(2027, 3, 27, 21)]),
        ("Asia/Kolkata", datetime(2027, 10, 31, 2, 30), [utc(2027, 10, 30, 21)]),
    ],
)
def test_clocks_that_change_leave_times_out_and_show_others_twice(
    zone: str, local: datetime, moments: list[datetime]
) -> None:
    assert moments_of(local, zone) == moments


@settings(max_examples=examples(100))
@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 4 * 365 * 24 * 60),
)
def test_every_moment_is_one_of_those_that_its_time_means(zone: str, minutes: int) -> None:
    moment = utc(2026, 1, 1) + timedelta(minutes=minutes)
    shown = local_time(moment, zone).replace(tzinfo=None, fold=0)
    assert moment in moments_of(shown, zone)


def test_zones_are_named_as_browsers_name_them() -> None:
    names = zone_names()
    assert names[0] == "UTC"
    # Chromium still says Calcutta.
    assert {*ZONES, "Asia/Calcutta", "America/Argentina/Ushuaia"} <= set(names)
    assert not {"Factory", "localtime", "posixrules", "EST5EDT", "Etc/GMT+5"} & set(names)


@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        (utc(2027, 6, 6, 13), "Europe/Berlin", "6 June 2027, 15:00 in Europe/Berlin (13:00 UTC)"),
        (
            utc(2027, 6, 6, 20),
            "Asia/Kolkata",
            "7 June 2027, 01:30 in Asia/Kolkata (6 June 2027, 20:00 UTC)",
        ),
        (utc(2027, 6, 6, 13), "UTC", "6 June 2027, 13:00 UTC"),
    ],
)
def test_a_time_is_told_with_that_of_utc(moment: datetime, zone: str, words: str) -> None:
    assert time_in_words(moment, zone) == words
