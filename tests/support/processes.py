"""Processes that a test starts: none outlives its test, and none is waited for without end."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def started(
    command: Sequence[str], *, seconds: int = 60, **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is asked to end when the block ends, by a failure too, and has so many seconds to.

    Popen's own ``with`` only waits: when the block fails before it has ended the process, for ever.
    """
    process = subprocess.Popen(command, **_measured(options))  # noqa: S603 (our own commands)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)
            pytest.fail(f"{_name(command)} was asked to end, and had not {seconds} seconds later.")


def run_process(
    command: Sequence[str], *, seconds: float = 120, **options: Any
) -> subprocess.CompletedProcess[str]:
    """What a command says and how it ends; after so many seconds the test fails with what it had said."""
    try:
        return subprocess.run(  # noqa: S603 (our own commands)
            command, capture_output=True, text=True, check=False, timeout=seconds, **_measured(options)
        )
    except subprocess.TimeoutExpired as late:
        said = b"\n".join(part for part in (late.stdout, late.stderr) if part).decode(errors="replace")
        pytest.fail(
            f"{_name(command)} had not ended after {seconds} seconds. It had said: {said or 'nothing'}"
        )


def _measured(options: dict[str, Any]) -> dict[str, Any]:
    """Of a process with an environment of its own, `make coverage` sees the lines, too."""
    if "env" not in options:
        return options
    coverage = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {**options, "env": {**options["env"], **coverage}}


def _name(command: Sequence[str]) -> str:
    """A command as a message names it: without a program of many lines."""
    return " ".join(part if "\n" not in part else "…" for part in command)
