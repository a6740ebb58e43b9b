"""What the whole reference says of itself, which is public at once; and whether it requires reviews."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin.autosave.model_admin import AutosavedAdmin
from relations.admin.conflicts import ConflictCheckedAdmin, ConflictCheckedForm
from relations.admin.generics import ModelForm
from relations.admin.permissions import signed_in_user
from relations.models import Reference
from relations.publishing.update_reference import FIELDS, require_reviews

SETTING = "review_required"


class ReferenceForm(ConflictCheckedForm):
    pass


@admin.register(Reference)
class ReferenceAdmin(AutosavedAdmin, ConflictCheckedAdmin):
    form = ReferenceForm
    fieldsets = (
        (gettext_lazy("Public at once"), {"fields": FIELDS}),
        (gettext_lazy("For editors"), {"fields": (SETTING,)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one: its form is the list."""
        return HttpResponseRedirect(reverse("admin:relations_reference_change", args=[1]))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        if request.method in ("GET", "HEAD") and object_id == "1":
            return Reference.objects.current()  # its defaults, before anything was set up
        if object_id == "1":
            Reference.objects.get_or_create(pk=1)
        return super().get_object(request, object_id, from_field)

    def save_model(self, request: HttpRequest, obj: Reference, form: ModelForm, change: bool) -> None:
        """Only what was changed: the setting makes no version, and neither does a form as it was."""
        if SETTING in form.changed_data:
            require_reviews(form.cleaned_data[SETTING])
            if not set(form.changed_data) & set(FIELDS):
                return
        publishing.update_reference(
            user=signed_in_user(request), **{name: form.cleaned_data[name] for name in FIELDS}
        )

    def response_change(self, request: HttpRequest, obj: Reference) -> HttpResponse:
        self.end_autosave(request, obj)
        messages.success(request, _("Saved. What readers see of it is public."))
        return HttpResponseRedirect(reverse("admin:relations_reference_change", args=[1]))
