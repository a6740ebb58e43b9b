"""How values stand in a cache of several processes: signed, so that nothing damaged or foreign is read."""

import hashlib
import hmac
import pickle
from typing import Any

from django.conf import settings

SIZE = 16


class DamagedValueError(Exception):
    """What stands there was not written by this site, or not with its SECRET_KEY, or was damaged since."""


class SignedSerializer:
    """Django's serializer for Redis: a keyed hash (BLAKE2, RFC 7693), and then Python's pickle.

    The hash is looked at first: to unpickle what somebody else wrote would run it.
    """

    def __init__(self) -> None:
        self._key = hashlib.blake2b(f"cache {settings.SECRET_KEY}".encode()).digest()

    def dumps(self, value: Any) -> bytes:
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        return self._sign(data) + data

    def loads(self, stored: bytes) -> Any:
        """Raises DamagedValueError."""
        signature, data = stored[:SIZE], stored[SIZE:]
        if not hmac.compare_digest(signature, self._sign(data)):
            raise DamagedValueError
        return pickle.loads(data)  # noqa: S301 (written by this site)

    def _sign(self, data: bytes) -> bytes:
        return hashlib.blake2b(data, key=self._key, digest_size=SIZE).digest()
