"""The production entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

from config.logs import AccessLogEntry  # noqa: E402 (Django first)
from config.request import Request  # noqa: E402 (Django first)
from relations.caching.response_cache import ResponseCache  # noqa: E402 (Django first)

django_application.request_class = Request
application = ResponseCache(django_application, AccessLogEntry)
