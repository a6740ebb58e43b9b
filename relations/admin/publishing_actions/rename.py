"""Rename: a new address and, if wanted, a new name; old links lead to the new address for good."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin.publishing_actions.base import Affected, RecordsOnlyAction
from relations.admin.record_urls import public_url
from relations.documents import load_document
from relations.documents.document_names import name_field
from relations.models import Edition, Record
from relations.models.fields import SLUG, SLUG_FAULT


class RenameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )
    slug = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=100,
        validators=[RegexValidator(rf"^{SLUG.pattern}\Z", SLUG_FAULT)],
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=gettext_lazy("The last part of the page's address: small letters, digits, single hyphens."),
    )
    note = forms.CharField(
        label=gettext_lazy("Why, in one sentence"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Readers see it in the list of editions. May stay empty."),
    )


class RenameAction(RecordsOnlyAction):
    name = "rename"
    title = gettext_lazy("Rename")
    form_class = RenameForm

    def build_form(self, affected: Affected, user: User, data: Any = None) -> forms.Form:
        edition = affected.chosen[0].edition
        published = load_document(edition.document) if edition else {}
        field = name_field(published)
        initial = {"slug": published.get("slug", ""), "name": published.get(field, "")}
        form = RenameForm(data, initial=initial)
        if not field:
            del form.fields["name"]
        return form

    def get_context(self, affected: Affected, user: User, faults: Any) -> dict[str, Any]:
        (record,) = affected.chosen
        return {"public_url": public_url(record, record.working_copy.slug)}

    def perform(self, records: list[Record], user: User, values: dict[str, Any]) -> list[Edition]:
        return [
            publishing.rename(
                records[0], user=user, slug=values["slug"], name=values.get("name", ""), note=values["note"]
            )
        ]

    def success_message(self, records: list[Record], editions: list[Edition]) -> str:
        (edition,) = editions
        before = edition.record.editions.get(number=edition.number - 1)
        if before.read_document()["slug"] == edition.read_document()["slug"]:
            return _("Renamed. Its address is the same as before.")
        return _("Renamed. Old links lead to the new address.")
