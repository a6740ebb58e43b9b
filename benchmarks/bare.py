"""The bare view that everything is measured against: Django, constant 20 kB, no middleware."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = b"<!doctype html>" + b"x" * (20_000 - 15)


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


urlpatterns = [path("", bare)]

settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bare", USE_TZ=True, LOGGING_CONFIG=None
)
django.setup()
application = WSGIHandler()
