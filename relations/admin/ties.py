"""What ties an entry to actors and to other entries, inside its form."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.inlines import RecordInline
from relations.models import Involvement, Link


class InvolvementInline(RecordInline, admin.TabularInline):
    model = Involvement
    autocomplete_fields = ("actor",)
    fields = ("actor", "role")
    verbose_name = _("actor")
    verbose_name_plural = _("actors and their part in it")


class LinkInline(RecordInline, admin.TabularInline):
    model = Link
    fk_name = "entry"
    autocomplete_fields = ("target",)
    fields = ("kind", "target")
    verbose_name = _("link")
    verbose_name_plural = _("links to other entries")
