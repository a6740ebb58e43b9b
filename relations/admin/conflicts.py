"""Edit conflicts: a save over a newer save is refused, with everything typed still on the page.

A form carries a token of the state it was opened with (optimistic locking). When it is
sent, the row is locked and its token read again: if somebody saved in between, the form
says who and when, and offers to overwrite theirs, which stays in the history.
"""

import logging
from collections.abc import Iterable
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from relations.admin.autocomplete import AutocompleteAdmin
from relations.admin.generics import ModelForm
from relations.admin.input_validation import InputValidationAdmin, replace_post
from relations.models import Record, Reference, Revision, Source, WorkingCopy

DELETED = "deleted"
EDIT_CONFLICT = "edit_conflict"

logger = logging.getLogger(__name__)


def edit_token(row: models.Model | None) -> str:
    """What a form of this row is based on: the latest revision, or else a digest of the row's own columns."""
    if row is None or row.pk is None:
        return ""
    if isinstance(row, WorkingCopy):
        revision = str(latest_revision_ids([row.record_id]).get(row.record_id, 0))
        match row:
            case Source():
                return f"{revision}-{_digest_of_places(row)}"
            case Reference():
                return f"{revision}-{Reference.objects.current().review_required}"
        return revision
    columns = [str(field.value_from_object(row)) for field in row._meta.concrete_fields]
    return _digest(columns)


def _digest(texts: Iterable[str]) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:16]


def _digest_of_places(source: Source) -> str:
    """The places in a source are no part of its document: a change of them makes no revision."""
    rows = source.passages.order_by("pk").values_list("pk", "locator", "excerpt", "position")
    return _digest(str(row) for row in rows)


def latest_revision_ids(records: Iterable[int]) -> dict[int, int]:
    """The id of each record's latest revision, by the record's id; a record without one is left out."""
    revisions = Revision.objects.order_by().filter(record__in=records).values("record")
    return dict(revisions.annotate(latest=models.Max("pk")).values_list("record", "latest"))


def lock_row(row: models.Model) -> None:
    """Make every other save of this row wait until the transaction ends."""
    if isinstance(row, WorkingCopy):
        Record.objects.select_for_update().filter(pk=row.record_id).first()
    else:
        type(row)._default_manager.select_for_update().filter(pk=row.pk).first()


class ConflictCheckedForm(ModelForm):
    """``edit_token`` is that of the opened form, ``overwrite_token`` the newer one that the editor accepts.

    ``integrity_error``, set by ConflictCheckedAdmin, says that the database refused to write this form.
    """

    edit_token = forms.CharField(required=False, widget=forms.HiddenInput)
    overwrite_token = forms.CharField(required=False, widget=forms.HiddenInput)
    integrity_error = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newer_token = ""
        if not self.is_bound:
            self.initial["edit_token"] = edit_token(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        current = edit_token(self.instance)
        opened_with, accepted = cleaned.get("edit_token"), cleaned.get("overwrite_token")
        is_stale = current != opened_with or accepted == DELETED
        if is_stale:
            self.newer_token = current or DELETED
        if cleaned.get("integrity_error"):
            raise ValidationError(
                _(
                    "This was not saved: it says something twice, or says again what somebody else saved "
                    "meanwhile. All you typed is below. Open the page once more in another tab, compare, "
                    "change or delete the row that is there already, and save again."
                ),
                code="integrity_error",
            )
        if is_stale and accepted != self.newer_token:
            raise ValidationError(self._describe_conflict(opened_with), code=EDIT_CONFLICT)
        return cleaned

    @property
    def is_overwrite_accepted(self) -> bool:
        return self.data.get("overwrite_token") == self.newer_token

    def _describe_conflict(self, opened_with: str | None) -> str:
        if not self.instance.pk:
            return _(
                "Somebody deleted this while you were editing it. Nothing of yours is lost: all you typed is "
                "below, and can be saved as a new one."
            )
        if not opened_with:
            return _(
                "This form does not say which version you were editing, so it was not saved. All you typed "
                "is below."
            )
        latest = None
        if isinstance(self.instance, WorkingCopy):
            revisions = Revision.objects.filter(record=self.instance.record_id)
            latest = revisions.select_related("saved_by").first()
        if latest is None or str(latest.pk) == opened_with.partition("-")[0]:
            return _("This was changed after you opened it. Yours was not saved; all you typed is below.")
        return format_html(
            _(
                "{who} saved this {ago} ago, after you opened it. Yours was not saved; "
                "all you typed is below."
            ),
            who=str(latest.saved_by or _("An import")),
            ago=timesince(latest.saved_at),
        )


class ConflictCheckedAdmin(AutocompleteAdmin, InputValidationAdmin):
    """The pages of a ConflictCheckedForm: of two saves at once the second waits, and sees the first."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if "_saveasnew" in request.POST:  # no form of ours has that button
            raise BadRequest("no such button")
        for _attempt in range(2):
            # Somebody else's row may come between check and save. Checked once more, the form says which.
            try:
                return self._checked_changeform_view(request, object_id, form_url, extra_context)
            except IntegrityError:
                logger.warning("The database refused to write a form: %s", request.path, exc_info=True)
        _set_fields(request, integrity_error="on")
        return self._checked_changeform_view(request, object_id, form_url, extra_context)

    def _checked_changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None,
        form_url: str,
        extra_context: dict[str, Any] | None,
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            row = self.get_object(request, unquote(object_id)) or self.bring_back(request, object_id)
            if row is not None:
                lock_row(row)
            elif self.has_add_permission(request):
                # What was being edited is deleted: show all that was typed in the form of a new one.
                _set_fields(request, edit_token=request.POST.get("edit_token") or DELETED)
                form_url = "" if self.can_bring_back(request, object_id) else self._add_url()
                object_id = None
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _add_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")

    def can_bring_back(self, request: HttpRequest, object_id: str) -> bool:
        """Whether the deletion of what has this id can be undone, by whoever is asking."""
        return False

    def bring_back(self, request: HttpRequest, object_id: str) -> models.Model | None:
        """The deleted row of this id, if the form asks for it to be brought back."""
        return None

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any | None = None,
    ) -> HttpResponse:
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if any(inline.formset.is_incomplete for inline in context["inline_admin_formsets"]):
            response.status_code = HTTPStatus.BAD_REQUEST
        return response


def _set_fields(request: HttpRequest, **values: str) -> None:
    data = request.POST.copy()
    for name, value in values.items():
        data[name] = value
    replace_post(request, data)
