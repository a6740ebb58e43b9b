"""What all publishing actions share: who may, for which records, and that a refusal changes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from relations.admin.conflicts import latest_revision_ids
from relations.admin.input_validation import parse_ids
from relations.admin.permissions import VIEW_ENTRIES_PERMISSION, signed_in_user
from relations.admin.publishing_actions.faults import locate_faults
from relations.admin.record_urls import change_url
from relations.models import Record, WorkingCopy
from relations.models.permissions import PUBLISH_PERMISSION
from relations.publishing import Fault, PublishingError
from relations.publishing.due import begin_publication

# A page of a list has fifty; more than this at once is a matter for the commands.
MAX_RECORDS = 500


@dataclass(frozen=True, slots=True)
class Affected:
    """The ``chosen`` records, and ``records``: all whose content the page shows, those that go with them too.

    Read once for the form of a page, its token and its words.
    """

    chosen: list[Record]
    records: list[Record]

    @property
    def companions(self) -> list[Record]:
        return [record for record in self.records if record not in self.chosen]


A = TypeVar("A", bound=Affected)


class PublishingAction(Generic[A]):
    """One action's page at ``/admin/<name>/?record=<id>&record=<id>``."""

    name: ClassVar[str]
    title: ClassVar[Any]
    form_class: ClassVar[type[forms.Form]]
    takes_several: ClassVar[bool] = False
    # The name of the action that does the same on a date, where there is one.
    on_a_date: ClassVar[str] = ""

    def perform(self, records: list[Record], user: User, values: dict[str, Any]) -> Any:
        """What it made, which ``success_message`` tells of. Raises PublishingError."""
        raise NotImplementedError

    def check_permission(self, user: User, records: Sequence[Record]) -> None:
        """Raises PermissionDenied."""
        if not user.has_perm(PUBLISH_PERMISSION):
            raise PermissionDenied

    def read_affected(self, records: list[Record], user: User) -> A:
        raise NotImplementedError

    def build_form(self, affected: A, user: User, data: Any = None) -> forms.Form:
        return self.form_class(data)

    def get_context(self, affected: A, user: User, faults: Sequence[Fault]) -> dict[str, Any]:
        """What the page says will happen."""
        return {}

    def draft_values(self, context: dict[str, Any]) -> dict[str, Any]:
        """What stands in the form at first, by what the page says will happen."""
        return {}

    def success_message(self, records: list[Record], result: Any) -> str:
        raise NotImplementedError

    def displayed_records(self, records: list[Record]) -> list[Record]:
        """The records whose content the page shows: the chosen ones, and those that go with them."""
        return records

    def view(self, request: HttpRequest) -> HttpResponse:
        user = signed_in_user(request)
        if not user.has_perm(VIEW_ENTRIES_PERMISSION):
            raise PermissionDenied  # before anything is said of the records
        records = self.chosen_records(request)
        self.check_permission(user, records)
        if request.method != "POST":
            return self.render_page(request, records)
        form = self.build_form(self.read_affected(records, user), user, request.POST)
        if not form.is_valid():
            return self.render_page(request, records, form)
        try:
            with transaction.atomic():
                records = self.lock_records(request)
                is_current = request.POST.get("state_token") == state_token(self.displayed_records(records))
                result = self.perform(records, user, form.cleaned_data) if is_current else None
        except PublishingError as refused:
            return self.render_page(request, records, form, refused.faults)
        if not is_current:
            form.add_error(None, _("Somebody changed this while you were reading. Look at it once more."))
            return self.render_page(request, records, form)
        messages.success(request, self.success_message(records, result))
        return HttpResponseRedirect(self.return_url(records))

    def chosen_records(self, request: HttpRequest) -> list[Record]:
        """The records the address or the form names, in that order. Raises Http404 when there is none."""
        data = request.POST if request.method == "POST" else request.GET
        ids = parse_ids(data.getlist("record")[:MAX_RECORDS])
        found = Record.objects.with_pages().select_related("edition").in_bulk(ids)
        records = [found[pk] for pk in dict.fromkeys(ids) if pk in found]
        if not records or (len(records) > 1 and not self.takes_several):
            raise Http404(_("Choose what this is about first."))
        return records

    def lock_records(self, request: HttpRequest) -> list[Record]:
        """The chosen records as they are, with no save possible until the transaction ends.

        Locked in the order in which publishing itself locks. Raises Http404 when they are gone.
        """
        begin_publication()
        _lock(self.chosen_records(request))
        records = self.chosen_records(request)
        _lock(self.displayed_records(records))
        return records

    def render_page(
        self,
        request: HttpRequest,
        records: list[Record],
        form: forms.Form | None = None,
        faults: Sequence[Fault] = (),
    ) -> HttpResponse:
        """The page that asks before it acts; after a refusal with its ``faults``."""
        user = signed_in_user(request)
        self.check_permission(user, records)
        affected = self.read_affected(records, user)
        form = form or self.build_form(affected, user)
        other_faults = [fault for fault in faults if not self.add_field_error(form, fault)]
        row = records[0].working_copy
        request.current_app = admin.site.name
        context = {
            **admin.site.each_context(request),
            "title": self.title,
            "action_url": f"admin:{self.name}",
            "records": records,
            "row": row if len(records) == 1 else None,
            "opts": row._meta,
            "state_token": state_token(affected.records),
            "form": form,
            "media": form.media,
            "is_refused": bool(faults),
            "return_url": self.return_url(records),
            "on_a_date_url": reverse(f"admin:{self.on_a_date}") if self.on_a_date else "",
            **self.get_context(affected, user, other_faults),
        }
        form.initial = {**self.draft_values(context), **form.initial}
        context.setdefault("faults", [(record, locate_faults(record, other_faults)) for record in records])
        return TemplateResponse(request, f"admin/publishing_actions/{self.name}.html", context)

    def add_field_error(self, form: forms.Form, fault: Fault) -> bool:
        """Put the fault at the field of this page it is about, if there is one."""
        if fault.path not in form.fields:
            return False
        if form.is_bound and fault.message not in form.errors.get(fault.path, ()):
            form.add_error(fault.path, fault.message)
        return True

    def return_url(self, records: list[Record]) -> str:
        """The form of the record, or the list when there are several."""
        if len(records) == 1:
            return change_url(records[0].working_copy)
        kinds = {record.kind for record in records}
        model = kinds.pop() if len(kinds) == 1 else "entry"
        return reverse(f"admin:relations_{model}_changelist")


class RecordsOnlyAction(PublishingAction[Affected]):
    """One that needs nothing of the affected records but which they are."""

    def read_affected(self, records: list[Record], user: User) -> Affected:
        return Affected(records, self.displayed_records(records))


def state_token(records: Iterable[Record]) -> str:
    """What the page shows: each record's latest revision and edition."""
    records = list(records)
    latest = latest_revision_ids([record.pk for record in records])
    return " ".join(f"{record.pk}.{latest.get(record.pk, 0)}.{record.edition_id or 0}" for record in records)


def quoted_names(rows: Iterable[WorkingCopy]) -> str:
    return ", ".join(f"“{row}”" for row in rows)


def _lock(records: Iterable[Record]) -> None:
    Record.objects.select_for_update().in_bulk([record.pk for record in records])
