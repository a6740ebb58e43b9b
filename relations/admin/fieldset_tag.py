"""Parts of the administration's forms in its templates."""

from typing import Any

from django import template
from django.contrib.admin.helpers import Fieldset
from django.utils.safestring import SafeString

from relations.admin.form_renderer import render_fieldset

register = template.Library()


@register.simple_tag
def fieldset_html(
    fieldset: Fieldset, heading_level: Any, prefix: str, id_prefix: Any, id_suffix: Any
) -> SafeString:
    """One fieldset of a form, as ``admin/includes/fieldset.html`` is asked for it."""
    heading_id = f"{prefix}-{id_prefix}-{id_suffix}-heading"
    return render_fieldset(fieldset, heading_level or 2, heading_id)
