"""How long a server takes to answer, and how many answers it gives in a second."""

import re
import statistics
import subprocess
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import NamedTuple

WARM = 4  # requests at the start of each connection that do not count


class Times(NamedTuple):
    """Milliseconds of sequential requests on one kept connection."""

    median: float
    p95: float


class Sequence:
    """Requests one after the other, by the standard library's client. ``{n}`` in the path is another number
    each time."""

    def __init__(self, port: int, path: str, headers: Mapping[str, str] | None = None) -> None:
        self._port, self._path, self._headers = port, path, dict(headers or {})
        self._asked = 0
        self.taken: list[float] = []

    def ask(self, requests: int) -> None:
        """Ask so many times on one kept connection, after a few that only warm the server up."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=600)
        for place in range(-WARM, requests):
            address = self._path.replace("{n}", str(self._asked))
            self._asked += 1
            begun = time.perf_counter()
            connection.request("GET", address, headers=self._headers)
            answer = connection.getresponse()
            answer.read()
            if place >= 0:
                self.taken.append((time.perf_counter() - begun) * 1000)
            if answer.status not in (200, 304):
                raise SystemExit(f"{address} answered {answer.status}.")
        connection.close()

    def times(self) -> Times:
        taken = sorted(self.taken)
        return Times(statistics.median(taken), taken[int(len(taken) * 0.95)])


def asked(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[float, bytes, dict]:
    """One answer: milliseconds, body, headers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=3600)
    begun = time.perf_counter()
    connection.request("GET", path, headers=dict(headers or {}))
    answer = connection.getresponse()
    body = answer.read()
    taken = (time.perf_counter() - begun) * 1000
    connection.close()
    return taken, body, dict(answer.getheaders())


def per_second(port: int, path: str, seconds: int, headers: Mapping[str, str] | None = None) -> float:
    """Answers a second to wrk, which keeps sixteen connections busy: of four, one worker may get all."""
    told = [f"-H{name}: {value}" for name, value in (headers or {}).items()]
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", *told, f"http://127.0.0.1:{port}{path}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    if "Non-2xx" in said and not (headers or {}).get("If-None-Match"):
        raise SystemExit(f"{path} did not always answer 200:\n{said}")
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", said)[1])
