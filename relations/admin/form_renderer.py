"""How fields of forms become HTML: by one macro for each, where Django's templates are made of many.

A form of a hundred claims has 1,900 fields and parts of them:
docs/decisions/0037-fields-are-written-by-macros.md has the figures.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.admin.helpers import Fieldset
from django.forms.renderers import DjangoTemplates
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, FileSystemLoader

# Of templates/forms/widgets.html, by the templates whose place they take.
_MACROS = {
    **{
        f"django/forms/widgets/{kind}.html": "input"
        for kind in ("checkbox", "date", "email", "hidden", "number", "password", "text", "url")
    },
    "django/forms/widgets/select.html": "select",
    "django/forms/widgets/textarea.html": "textarea",
    "admin/widgets/date.html": "date",
    "admin/widgets/add_link.html": "add_link",
}


class FormRenderer(DjangoTemplates):
    """What has no macro is written by Django's own template. Their HTML is the same."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if macro := _widget_macros().get(template_name):
            return _html(macro(context["widget"]))
        return super().render(template_name, context, request)


def render_fieldset(fieldset: Fieldset, heading_level: int, heading_id: str) -> SafeString:
    return _html(_fieldset_macro()(fieldset, heading_level, heading_id))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(settings.BASE_DIR / "templates" / "forms"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.globals["static"] = lambda path: _static_url(path, get_script_prefix())
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    return environment


@cache
def _static_url(path: str, _script_prefix: str) -> str:
    """The address of an icon, kept: a form of many rows shows the same ones hundreds of times."""
    return static(path)


@cache
def _widget_macros() -> dict[str, Any]:
    macros = vars(_environment().get_template("widgets.html").module)
    return {template: macros[macro] for template, macro in _MACROS.items()}


@cache
def _fieldset_macro() -> Any:
    return vars(_environment().get_template("fieldset.html").module)["fieldset"]


def _html(made: str) -> SafeString:
    """What a Jinja2 template made, marked as safe in Django's way."""
    return mark_safe(str(made))  # noqa: S308
