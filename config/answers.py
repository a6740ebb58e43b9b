"""An answer on its way to a client: no thread waits for one that reads slowly."""

import select
import socket
import time
from collections.abc import Iterator
from typing import Any

# Seconds that a thread waits for a client that takes no more for the moment: most go on at once.
MOMENT = 0.05
# Bytes of a file read at a time.
BLOCK = 64 * 1024


class Outgoing:
    """Stands in for the socket when gunicorn writes a response; keeps what the client does not take yet.

    ``taken_at``: when it took something last, on the monotonic clock.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._kept = bytearray()
        self.taken_at = time.monotonic()

    def sendall(self, data: bytes) -> None:
        """Raises OSError when nobody reads any more."""
        sent = 0 if self._kept else self._send(data)
        self._kept += memoryview(data)[sent:]

    def flush(self, seconds: float = 0) -> bool:
        """Send what is kept, for so long; whether the client has taken all of it."""
        until = time.monotonic() + seconds
        while self._kept:
            sent = self._send(self._kept)
            del self._kept[:sent]
            left = until - time.monotonic()
            if self._kept and not sent and (left <= 0 or not self._wait(left)):
                return False
        return True

    def _send(self, data: bytes | bytearray) -> int:
        try:
            sent = self._sock.send(data, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0
        self.taken_at = time.monotonic()
        return sent

    def _wait(self, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self._sock, select.POLLOUT)
        return bool(poll.poll(seconds * 1000))


class Answer:
    """gunicorn's response, and the parts of its body that are still to be made."""

    def __init__(self, response: Any, outgoing: Outgoing, body: Any) -> None:
        self.response = response
        self.outgoing = outgoing
        self._body = body
        if hasattr(body, "blksize"):  # gunicorn's wrapper of a file
            body.blksize = BLOCK
        self._parts: Iterator[bytes] = iter(body)
        self.is_made = False

    def go_on(self) -> None:
        """Make and send more of it, as long as the client takes it. Raises OSError when it is gone."""
        while self.outgoing.flush(MOMENT):
            if self.is_made:
                return
            part = next(self._parts, None)
            if part is None:
                self.response.close()
                self.close()
            else:
                self.response.write(part)

    def close(self) -> None:
        """No more of it is made."""
        if not self.is_made:
            self.is_made = True
            if hasattr(self._body, "close"):
                self._body.close()
