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

# Seconds that the head may take, and then the body, which must also keep to a rate on average.
REQUEST_TIMEOUT = 10.0
MIN_BYTES_PER_SECOND = 1000
MAX_HEAD_BYTES = 64 * 1024
# A body that is no form of the site: it is never written to a disk.
MAX_NON_FORM_BYTES = 64 * 1024
# A larger body goes to a temporary file without a name.
MAX_BYTES_IN_MEMORY = 64 * 1024
MAX_READ_BYTES = 64 * 1024
MAX_CHUNK_LINE_BYTES = 1024
# RFC 9112, section 7.1.1. Extensions hold no control characters: to some proxies a bare LF ends the line.
CHUNK_SIZE_LINE = re.compile(rb"([0-9A-Fa-f]{1,8})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?")

# Takes its part from the buffer, yields where more must come, and ends when it has all.
Coroutine = Generator[None, None, None]


class RequestRejectedError(Exception):
    """The request is not received any further; it is answered with ``status`` and ``message``."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class BufferingParser(RequestParser):
    """gunicorn's parser of one connection, which hands out a request when its body is there, too.

    ``deadline``: when it times out, on the monotonic clock; the bytes of a body put it off.
    ``eviction_deadline``: the same, but a body that came faster than it must has put it off no further
    than REQUEST_TIMEOUT from then: the connection with the earliest is the slowest now, however much it
    sent before. ``body_bytes``: how much of the body is stored.
    """

    def __init__(self, cfg: Any, sock: Any, client: Any) -> None:
        super().__init__(cfg, (), client)  # without a source: it is given what came
        self._sock = sock
        self._buffer = bytearray()
        self._coroutine: Coroutine
        self._body: Any = None
        self._head_error: Exception | None = None
        self.body_bytes = 0

    def start_request(self) -> None:
        """Expect a request; what came behind the last one is the beginning of it."""
        self._buffer += self.unreader.take_buffered()
        self.mesg = None
        self.started_at = time.monotonic()
        self._set_timeout(REQUEST_TIMEOUT)
        self._coroutine = self._receive_request()

    def linger(self, seconds: float) -> None:
        """Expect the client to close, whatever it still sends (RFC 9112, section 9.6)."""
        self.mesg = None
        self._buffer.clear()
        self._set_timeout(seconds)
        self._coroutine = self._discard_input()

    @property
    def is_idle(self) -> bool:
        """Nothing of a request has come."""
        return self.mesg is None and not self._buffer

    def receive(self) -> bool:
        """Take what came, and say whether the request is complete.

        Raises RequestRejectedError, and OSError (of the connection) when nothing will come any more.
        """
        if self._buffer and self._resume():  # what came behind the last request may be all of this one
            return True
        try:
            data = self._sock.recv(MAX_READ_BYTES)
        except BlockingIOError:
            return False
        if not data:
            raise ConnectionAbortedError
        self._buffer += data
        return self._resume()

    def release_body(self) -> None:
        """Give back what the body took."""
        if self._body:
            self._body.close()
        self._body = None
        self.body_bytes = 0

    def __next__(self) -> Any:
        """The complete request, for gunicorn's worker; what was wrong with its head is raised there."""
        if self._head_error:
            raise self._head_error
        return self.mesg

    def finish_body(self, deadline: Any = None, max_bytes: Any = None) -> bool:  # type: ignore[override]  # typeshed says None
        """Nothing of a body is ever left on the connection."""
        return True

    def _set_timeout(self, seconds: float) -> None:
        self.deadline = self.eviction_deadline = time.monotonic() + seconds

    def _resume(self) -> bool:
        for _more in self._coroutine:
            return False
        # gunicorn looks there for the beginning of the next request.
        self.unreader.unread(bytes(self._buffer))
        self._buffer.clear()
        return True

    def _receive_request(self) -> Coroutine:
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            if len(self._buffer) > MAX_HEAD_BYTES:
                raise RequestRejectedError(
                    431, f"The head of the request is larger than {filesizeformat(MAX_HEAD_BYTES)}."
                )
            yield
        self.unreader.unread(self._consume(end + 4))
        try:
            request: Any = super().__next__()  # more is used of it than typeshed declares
        except Exception as fault:  # whatever it is: gunicorn's worker answers and logs it
            self._head_error = fault
            return
        check_host(request)
        reader = request.body.reader
        if isinstance(reader, ChunkedReader):
            yield from self._receive_body(request, self._receive_chunks(max_body_bytes(request)))
            request.headers = [
                *((name, value) for name, value in request.headers if name != "TRANSFER-ENCODING"),
                ("CONTENT-LENGTH", str(self.body_bytes)),
            ]
        elif reader.length:
            check_body_size(reader.length, max_body_bytes(request))
            yield from self._receive_body(request, self._receive_content(reader.length))

    def _receive_body(self, request: Any, content: Coroutine) -> Coroutine:
        self._set_timeout(REQUEST_TIMEOUT)
        if request._expected_100_continue:
            self._sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            request._expected_100_continue = False  # gunicorn would say it again
        self._body = request.body = SpooledTemporaryFile(MAX_BYTES_IN_MEMORY)  # noqa: SIM115 (release_body closes it)
        yield from content
        self._body.seek(0)

    def _receive_content(self, length: int) -> Coroutine:
        while length:
            if not self._buffer:
                yield
            data = self._consume(length)
            length -= len(data)
            self._store(data)

    def _receive_chunks(self, limit: int) -> Coroutine:
        """RFC 9112, section 7.1; what trailers say is of no use to the site."""
        while length := parse_chunk_size((yield from self._receive_line())):
            check_body_size(self.body_bytes + length, limit)
            yield from self._receive_content(length)
            if (yield from self._receive_line()):
                raise RequestRejectedError(400, "A chunk of the body is longer than it says.")
        while (yield from self._receive_line()):
            pass

    def _receive_line(self) -> Generator[None, None, bytes]:
        while (end := self._buffer.find(b"\r\n")) < 0:
            if len(self._buffer) > MAX_CHUNK_LINE_BYTES:
                raise RequestRejectedError(400, "A line between the chunks of the body is too long.")
            yield
        return self._consume(end + 2)[:-2]

    def _discard_input(self) -> Coroutine:
        while True:
            self._buffer.clear()
            yield

    def _consume(self, length: int) -> bytes:
        data = bytes(self._buffer[:length])
        del self._buffer[:length]
        return data

    def _store(self, data: bytes) -> None:
        try:
            self._body.write(data)
        except OSError as error:  # the disk is full, say
            raise RequestRejectedError(
                503, "There is no room for the body of the request. Try again later."
            ) from error
        self.body_bytes += len(data)
        earned = len(data) / MIN_BYTES_PER_SECOND
        self.deadline += earned
        self.eviction_deadline = min(self.eviction_deadline + earned, time.monotonic() + REQUEST_TIMEOUT)


def max_body_bytes(request: Any) -> int:
    """The most bytes of a body: without the cookie of Django's forms (CSRF), none is a form of the site.

    What is typed in one is stored without a cookie, at an address of its own.
    """
    if request.path == settings.AUTOSAVE_PATH:
        return settings.AUTOSAVE_MAX_MEMORY_SIZE
    cookies = (value for name, value in request.headers if name == "COOKIE")
    form = request.path.startswith(settings.CSRF_COOKIE_PATH) and any(
        f"{settings.CSRF_COOKIE_NAME}=" in cookie for cookie in cookies
    )
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE if form else MAX_NON_FORM_BYTES


def check_host(request: Any) -> None:
    """RFC 9112, section 3.2; gunicorn refuses what names several."""
    if request.version >= (1, 1) and not any(name == "HOST" for name, _value in request.headers):
        raise RequestRejectedError(400, "The request does not say which host it is for.")


def check_body_size(size: int, limit: int) -> None:
    if size > limit:
        raise RequestRejectedError(
            413, f"The body of the request is larger than {filesizeformat(limit)}. Send less at once."
        )


def parse_chunk_size(line: bytes) -> int:
    if not (match := CHUNK_SIZE_LINE.fullmatch(line)):
        raise RequestRejectedError(400, "The size of a chunk of the body cannot be read.")
    return int(match[1], 16)
