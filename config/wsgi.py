"""The production entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

from config.at_hand import AtHand  # noqa: E402 (Django first)

application = AtHand(django_application)
