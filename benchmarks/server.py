"""The production server, as gunicorn.conf.py sets it up, on a port of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
# Seconds until a server that does not answer is given up.
PATIENCE = 900


@dataclass(frozen=True)
class Server:
    """``started_in``: seconds from the command to the first answer."""

    port: int
    pid: int
    started_in: float

    def workers(self) -> list[int]:
        return workers_of(self.pid)

    def megabytes(self) -> float:
        """The memory of the largest worker, what it shares with the others included."""
        return max(_status(pid, "VmRSS") for pid in self.workers()) / 1024

    def most_megabytes(self) -> float:
        """The most that any worker held at any time."""
        return max(_status(pid, "VmHWM") for pid in self.workers()) / 1024


def workers_of(pid: int) -> list[int]:
    """The processes of a server that answer."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _status(pid: int, name: str) -> int:
    """A figure of /proc/<pid>/status, in kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


@contextmanager
def serving(
    application: str,
    port: int,
    first: str,
    environment: Mapping[str, str],
    settings: str = "gunicorn.conf.py",
) -> Iterator[Server]:
    """Start ``application``, wait until ``first`` (a path) is answered, and stop it in the end."""
    command = [sys.executable, "-m", "gunicorn", "--config", settings, "--workers", str(WORKERS)]
    command += ["--bind", f"127.0.0.1:{port}"]
    with Path(os.devnull).open("w") as nowhere:
        begun = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 (our own server)
            [*command, application],
            cwd=ROOT,
            env={**os.environ, **environment, "PORT": str(port)},
            stderr=nowhere,
        )
        try:
            _wait(process, port, first)
            yield Server(port, process.pid, time.perf_counter() - begun)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _wait(process: subprocess.Popen, port: int, first: str) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise SystemExit("The server did not start.")
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", first)
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.02)
        finally:
            connection.close()
    raise SystemExit("The server did not answer.")
