"""gunicorn's worker with threads, which clients that send slowly cannot take from readers."""

import selectors
import socket
import time
from contextlib import suppress
from functools import partial
from http.client import responses
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from config.buffering import BufferingParser, RefusalError
from config.logs import get_request_id, log_access

# The most connections that a worker waits for, and bytes of bodies that it holds, in memory and on the disk.
MAX_AWAITED = 256
MAX_HELD = 32 * 1024 * 1024
# Seconds that a client has to close its side after the last answer.
LINGER = 5.0
# Seconds between two looks at who is late.
SWEEP = 0.5

TOO_SLOW = RefusalError(408, "The request came too slowly.")


class BufferingThreadWorker(ThreadWorker):
    """Receives requests on the main thread, which waits for none, and gives a thread those that are complete.

    gunicorn's own waits for heads and bodies in its threads, and for clients to close on its main one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Those whose request is received, and those that are to close.
        self.awaited: set[Any] = set()
        self.held = 0
        self.swept = 0.0

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        super().check_config(cfg, log)
        if cfg.is_ssl or cfg.protocol != "http" or cfg.proxy_protocol != "off" or "h2" in cfg.http_protocols:
            raise SystemExit(
                "The server speaks HTTP/1.1 without TLS only: the proxy in front of it does the rest."
            )

    def enqueue_req(self, conn: Any) -> None:
        """Begin to receive a request; gunicorn asks for it when a connection is new or has sent something."""
        if conn.parser is None:
            conn.parser = BufferingParser(self.cfg, conn.sock, conn.client)
            conn.initialized = True
        conn.sock.setblocking(False)
        conn.parser.begin()
        self.receive(conn)

    def receive(self, conn: Any) -> None:
        try:
            complete = self.advance(conn)
        except RefusalError as refusal:
            self.refuse(conn, refusal)
            self.linger(conn)
        except OSError:
            self.drop(conn)
        else:
            if complete:
                self.forget(conn)
                super().enqueue_req(conn)
            else:
                self.wait_for(conn)

    def advance(self, conn: Any) -> bool:
        before = conn.parser.size
        try:
            complete: bool = conn.parser.receive()
            return complete
        finally:
            self.held += conn.parser.size - before

    def wait_for(self, conn: Any) -> None:
        if conn not in self.awaited:
            self.awaited.add(conn)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_awaited_readable, conn))
        if len(self.awaited) > MAX_AWAITED:
            self.evict(self.awaited)
        if self.held > MAX_HELD:
            self.evict({other for other in self.awaited if other.parser.size} or {conn})

    def on_awaited_readable(self, conn: Any, _sock: Any) -> None:
        # Another one of the same round may have evicted it.
        if conn in self.awaited:
            self.receive(conn)

    def evict(self, conns: set[Any]) -> None:
        """Give up the slowest: of two that send, who sends less; of two that do not, who began earlier."""
        self.give_up(min(conns, key=lambda conn: conn.parser.pace))

    def murder_pending(self) -> None:
        """Give up those whose time is over; gunicorn calls this after each round of events."""
        now = time.monotonic()
        if now - self.swept < SWEEP:
            return
        self.swept = now
        for conn in [conn for conn in self.awaited if conn.parser.deadline < now]:
            self.give_up(conn)

    def give_up(self, conn: Any) -> None:
        if not conn.parser.silent:
            self.refuse(conn, TOO_SLOW)
        self.drop(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        self.release(conn)
        if not fs.cancelled() and not fs.exception() and fs.result():
            super().finish_request(conn, fs)
        else:
            self.linger(conn)

    def linger(self, conn: Any) -> None:
        """Close our side, and the connection when the client closes its own.

        Closed at once it would be reset if the client still sends, and the answer lost on its way.
        """
        self.release(conn)
        conn.parser.linger(LINGER)
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:  # closed already
            self.drop(conn)
        else:
            self.wait_for(conn)

    def drop(self, conn: Any) -> None:
        self.forget(conn)
        self.release(conn)
        self.nr_conns -= 1
        conn.close()

    def forget(self, conn: Any) -> None:
        if conn in self.awaited:
            self.awaited.remove(conn)
            self.poller.unregister(conn.sock)

    def release(self, conn: Any) -> None:
        self.held -= conn.parser.size
        conn.parser.release()

    def refuse(self, conn: Any, refusal: RefusalError) -> None:
        """Answer, as far as that goes without waiting, and log it as any other answer."""
        own = ""
        if request := conn.parser.mesg:
            environ = {"REQUEST_METHOD": request.method, "QUERY_STRING": request.query}
            environ["HTTP_X_REQUEST_ID"] = dict(request.headers).get("X-REQUEST-ID", "")
            own = get_request_id(environ)
            log_access(environ, own, request.path, refusal.status, time.monotonic() - conn.parser.begun)
        text = f"{refusal.text}\n".encode()
        lines = [
            f"HTTP/1.1 {refusal.status} {responses[refusal.status]}",
            "Connection: close",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(text)}",
            *([f"X-Request-ID: {own}"] if own else []),
        ]
        with suppress(OSError):
            conn.sock.send("\r\n".join([*lines, "\r\n"]).encode() + text)
