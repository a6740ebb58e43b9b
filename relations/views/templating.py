"""The Jinja2 environment of the public pages."""

from typing import Any

from django.utils.translation import gettext, ngettext
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    env = Environment(**options)  # noqa: S701 (Django passes autoescape=True)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)
    return env
