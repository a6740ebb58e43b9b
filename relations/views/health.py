"""Whether the site can answer at all, for whoever watches it."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from relations.management.migration_state import what_to_run

_is_migrated = False


@csrf_exempt  # a form sent here is refused unread
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is as this version needs it, else 503; never cached."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if fault := _migrations_fault():
            return _answer(fault, 503)
    except Error:
        return _answer("The database does not answer.", 503)
    return _answer("ok", 200)


def _migrations_fault() -> str:
    """Asked until it is well once: migrations only go forward."""
    global _is_migrated
    fault = "" if _is_migrated else what_to_run()
    _is_migrated = not fault
    return fault


def _answer(text: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status, headers=headers)
