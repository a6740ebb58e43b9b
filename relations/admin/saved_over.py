"""A save over a newer save is refused, with everything typed still on the page.

A form carries the stamp of what it was opened with. When it is sent, the row is
locked and its stamp read again: if somebody saved in between, the form says who
and when, and offers to save over theirs, which stays in the history.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from relations.models import Record, Revision, WorkingCopy

DELETED = "deleted"


def stamp(row: models.Model | None) -> str:
    """What a form of this row is based on: the latest revision, or else a digest of the row's own columns."""
    if row is None or row.pk is None:
        return ""
    if isinstance(row, WorkingCopy):
        return str(newest_revisions([row.record_id]).get(row.record_id, 0))
    columns = [str(field.value_from_object(row)) for field in row._meta.concrete_fields]
    return sha256("\n".join(columns).encode()).hexdigest()[:16]


def newest_revisions(records: Iterable[int]) -> dict[int, int]:
    """The id of each record's latest revision, by the record's id; a record without one is left out."""
    saved = Revision.objects.order_by().filter(record__in=records).values("record")
    return dict(saved.annotate(newest=models.Max("pk")).values_list("record", "newest"))


def lock(row: models.Model) -> None:
    """Hold off every other save of this row until the transaction ends."""
    if isinstance(row, WorkingCopy):
        Record.objects.select_for_update().filter(pk=row.record_id).first()
    else:
        type(row)._default_manager.select_for_update().filter(pk=row.pk).first()


class StampedForm(forms.ModelForm):
    """``seen`` is the stamp the form was opened with, ``save_over`` the newer one the editor accepts.

    ``collided`` says that the database refused what this form was about to write.
    """

    collided = False
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    save_over = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newer_stamp = ""
        if not self.is_bound:
            self.initial["seen"] = stamp(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        now = stamp(self.instance)
        seen, accepted = cleaned.get("seen"), cleaned.get("save_over")
        stale = now != seen or accepted == DELETED
        if stale:
            self.newer_stamp = now or DELETED
        if self.collided:
            raise ValidationError(
                _(
                    "This was not saved: it says something twice, or says again what somebody else saved "
                    "meanwhile. All you typed is below. Open the page once more in another tab, compare, "
                    "change or delete the row that is there already, and save again."
                ),
                code="collided",
            )
        if stale and accepted != self.newer_stamp:
            raise ValidationError(self._conflict(seen), code="saved_over")
        return cleaned

    @property
    def accepts_newer(self) -> bool:
        return self.data.get("save_over") == self.newer_stamp

    def _conflict(self, seen: str | None) -> str:
        if not self.instance.pk:
            return _(
                "Somebody deleted this while you were editing it. Nothing of yours is lost: all you typed is "
                "below, and can be saved as a new one."
            )
        if not seen:
            return _(
                "This form does not say which version you were editing, so it was not saved. All you typed "
                "is below."
            )
        newest = None
        if isinstance(self.instance, WorkingCopy):
            newest = (
                Revision.objects.filter(record=self.instance.record_id).select_related("saved_by").first()
            )
        if newest is None:
            return _("This was changed after you opened it. Yours was not saved; all you typed is below.")
        return format_html(
            _(
                "{who} saved this {ago} ago, after you opened it. Yours was not saved; "
                "all you typed is below."
            ),
            who=str(newest.saved_by or _("An import")),
            ago=timesince(newest.saved_at),
        )
