"""Which requests wait for a thread, which get one, and which are answered that others write."""

from types import SimpleNamespace
from typing import Any

import pytest

from config import write_queue
from config.write_queue import WriteQueue

SAVE = SimpleNamespace(method="POST", path="/admin/relations/topic/add/")
SIGN_IN = SimpleNamespace(method="POST", path="/admin/login/")
READ = SimpleNamespace(method="GET", path="/admin/")
TYPED = SimpleNamespace(method="POST", path="/autosave/")
OPEN = SimpleNamespace(method="POST", path="/admin/presence/")
PUBLIC = SimpleNamespace(method="POST", path="/entries/")
REPORT = SimpleNamespace(method="POST", path="/claims/cccccccc22/report/")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(write_queue, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def queue(threads: int = 4) -> tuple[WriteQueue, list[Any]]:
    """A worker's queue, and whom it has given a thread, in order."""
    ran: list[Any] = []
    return WriteQueue(threads, ran.append), ran


@pytest.mark.parametrize(("threads", "most"), [(1, 1), (2, 1), (4, 2), (5, 2), (8, 4)])
def test_who_writes_has_half_of_the_threads_at_most(threads: int, most: int) -> None:
    writes, ran = queue(threads)
    for number in range(10):
        writes.submit(number, SAVE, is_full=False)
    assert ran == list(range(most))
    assert not any(map(writes.is_refused, ran))


@pytest.mark.parametrize("request_", [READ, PUBLIC, None], ids=["an editor", "a reader", "unreadable"])
def test_who_reads_never_waits(request_: Any) -> None:
    writes, ran = queue()
    for number in range(5):
        writes.submit(number, SAVE, is_full=False)
    writes.submit("reader", request_, is_full=True)
    assert ran[-1] == "reader"
    assert not writes.is_refused("reader")


def test_those_who_wait_get_their_thread_in_order() -> None:
    writes, ran = queue()
    for number in range(4):
        writes.submit(number, SAVE, is_full=False)
    writes.finish(1)
    writes.finish(0)
    writes.finish("somebody who only read")
    assert ran == [0, 1, 2, 3]


def test_who_waited_too_long_is_answered_that_others_write(clock: SimpleNamespace) -> None:
    writes, ran = queue()
    for number in range(3):
        writes.submit(number, SAVE, is_full=False)
    clock.now += 5
    writes.submit(3, SAVE, is_full=False)
    writes.check_timeouts(clock.now + 5.1)
    assert ran == [0, 1, 2]
    assert writes.is_refused(2)
    writes.finish(2)
    assert not writes.is_refused(2)
    assert ran == [0, 1, 2]  # it had no thread of those who write
    writes.finish(0)
    assert ran == [0, 1, 2, 3]


@pytest.mark.parametrize(("request_", "is_full"), [(SIGN_IN, False), (SAVE, True)])
def test_who_signs_in_or_would_fill_the_memory_does_not_wait(request_: Any, is_full: bool) -> None:
    writes, ran = queue()
    for number in range(2):
        writes.submit(number, SAVE, is_full=is_full)
    writes.submit("late", request_, is_full=is_full)
    assert ran == [0, 1, "late"]
    assert writes.is_refused("late")


def test_the_queue_has_an_end() -> None:
    writes, ran = queue()
    for number in range(write_queue.MAX_WAITING + 3):
        writes.submit(number, SAVE, is_full=False)
    assert ran == [0, 1, write_queue.MAX_WAITING + 2]


def test_what_pages_send_by_themselves_has_one_thread_after_those_who_save() -> None:
    writes, ran = queue(8)
    for number, request in enumerate((TYPED, OPEN, TYPED)):
        writes.submit(number, request, is_full=False)
    assert ran == [0]
    for number in range(3, 7):
        writes.submit(number, SAVE, is_full=False)
    assert ran == [0, 3, 4, 5]  # half of the threads at most, all together
    writes.finish(0)
    assert ran == [0, 3, 4, 5, 6]  # who saves goes first
    writes.finish(3)
    assert ran == [0, 3, 4, 5, 6, 1]
    writes.finish(4)
    assert ran == [0, 3, 4, 5, 6, 1]
    writes.finish(1)
    assert ran == [0, 3, 4, 5, 6, 1, 2]


def test_what_pages_send_by_themselves_is_soon_told_to_come_again(clock: SimpleNamespace) -> None:
    writes, ran = queue()
    for number in range(2):
        writes.submit(number, SAVE, is_full=False)
    writes.submit(2, TYPED, is_full=False)
    writes.submit(3, SAVE, is_full=False)
    writes.check_timeouts(clock.now + 1.1)
    assert ran == [0, 1, 2]
    assert writes.is_refused(2)
    writes.finish(2)
    writes.finish(0)
    assert ran == [0, 1, 2, 3]
    assert not writes.is_refused(3)


def test_those_that_wait_with_what_was_typed_are_limited() -> None:
    writes, ran = queue()
    for number in range(write_queue.MAX_WAITING + 2):
        writes.submit(number, TYPED, is_full=False)
    assert ran == [0, write_queue.MAX_WAITING + 1]
    assert writes.is_refused(write_queue.MAX_WAITING + 1)


def test_what_readers_send_has_one_thread_and_editors_wait_for_none_of_it() -> None:
    writes, ran = queue()
    for number in range(3):
        writes.submit(f"report {number}", REPORT, is_full=False)
    assert ran == ["report 0"]
    for number in range(2):
        writes.submit(f"save {number}", SAVE, is_full=False)
    assert ran[1:] == ["save 0", "save 1"]
    writes.finish("save 0")
    assert len(ran) == 3  # a thread of the editors' is none of the readers'
    writes.finish("report 0")
    assert ran[3:] == ["report 1"]


def test_of_what_readers_send_the_last_are_refused_at_once_and_the_others_in_time(
    clock: SimpleNamespace,
) -> None:
    writes, ran = queue()
    for number in range(write_queue.MAX_WAITING + 2):
        writes.submit(number, REPORT, is_full=False)
    assert ran == [0, write_queue.MAX_WAITING + 1]
    assert writes.is_refused(write_queue.MAX_WAITING + 1)
    clock.now += write_queue.WAIT_TIMEOUT + 1
    writes.check_timeouts(clock.now)
    assert writes.is_refused(1)
    writes.submit("save", SAVE, is_full=False)
    assert ran[-1] == "save"
