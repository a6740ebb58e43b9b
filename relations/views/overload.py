"""Whether the server has no room for one more who writes: set by its worker, for the thread of a request."""

from contextvars import ContextVar

is_overloaded: ContextVar[bool] = ContextVar("is_overloaded", default=False)
