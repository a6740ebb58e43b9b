"""``/admin/autosave/<id>/discard/``: throw a stored text away."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from relations.admin.autosave.form_name import FormName
from relations.admin.autosave.storage import end_row
from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.models import Autosave


def discard_page(request: HttpRequest, autosave_id: str) -> HttpResponse:
    """Back to the form, without it. Raises Http404 for a text that is not one's own."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    own = Autosave.objects.filter(user=signed_in_user(request), pk__in=parse_ids([autosave_id]))
    with transaction.atomic():
        row = own.select_for_update().first()
        if row is None:
            raise Http404(_("There is no such text of yours."))
        if not row.ended_at:
            end_row(row)
    messages.success(request, _("What you typed there is thrown away."))
    return HttpResponseRedirect(FormName.parse(row.form).url)
