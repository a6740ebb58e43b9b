"""A worker is assigned the CPU that the fewest have, and begins even where it may not keep to it."""

import os
from types import SimpleNamespace

import pytest

from config.cpu_affinity import assign_cpu, pin_to_cpu


def test_a_worker_is_assigned_a_cpu_that_the_fewest_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {2, 3, 5})
    workers: list[SimpleNamespace] = []
    for _number in range(6):
        worker = SimpleNamespace()
        assign_cpu(worker, workers)
        workers.append(worker)
    assert sorted(worker.cpu for worker in workers) == [2, 2, 3, 3, 5, 5]


def test_the_server_takes_over_workers_that_were_begun_without_a_cpu() -> None:
    """As after an upgrade from a version without, when the configuration is read again."""
    old, new = SimpleNamespace(), SimpleNamespace()
    assign_cpu(new, [old])
    assert new.cpu in os.sched_getaffinity(0)


def test_a_worker_keeps_to_its_cpu_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pinned: list[tuple[int, set[int]]] = []
    monkeypatch.setattr(os, "sched_setaffinity", lambda pid, cpus: pinned.append((pid, cpus)))
    pin_to_cpu(SimpleNamespace(cpu=3))
    pin_to_cpu(SimpleNamespace())
    assert pinned == [(0, {3})]


def test_where_no_cpu_may_be_chosen_the_worker_begins_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[set[int]] = []

    def refuse(_pid: int, cpus: set[int]) -> None:
        tried.append(cpus)
        raise PermissionError

    monkeypatch.setattr(os, "sched_setaffinity", refuse)
    pin_to_cpu(SimpleNamespace(cpu=0))
    assert tried == [{0}]


def test_without_linux_no_cpu_is_assigned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity")
    worker = SimpleNamespace()
    assign_cpu(worker, [])
    assert not hasattr(worker, "cpu")
