"""The queue of what somebody typed and did not save: each sees their own alone."""

from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.autosave.form_name import NEW_FORM, FormName
from relations.admin.autosave.offers import typed_title
from relations.admin.queues import Queue, QueueLine
from relations.models import Autosave


class TypedQueue(Queue):
    """Each leads to its form, which offers to go on."""

    name = "typed"
    title = gettext_lazy("Typed, not saved")
    ordering = ("typed_at", "pk")
    lasts = False

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        return Autosave.objects.unsaved().filter(user=user)

    def describe(self, row: Autosave) -> QueueLine:
        form = FormName.parse(row.form)
        kind = apps.get_model("relations", form.model)._meta.verbose_name
        words = {"kind": kind, "time": date_format(row.typed_at, "j F Y, H:i")}
        detail = _("new %(kind)s · %(time)s UTC") if form.is_new else _("%(kind)s · %(time)s UTC")
        return QueueLine(
            name=Truncator(typed_title(row)).chars(110) or capfirst(_("%(kind)s without a name") % words),
            url=f"{form.url}?{urlencode({NEW_FORM: form.code})}" if form.is_new else form.url,
            detail=capfirst(detail % words),
        )
