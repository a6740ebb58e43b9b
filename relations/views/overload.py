"""What the server has no room or no database for at the moment."""

from contextvars import ContextVar
from http import HTTPStatus
from typing import TypeVar, cast

from django.http import HttpResponse

Response = TypeVar("Response", bound=HttpResponse)

# Whether there is no room for one more who writes: set by the server's worker, for the thread of a request.
is_overloaded: ContextVar[bool] = ContextVar("is_overloaded", default=False)


class LoggedResponse(HttpResponse):
    """One of which Django logs nothing more. The attribute is Django's, and no part of its interface."""

    _has_been_logged: bool


def retry_later(response: Response, seconds: int) -> Response:
    """Make it a 503: the same request can be answered so many seconds later."""
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Retry-After"] = str(seconds)
    return without_error_line(response)


def without_error_line(response: Response) -> Response:
    """Keep Django from logging a status from 500 as a fault of the program, where it is none.

    The access line, which has the id of the request, says it: Django would add one without.
    """
    cast(LoggedResponse, response)._has_been_logged = True
    return response
