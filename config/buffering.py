"""A request as it is received: given what came, it waits for nothing and says when all of it is there.

gunicorn's parser reads the head and says how the body is framed (RFC 9112, section 6).
"""

import re
import time
from collections.abc import Generator
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from gunicorn.http.body import ChunkedReader
from gunicorn.http.parser import RequestParser

# Seconds that the head has, and then the body, which must also keep to so many bytes a second on average.
PATIENCE = 10.0
BYTES_PER_SECOND = 1000
MAX_HEAD = 64 * 1024
# A body of which the site can make no form: it is never written to a disk.
MAX_SMALL_BODY = 64 * 1024
# Beyond that a body goes to a file without a name.
MAX_IN_MEMORY = 64 * 1024
MAX_READ = 64 * 1024
MAX_CHUNK_LINE = 1024
# RFC 9112, section 7.1.1. Extensions hold no control characters: to some proxies a bare LF ends the line.
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?")

# Each step takes its part from the data, stops where more must come, and ends when it has all.
Steps = Generator[None, None, None]


class RefusalError(Exception):
    """The request is not received any further; ``text`` tells its sender why."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class BufferingParser(RequestParser):
    """gunicorn's parser of one connection, which hands out a request when its body is there, too.

    ``deadline``: when its patience ends, on the monotonic clock; the bytes of a body put it off.
    ``pace``: the same, had a body that came faster than it must earned nothing by it. It tells
    who is slow now, however much came before. ``size``: bytes of body that are held.
    """

    def __init__(self, cfg: Any, sock: Any, client: Any) -> None:
        super().__init__(cfg, (), client)  # without a source: it is given what came
        self._sock = sock
        self._data = bytearray()
        self._steps: Steps
        self._body: Any = None
        self._fault: Exception | None = None
        self.size = 0

    def begin(self) -> None:
        """Expect a request; what came behind the last one is the beginning of it."""
        self._data += self.unreader.take_buffered()
        self.mesg = None
        self.begun = time.monotonic()
        self._wait(PATIENCE)
        self._steps = self._request()

    def linger(self, seconds: float) -> None:
        """Expect the client to close, whatever it still sends (RFC 9112, section 9.6)."""
        self.mesg = None
        self._data.clear()
        self._wait(seconds)
        self._steps = self._nothing()

    @property
    def silent(self) -> bool:
        """Nothing of a request has come."""
        return self.mesg is None and not self._data

    def receive(self) -> bool:
        """Take what came, and say whether the request is complete.

        Raises RefusalError, and OSError (of the connection) when nothing will come any more.
        """
        if self._data and self._advance():  # what came behind the last request may be all of this one
            return True
        try:
            data = self._sock.recv(MAX_READ)
        except BlockingIOError:
            return False
        if not data:
            raise ConnectionAbortedError
        self._data += data
        return self._advance()

    def release(self) -> None:
        """Give back what the body took."""
        if self._body:
            self._body.close()
        self._body = None
        self.size = 0

    def __next__(self) -> Any:
        """The complete request, for gunicorn's worker; what was wrong with its head is raised there."""
        if self._fault:
            raise self._fault
        return self.mesg

    def finish_body(self, deadline: Any = None, max_bytes: Any = None) -> bool:  # type: ignore[override]  # typeshed says None
        """Nothing of a body is ever left on the connection."""
        return True

    def _wait(self, seconds: float) -> None:
        self.deadline = self.pace = time.monotonic() + seconds

    def _advance(self) -> bool:
        for _more in self._steps:
            return False
        # gunicorn looks there for the beginning of the next request.
        self.unreader.unread(bytes(self._data))
        self._data.clear()
        return True

    def _request(self) -> Steps:
        while (end := self._data.find(b"\r\n\r\n")) < 0:
            if len(self._data) > MAX_HEAD:
                raise RefusalError(431, f"The head of the request is larger than {filesizeformat(MAX_HEAD)}.")
            yield
        self.unreader.unread(self._cut(end + 4))
        try:
            request: Any = super().__next__()  # more is used of it than typeshed declares
        except Exception as fault:  # whatever it is: gunicorn's worker answers and logs it
            self._fault = fault
            return
        reader = request.body.reader
        if isinstance(reader, ChunkedReader):
            yield from self._expect(request, self._chunks(limit_of(request)))
            request.headers = [
                *((name, value) for name, value in request.headers if name != "TRANSFER-ENCODING"),
                ("CONTENT-LENGTH", str(self.size)),
            ]
        elif reader.length:
            check(reader.length, limit_of(request))
            yield from self._expect(request, self._content(reader.length))

    def _expect(self, request: Any, content: Steps) -> Steps:
        self._wait(PATIENCE)
        if request._expected_100_continue:
            self._sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            request._expected_100_continue = False  # gunicorn would say it again
        self._body = request.body = SpooledTemporaryFile(MAX_IN_MEMORY)  # noqa: SIM115 (release closes it)
        yield from content
        self._body.seek(0)

    def _content(self, length: int) -> Steps:
        while length:
            if not self._data:
                yield
            data = self._cut(length)
            length -= len(data)
            self._keep(data)

    def _chunks(self, limit: int) -> Steps:
        """RFC 9112, section 7.1; what trailers say is of no use to the site."""
        while length := chunk_size((yield from self._line())):
            check(self.size + length, limit)
            yield from self._content(length)
            if (yield from self._line()):
                raise RefusalError(400, "A chunk of the body is longer than it says.")
        while (yield from self._line()):
            pass

    def _line(self) -> Generator[None, None, bytes]:
        while (end := self._data.find(b"\r\n")) < 0:
            if len(self._data) > MAX_CHUNK_LINE:
                raise RefusalError(400, "A line between the chunks of the body is too long.")
            yield
        return self._cut(end + 2)[:-2]

    def _nothing(self) -> Steps:
        while True:
            self._data.clear()
            yield

    def _cut(self, length: int) -> bytes:
        data = bytes(self._data[:length])
        del self._data[:length]
        return data

    def _keep(self, data: bytes) -> None:
        try:
            self._body.write(data)
        except OSError as error:  # the disk is full, say
            raise RefusalError(
                503, "There is no room for the body of the request. Try again later."
            ) from error
        self.size += len(data)
        earned = len(data) / BYTES_PER_SECOND
        self.deadline += earned
        self.pace = min(self.pace + earned, time.monotonic() + PATIENCE)


def limit_of(request: Any) -> int:
    """The most bytes of a body: without the cookie of Django's forms (CSRF), none is a form of the site."""
    cookies = (value for name, value in request.headers if name == "COOKIE")
    form = request.path.startswith(settings.CSRF_COOKIE_PATH) and any(
        f"{settings.CSRF_COOKIE_NAME}=" in cookie for cookie in cookies
    )
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE if form else MAX_SMALL_BODY


def check(size: int, limit: int) -> None:
    if size > limit:
        raise RefusalError(
            413, f"The body of the request is larger than {filesizeformat(limit)}. Send less at once."
        )


def chunk_size(line: bytes) -> int:
    if not (match := CHUNK_SIZE.fullmatch(line)):
        raise RefusalError(400, "The size of a chunk of the body cannot be read.")
    return int(match[1], 16)
