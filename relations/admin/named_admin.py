"""What the admin's pages of topics and actors share: their other names where the form is only read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.named_form import NamedForm
from relations.admin.working_copy import WorkingCopyAdmin
from relations.models import NamedWorkingCopy


class NamedAdmin(WorkingCopyAdmin):
    """Base of the two kinds. Where fields are only read, Django asks these methods, not the form."""

    form = NamedForm
    prepopulate_slug_from = "name"

    @admin.display(description=_("Other names"))
    def other_names(self, row: NamedWorkingCopy) -> str:
        return self._listed(row, shared=False)

    @admin.display(description=_("Shared names"))
    def shared_names(self, row: NamedWorkingCopy) -> str:
        return self._listed(row, shared=True)

    def _listed(self, row: NamedWorkingCopy, *, shared: bool) -> str:
        """Each on a line of its own."""
        names = [other.text for other in row.other_names if other.shared is shared]
        return "\n".join(names) or str(self.get_empty_value_display())
