"""gunicorn's worker with threads, which neither slow clients nor editors who save take from readers."""

import selectors
import socket
import time
from contextlib import suppress
from functools import partial
from http.client import responses
from typing import Any

from config.buffering import BufferingParser, RequestRejectedError
from config.logs import get_request_id, log_request
from config.sending import SendingThreadWorker
from config.write_queue import WriteQueue
from relations.views.overload import is_overloaded

# Of one worker: connections whose request is being received, and bytes of their bodies, wherever stored.
MAX_WAITING_CONNECTIONS = 256
MAX_BUFFERED_BYTES = 64 * 1024 * 1024
# Seconds that a client has to close its side after the last answer.
LINGER_TIMEOUT = 5.0
# Seconds between two looks for connections whose time is over.
TIMEOUT_CHECK_INTERVAL = 0.5

REQUEST_TIMED_OUT = RequestRejectedError(408, "The request came too slowly.")


class BufferingThreadWorker(SendingThreadWorker):
    """Receives requests on the main thread, which waits for none, and gives a thread those that are complete.

    gunicorn's own waits for heads, bodies and readers of answers in its threads, and for clients to
    close on its main one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Connections whose request is being received, and those the client is to close.
        self.waiting: set[Any] = set()
        self.buffered_bytes = 0
        self.writes = WriteQueue(self.cfg.threads, super().enqueue_req)
        self.timeouts_checked_at = 0.0

    def run(self) -> None:
        """Serve until the worker is told to end; beside that, perform what falls due and send letters."""
        # gunicorn reads this file before Django is set up.
        from config.worker_threads import worker_threads

        threads = worker_threads()
        for thread in threads:
            thread.start()
        try:
            super().run()
        finally:
            for thread in threads:
                thread.stop()

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
            conn.answer = None
        conn.sock.setblocking(False)
        conn.parser.start_request()
        self.receive(conn)

    def receive(self, conn: Any) -> None:
        """Read what has come; give a thread a complete request, answer a rejected one, else wait for more."""
        try:
            complete = self.receive_available(conn)
        except RequestRejectedError as rejection:
            self.reject(conn, rejection)
            self.linger(conn)
        except OSError:
            self.close_connection(conn)
        else:
            if complete:
                self.stop_waiting(conn)
                is_full = self.buffered_bytes > MAX_BUFFERED_BYTES // 2
                self.writes.submit(conn, conn.parser.mesg, is_full=is_full)
            else:
                self.wait_until_readable(conn)

    def receive_available(self, conn: Any) -> bool:
        """Read what has come, and say whether the request is complete; raises as the parser does."""
        before = conn.parser.body_bytes
        try:
            complete: bool = conn.parser.receive()
            return complete
        finally:
            self.buffered_bytes += conn.parser.body_bytes - before

    def wait_until_readable(self, conn: Any) -> None:
        """Have the poller call again when the client sends; where too many wait, the slowest is evicted."""
        if conn not in self.waiting:
            self.waiting.add(conn)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_waiting_readable, conn))
        if len(self.waiting) > MAX_WAITING_CONNECTIONS:
            # Of those that have sent least, to the nearest power of two: a burst of others that have
            # sent little takes nothing from a form that is on its way.
            least = min(other.parser.body_bytes.bit_length() for other in self.waiting)
            self.evict_slowest(
                {other for other in self.waiting if other.parser.body_bytes.bit_length() == least}
            )
        if self.buffered_bytes > MAX_BUFFERED_BYTES:
            self.evict_slowest({other for other in self.waiting if other.parser.body_bytes} or {conn})

    def on_waiting_readable(self, conn: Any, _sock: Any) -> None:
        # Another one of the same round may have evicted it.
        if conn in self.waiting:
            self.receive(conn)

    def evict_slowest(self, conns: set[Any]) -> None:
        """Time out the slowest: of two that send, who sends less; of two that do not, who began earlier."""
        self.time_out(min(conns, key=lambda conn: conn.parser.eviction_deadline))

    def murder_pending(self) -> None:
        """Time out those whose deadline has passed; gunicorn calls this after each round of events."""
        super().murder_pending()
        now = time.monotonic()
        if now - self.timeouts_checked_at < TIMEOUT_CHECK_INTERVAL:
            return
        self.timeouts_checked_at = now
        for conn in [conn for conn in self.waiting if conn.parser.deadline < now]:
            self.time_out(conn)
        self.writes.check_timeouts(now)

    def time_out(self, conn: Any) -> None:
        if not conn.parser.is_idle:
            self.reject(conn, REQUEST_TIMED_OUT)
        self.close_connection(conn)

    def handle(self, conn: Any) -> Any:
        is_overloaded.set(self.writes.is_refused(conn))
        return super().handle(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        self.release_body(conn)
        self.writes.finish(conn)
        super().finish_request(conn, fs)

    def linger(self, conn: Any) -> None:
        """Close our side, and the connection when the client closes its own.

        Closed at once it would be reset if the client still sends, and the answer lost on its way.
        """
        self.release_body(conn)
        conn.parser.linger(LINGER_TIMEOUT)
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:  # closed already
            self.close_connection(conn)
        else:
            self.wait_until_readable(conn)

    def close_connection(self, conn: Any) -> None:
        self.stop_waiting(conn)
        self.release_body(conn)
        self.nr_conns -= 1
        conn.close()

    def stop_waiting(self, conn: Any) -> None:
        if conn in self.waiting:
            self.waiting.remove(conn)
            self.poller.unregister(conn.sock)

    def release_body(self, conn: Any) -> None:
        self.buffered_bytes -= conn.parser.body_bytes
        conn.parser.release_body()

    def reject(self, conn: Any, rejection: RequestRejectedError) -> None:
        """Answer, as far as that goes without waiting, and log it as any other answer."""
        request_id = ""
        if request := conn.parser.mesg:
            environ = {"REQUEST_METHOD": request.method, "QUERY_STRING": request.query}
            environ["HTTP_X_REQUEST_ID"] = dict(request.headers).get("X-REQUEST-ID", "")
            request_id = get_request_id(environ)
            log_request(
                environ, request_id, request.path, rejection.status, time.monotonic() - conn.parser.started_at
            )
        text = f"{rejection.message}\n".encode()
        lines = [
            f"HTTP/1.1 {rejection.status} {responses[rejection.status]}",
            "Connection: close",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(text)}",
            *([f"X-Request-ID: {request_id}"] if request_id else []),
        ]
        with suppress(OSError):
            conn.sock.send("\r\n".join([*lines, "\r\n"]).encode() + text)
