"""What the tests start ends with them, and what does not end is a failure that says what was waited for."""

import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from tests.support.processes import run_process, started

SLEEPING = "import time; time.sleep(600)"
IGNORING = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(); time.sleep(600)"


class BlockError(Exception):
    """A test that fails while its server runs."""


def test_a_server_ends_when_its_test_fails() -> None:
    with suppress(BlockError), started([sys.executable, "-c", SLEEPING]) as process:
        raise BlockError
    assert process.returncode == -signal.SIGTERM


def test_a_server_that_does_not_end_is_killed() -> None:
    command = [sys.executable, "-u", "-c", IGNORING]
    with suppress(pytest.fail.Exception), started(command, seconds=0.2, stdout=subprocess.PIPE) as process:
        process.stdout.read(1)  # now it ignores the signal
        process.stdout.close()
    assert process.returncode == -signal.SIGKILL


def test_a_command_that_does_not_end_fails_with_what_it_said() -> None:
    command = [sys.executable, "-u", "-c", f"print('halfway'); {SLEEPING}"]
    with pytest.raises(pytest.fail.Exception, match=r"after 2 seconds\. It had said: halfway"):
        run_process(command, seconds=2)
