"""The verbs that make sense for many records at once, as actions of the lists."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from relations.admin.verbs import Publish, Withdraw
from relations.models import Record


def chosen_records(rows: models.QuerySet) -> list[Record]:
    return list(Record.objects.filter(pk__in=rows.order_by().values("record")).order_by("pk"))


@admin.action(description=_("Publish…"), permissions=["publish"])
def publish_selected(
    modeladmin: admin.ModelAdmin, request: HttpRequest, rows: models.QuerySet
) -> HttpResponse:
    return Publish().ask(request, chosen_records(rows))


@admin.action(description=_("Withdraw…"), permissions=["publish"])
def withdraw_selected(
    modeladmin: admin.ModelAdmin, request: HttpRequest, rows: models.QuerySet
) -> HttpResponse:
    return Withdraw().ask(request, chosen_records(rows))
