"""No file is taken: nothing that is sent to the site reaches the disk as an upload.

No form of the site has a file in it, and browsers send forms without one as
``application/x-www-form-urlencoded``. Django reads a form to find its token, so
before anyone asked who sends it: what is refused is refused here, while it is read.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from relations.views.errors import UserFacingBadRequest

# Of a multipart form from somebody who is not signed in: a sign-in many times over.
# Django takes 0.3 seconds to find ten thousand fields in half a megabyte of it.
MAX_ANONYMOUS_BODY = 64 * 1024


class RejectFilesHandler(FileUploadHandler):
    """Django's only upload handler here: a multipart form is read as long as it holds no file."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any) -> None:  # noqa: N803 (Django's name)
        """Before anything is read. Raises UserFacingBadRequest, RequestDataTooBig."""
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
