"""The form of a topic or an actor: its name, and the other names it is found by."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.working_copy_form import WorkingCopyForm
from relations.documents.text import without_controls
from relations.models import NamedWorkingCopy
from relations.models.name import MAX_LENGTH, fold_name, name_fault, name_taken_fault, taken_names

# More than anything is called; a form of thousands was not typed.
MAX_NAMES = 100


class NamesField(forms.CharField):
    """Names, each on a line of its own, as a list."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        names = [line for line in map(str.strip, map(without_controls, text.splitlines())) if line]
        if len(names) > MAX_NAMES:
            raise ValidationError(_("Write at most %(count)d names here.") % {"count": MAX_NAMES})
        for name in names:
            if len(name) > MAX_LENGTH:
                raise ValidationError(
                    _("“%(name)s…” is too long: a name has at most %(count)d characters.")
                    % {"name": name[:40], "count": MAX_LENGTH}
                )
        return names


class NamedForm(WorkingCopyForm):
    slug_source_fields = ("name",)
    instance: NamedWorkingCopy

    other_names = NamesField(
        label=gettext_lazy("Other names"),
        required=False,
        help_text=gettext_lazy(
            "Abbreviations, former names, names in other languages, by which readers look for it: "
            "each on a line of its own."
        ),
    )
    shared_names = NamesField(
        label=gettext_lazy("Shared names"),
        required=False,
        help_text=gettext_lazy(
            "Other names that something else here may have, too. Each on a line of its own."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            others = self.instance.other_names
            self.initial["other_names"] = "\n".join(other.text for other in others if not other.shared)
            self.initial["shared_names"] = "\n".join(other.text for other in others if other.shared)

    def clean(self) -> dict[str, Any]:
        # Before the edit token is compared, which ends the cleaning when it refuses.
        for field, message in self._name_faults():
            self.add_error(field, message)
        return super().clean()

    def _name_faults(self) -> Iterator[tuple[str, str]]:
        seen = {fold_name(self.cleaned_data.get("name") or "")}
        own: list[str] = self.cleaned_data.get("other_names") or []
        taken = taken_names(self.instance.record_kind, own, besides=self.instance.record_id)
        for field in ("other_names", "shared_names"):
            for name in self.cleaned_data.get(field) or []:
                folded = fold_name(name)
                if fault := name_fault(name):
                    yield field, f"“{name}”: {fault}"
                elif folded in seen:
                    yield field, _("“%(name)s” stands in this form twice.") % {"name": name}
                elif field == "other_names" and (other := taken.get(name)):
                    yield field, f"“{name}”: {name_taken_fault(name, other)}"
                seen.add(folded)

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # the stubs lack it
        named = ((name, False) for name in self.cleaned_data["other_names"])
        shared = ((name, True) for name in self.cleaned_data["shared_names"])
        self.instance.set_other_names((*named, *shared))
