"""What all verbs share: who may, for which records, and what happens on refusal (nothing)."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from relations.admin.bad_input import ids_in
from relations.admin.names import PUBLISH, edit_url
from relations.admin.saved_over import newest_revisions
from relations.admin.verbs.faults import place
from relations.models import Edition, Record, VersionCounter, WorkingCopy
from relations.publishing import Fault, PublishingRefused

# A page of a list holds fifty; more than this at once is a matter for the commands.
MOST = 500


class Verb:
    """One verb's page at ``/admin/<name>/?record=<id>&record=<id>``."""

    name: ClassVar[str]
    title: ClassVar[Any]
    form_class: ClassVar[type[forms.Form]]
    many: ClassVar[bool] = False

    def act(self, records: list[Record], user: Any, values: dict[str, Any]) -> Iterable[Edition]:
        """Do it. Raises Refused."""
        raise NotImplementedError

    def make_form(self, records: list[Record], data: Any = None) -> forms.Form:
        return self.form_class(data)

    def context(self, records: list[Record], faults: Sequence[Fault]) -> dict[str, Any]:
        """What the page says will happen."""
        return {}

    def done(self, records: list[Record], editions: list[Edition]) -> str:
        """The sentence shown afterwards."""
        raise NotImplementedError

    def view(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        records = self.chosen(request)
        if request.method != "POST":
            return self.ask(request, records)
        form = self.make_form(records, request.POST)
        if not form.is_valid():
            return self.ask(request, records, form)
        try:
            with transaction.atomic():
                records = self.held(request)
                current = request.POST.get("seen") == seen(self.shown(records))
                editions = list(self.act(records, request.user, form.cleaned_data)) if current else []
        except PublishingRefused as refused:
            return self.ask(request, records, form, refused.faults)
        if not current:
            form.add_error(None, _("Somebody changed this while you were reading. Look at it once more."))
            return self.ask(request, records, form)
        messages.success(request, self.done(records, editions))
        return HttpResponseRedirect(self.onward(records))

    def chosen(self, request: HttpRequest) -> list[Record]:
        """The records the address or the form names, in that order. Raises Http404 when there is none."""
        data = request.POST if request.method == "POST" else request.GET
        keys = ids_in(data.getlist("record")[:MOST])
        found = Record.objects.with_pages().select_related("edition").in_bulk(keys)
        records = [found[key] for key in dict.fromkeys(keys) if key in found]
        if not records or (len(records) > 1 and not self.many):
            raise Http404(_("Choose what this is about first."))
        return records

    def shown(self, records: list[Record]) -> list[Record]:
        """The records whose content the page shows: the chosen ones, and those that go with them."""
        return records

    def held(self, request: HttpRequest) -> list[Record]:
        """The chosen records as they stand, with no save possible until the transaction ends.

        Locked in the order in which publishing itself locks. Raises Http404 when they are gone.
        """
        VersionCounter.objects.lock()
        _lock(self.chosen(request))
        records = self.chosen(request)
        _lock(self.shown(records))
        return records

    def ask(
        self,
        request: HttpRequest,
        records: list[Record],
        form: forms.Form | None = None,
        faults: Sequence[Fault] = (),
    ) -> HttpResponse:
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        refused = bool(faults)
        form = form or self.make_form(records)
        rest = [fault for fault in faults if not self.at_field(form, fault)]
        row = records[0].subject
        request.current_app = admin.site.name
        context = {
            **admin.site.each_context(request),
            "title": self.title,
            "verb_url": f"admin:{self.name}",
            "records": records,
            "row": row if len(records) == 1 else None,
            "opts": row._meta,
            "seen": seen(self.shown(records)),
            "form": form,
            "media": form.media,
            "refused": refused,
            "back_url": self.onward(records),
            **self.context(records, rest),
        }
        context.setdefault("faults", [(record, place(record, rest)) for record in records])
        return TemplateResponse(request, f"admin/relations/verb_{self.name}.html", context)

    def at_field(self, form: forms.Form, fault: Fault) -> bool:
        """Put the fault at the field of this page it is about, if there is one."""
        if fault.path not in form.fields:
            return False
        if form.is_bound and fault.message not in form.errors.get(fault.path, ()):
            form.add_error(fault.path, fault.message)
        return True

    def onward(self, records: list[Record]) -> str:
        """Back to the form, or to the list when there are several."""
        if len(records) == 1:
            return edit_url(records[0].subject)
        kinds = {record.kind for record in records}
        model = kinds.pop() if len(kinds) == 1 else "entry"
        return reverse(f"admin:relations_{model}_changelist")


def seen(records: Iterable[Record]) -> str:
    """What the editor has before them: each record's latest revision and edition."""
    records = list(records)
    latest = newest_revisions([record.pk for record in records])
    return " ".join(f"{record.pk}.{latest.get(record.pk, 0)}.{record.edition_id or 0}" for record in records)


def _lock(records: Iterable[Record]) -> None:
    Record.objects.select_for_update().in_bulk([record.pk for record in records])


def titled(rows: Iterable[WorkingCopy]) -> str:
    return ", ".join(f"“{row}”" for row in rows)
