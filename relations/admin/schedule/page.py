"""The page of something scheduled: what it takes, another time for it, and no time at all."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from relations import publishing
from relations.admin.input_validation import parse_ids
from relations.admin.permissions import VIEW_ENTRIES_PERMISSION, signed_in_user
from relations.admin.publishing_actions.base import quoted_names
from relations.admin.record_urls import change_url
from relations.admin.schedule.lines import (
    OPEN_STATES,
    item_name,
    next_step,
    plans_for,
    schedule_lines,
    with_items,
)
from relations.admin.schedule.outcome import held_back_words, outcome_words
from relations.admin.schedule.time_form import ScheduledTimeForm, time_initial
from relations.admin.site_page import render_site_page
from relations.models import Record, ScheduledPublication
from relations.models.permissions import PUBLISH_PERMISSION
from relations.publishing import PublishingError


def schedule_page(request: HttpRequest, schedule_id: str) -> HttpResponse:
    """Raises Http404, PermissionDenied."""
    if not request.user.has_perm(VIEW_ENTRIES_PERMISSION):
        raise PermissionDenied
    rows = ScheduledPublication.objects.filter(pk__in=parse_ids([schedule_id]))
    scheduled = with_items(rows).first()
    if scheduled is None or not scheduled.items.all():
        raise Http404(_("Nothing is scheduled under this address."))
    if request.method != "POST":
        return _render(request, scheduled, _time_form(scheduled))
    if not request.user.has_perm(PUBLISH_PERMISSION):
        raise PermissionDenied
    return _cancel(request, scheduled) if "cancel" in request.POST else _reschedule(request, scheduled)


def _time_form(scheduled: ScheduledPublication) -> ScheduledTimeForm:
    return ScheduledTimeForm(initial=time_initial(scheduled.due_at, scheduled.time_zone))


def _reschedule(request: HttpRequest, scheduled: ScheduledPublication) -> HttpResponse:
    form = ScheduledTimeForm(request.POST)
    if not form.is_valid():
        return _render(request, scheduled, form)
    try:
        given = publishing.reschedule(
            scheduled,
            user=signed_in_user(request),
            due_at=form.cleaned_data["due_at"],
            time_zone=form.cleaned_data["time_zone"],
        )
    except PublishingError as refused:
        if any(fault.path != "due_at" for fault in refused.faults):
            return _refused(request, refused)
        for fault in refused.faults:
            form.add_due_error(fault.message)
        return _render(request, scheduled, form)
    chosen = _chosen_records(scheduled)
    rows = quoted_names(record.working_copy for record in chosen)
    messages.success(request, outcome_words(rows, chosen, given))
    for words in held_back_words(chosen, given):
        messages.warning(request, words)
    return HttpResponseRedirect(request.path)


def _cancel(request: HttpRequest, scheduled: ScheduledPublication) -> HttpResponse:
    try:
        publishing.cancel(scheduled, user=signed_in_user(request))
    except PublishingError as refused:
        return _refused(request, refused)
    messages.success(request, _("Cancelled. Nothing will happen at that time."))
    return HttpResponseRedirect(reverse("admin:index"))


def _chosen_records(scheduled: ScheduledPublication) -> list[Record]:
    return [item.record for item in scheduled.items.all() if not item.companion]


def _refused(request: HttpRequest, refused: PublishingError) -> HttpResponse:
    """Say why nothing was changed: it was done or cancelled meanwhile, or withdrawn since it failed."""
    for fault in refused.faults:
        messages.error(request, fault.message)
    return HttpResponseRedirect(request.path)


def _render(request: HttpRequest, scheduled: ScheduledPublication, form: ScheduledTimeForm) -> HttpResponse:
    items = list(scheduled.items.all())
    chosen = _chosen_records(scheduled)
    plans = plans_for(chosen)
    row = items[0].record.working_copy
    return render_site_page(
        request,
        "admin/schedule/page.html",
        _("Scheduled"),
        row=row if len(items) == 1 else None,
        opts=row._meta,
        scheduled=scheduled,
        line=schedule_lines([scheduled])[0],
        items=[(item, item_name(item), change_url(item.record.working_copy)) for item in items],
        form=form,
        record=chosen[0],
        next_step=next_step(chosen[0], plans) if len(chosen) == 1 else "",
        plans=[line for line in plans if line.scheduled.pk != scheduled.pk],
        is_open=scheduled.state in OPEN_STATES,
        may_publish=request.user.has_perm(PUBLISH_PERMISSION),
    )
