"""The production server's worker without its threads, which ask a database."""

from config.sending import SendingThreadWorker
from config.worker import BufferingThreadWorker


class BareWorker(BufferingThreadWorker):
    def run(self) -> None:
        SendingThreadWorker.run(self)
