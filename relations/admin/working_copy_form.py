"""The form of anything with a public page: its address, and the guard against saving over a newer save."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.conflicts import ConflictCheckedForm
from relations.admin.record_urls import change_url
from relations.models import Record, WorkingCopy
from relations.models.fields import SLUG, SLUG_FAULT, suggest_slug
from relations.publishing.slugs import is_slug_taken


class WorkingCopyForm(ConflictCheckedForm):
    """``slug_source_fields`` are those that a missing slug is made from."""

    slug_source_fields: tuple[str, ...] = ("title",)
    instance: WorkingCopy

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("summary", "description"):
            if name in self.fields:
                # The column's limit is kept by the field; a textarea only makes long sentences readable.
                self.fields[name].widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].label = gettext_lazy("Address")
            self.fields["slug"].help_text = gettext_lazy(
                "The last part of the page's address; made from the name when left empty. "
                "Once published it changes only by Rename, and old links keep working."
            )

    def clean(self) -> dict[str, Any]:
        if self.instance.record_id and self.instance.record.merged_into:
            raise ValidationError(_merged_error(self.instance.record.merged_into), code="merged")
        # Before the edit token is compared, which ends the cleaning when it refuses.
        if "slug" in self.fields and "slug" not in self.errors:
            self._clean_slug()
        return super().clean()

    def _clean_slug(self) -> None:
        name = "-".join(str(self.cleaned_data.get(field) or "") for field in self.slug_source_fields)
        slug = self.cleaned_data.get("slug") or suggest_slug(name)
        self.cleaned_data["slug"] = slug
        try:
            self._check_slug(slug)
        except ValidationError as error:
            self.add_error("slug", error)

    def _check_slug(self, slug: str) -> None:
        if not slug and any(name in self.errors for name in self.slug_source_fields):
            return  # the name's own error comes first
        if not SLUG.fullmatch(slug):
            raise ValidationError(SLUG_FAULT)
        record = self.instance.record if self.instance.record_id else Record(kind=self.instance.record_kind)
        if is_slug_taken(record, slug):
            raise ValidationError(_("This is, or once was, the address of another page. Choose another."))


def _merged_error(into: Record) -> str:
    return format_html(
        _(
            'This was merged into <a href="{url}">{name}</a> while you were typing, and can no longer be '
            "changed. All you typed is below: copy from it what belongs there."
        ),
        url=change_url(into.working_copy),
        name=str(into.working_copy),
    )
