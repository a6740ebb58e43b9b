"""What a form may be: without a file, and short where it takes long to read and nobody is signed in.

No file is taken: nothing that is sent to the site reaches the disk as an upload.

No form of the site has a file in it, and browsers send forms without one as
``application/x-www-form-urlencoded``. Django reads a form to find its token, so
before anyone asked who sends it: what is refused is refused here, while it is read.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from config.admin_middleware import is_admin_request
from relations.views.errors import UserFacingBadRequest, bad_request_page

# Of a multipart form from somebody who is not signed in: a sign-in many times over.
# Django takes 0.3 seconds to find ten thousand fields in half a megabyte of it.
MAX_ANONYMOUS_BODY = 64 * 1024
# Of letters written as %41 in any other form from somebody who is not signed in. Python reads a million of
# them in half a second, and 12 MB hold four. A form of an editor whose session has ended has less: this is
# seventy thousand letters of Hindi, a hundred thousand of Russian.
MAX_ANONYMOUS_ESCAPES = 200_000


class EscapesLimitMiddleware:
    """Stands before Django's check of forms (CSRF), which reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if request.method != "POST" or not _has_many_escapes(request):
            return None
        try:
            if _is_signed_in(request):
                return None
        except Error:  # nobody can say: an editor's form comes back whole (config.unavailable)
            return None
        return bad_request_page(
            request,
            _(
                "This form is longer than anyone sends who is not signed in. Go back, copy what you typed, "
                "sign in, and send it again."
            ),
        )


def _has_many_escapes(request: HttpRequest) -> bool:
    """Looks at what has room for them, and at nothing sent to public addresses. Raises RequestDataTooBig."""
    if request.content_type != "application/x-www-form-urlencoded" or not is_admin_request(request):
        return False
    length: str = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) > 3 * MAX_ANONYMOUS_ESCAPES and request.body.count(b"%") > MAX_ANONYMOUS_ESCAPES


class RejectFilesHandler(FileUploadHandler):
    """Django's only upload handler here: a multipart form is read as long as it holds no file."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 (Django's name)
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Before anything is read. Raises UserFacingBadRequest, RequestDataTooBig."""
        if (encoding or "utf-8").lower() != "utf-8":
            # Django refuses other forms in another one, and reads these: to texts that no database holds.
            raise UserFacingBadRequest(_("The form is not in UTF-8, so that it cannot be read."))
        if content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            # Django counts its fields only, not what stands between them.
            raise RequestDataTooBig("A multipart form is larger than DATA_UPLOAD_MAX_MEMORY_SIZE.")
        if content_length > MAX_ANONYMOUS_BODY and not _is_signed_in(self.request):
            raise UserFacingBadRequest(
                _("This is more than anyone sends who is not signed in. Sign in first.")
            )

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise UserFacingBadRequest(
            _("This site takes no files. Send the form without one; nothing of it was kept.")
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called: a new file ends the reading."""

    def file_complete(self, file_size: int) -> None:
        """Never called, as there is no chunk."""


def _is_signed_in(request: HttpRequest | None) -> bool:
    user = getattr(request, "user", None)  # public addresses know no accounts
    return user is not None and user.is_authenticated
