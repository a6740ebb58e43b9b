"""How the server's worker sends answers: those that a client reads slowly wait without a thread."""

import selectors
import time
from concurrent.futures import Future
from functools import partial
from typing import Any

from gunicorn.http import wsgi
from gunicorn.workers.gthread import ThreadWorker

from config.answers import Answer, Outgoing

# The most answers that wait for their clients, and seconds after which one that takes nothing is given up.
MAX_UNSENT_ANSWERS = 256
SEND_TIMEOUT = 60.0

_SENT: Future[bool] = Future()
_SENT.set_result(True)


class SendingThreadWorker(ThreadWorker):
    """Has a thread make an answer as long as its client takes it, and go on when the client takes more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Connections whose answer waits until the client takes more of it.
        self.unsent: set[Any] = set()

    def linger(self, conn: Any) -> None:
        raise NotImplementedError

    def close_connection(self, conn: Any) -> None:
        raise NotImplementedError

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Make an answer, or go on with it, in a thread. False: the connection is of no more use."""
        if conn.answer is None:
            conn.answer = self.start_answer(req, conn)
        try:
            conn.answer.go_on()
        except OSError:
            raise
        except Exception:
            if not conn.answer.response.headers_sent:
                raise
            # Its client sees that it ends too early.
            self.log.exception("Error handling request")
            return False
        return True

    def start_answer(self, req: Any, conn: Any) -> Answer:
        outgoing: Any = Outgoing(conn.sock)  # of a socket, gunicorn's response uses sendall alone
        response, environ = wsgi.create(req, outgoing, conn.client, conn.server, self.cfg)
        environ["wsgi.multithread"] = True
        is_last = not self.alive or not self.cfg.keepalive
        if is_last or len(self.keepalived_conns) >= self.max_keepalived:
            response.force_close()
        application: Any = self.wsgi
        return Answer(response, outgoing, application(environ, response.start_response))

    def finish_request(self, conn: Any, fs: Any) -> None:
        """A thread is done with a request: with all of it, or until its client takes more of the answer."""
        if fs.cancelled() or fs.exception() or not fs.result():
            self.close_answer(conn)
            self.linger(conn)
        else:
            self.send(conn)

    def send(self, conn: Any) -> None:
        """Send what the client takes now; then wait for it, have more made, or be done."""
        try:
            is_taken = conn.answer.outgoing.flush()
        except OSError:
            self.abandon(conn)
            return
        if not is_taken:
            self.wait_until_writable(conn)
            return
        self.stop_waiting_to_write(conn)
        if not conn.answer.is_made:
            super().enqueue_req(conn)
            return
        is_last = conn.answer.response.should_close()
        conn.answer = None
        if is_last:
            self.linger(conn)
        else:
            super().finish_request(conn, _SENT)

    def wait_until_writable(self, conn: Any) -> None:
        if conn not in self.unsent:
            self.unsent.add(conn)
            self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self.on_writable, conn))
        if len(self.unsent) > MAX_UNSENT_ANSWERS:
            self.abandon(min(self.unsent, key=lambda other: other.answer.outgoing.taken_at))

    def on_writable(self, conn: Any, _sock: Any) -> None:
        # Another one of the same round may have put an end to it.
        if conn in self.unsent:
            self.send(conn)

    def murder_pending(self) -> None:
        """Give up clients that take nothing; gunicorn calls this after each round of events."""
        latest = time.monotonic() - SEND_TIMEOUT
        for conn in [conn for conn in self.unsent if conn.answer.outgoing.taken_at < latest]:
            self.abandon(conn)

    def abandon(self, conn: Any) -> None:
        self.stop_waiting_to_write(conn)
        self.close_answer(conn)
        self.close_connection(conn)

    def stop_waiting_to_write(self, conn: Any) -> None:
        if conn in self.unsent:
            self.unsent.remove(conn)
            self.poller.unregister(conn.sock)

    def close_answer(self, conn: Any) -> None:
        if conn.answer:
            conn.answer.close()
            conn.answer = None
