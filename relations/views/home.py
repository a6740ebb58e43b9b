"""The first page of the reference, and what it says about itself."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Snapshot
from relations.presenters.home import about_page, home_page
from relations.views.http import public_page
from relations.views.rendering import render_page


@public_page
def home(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    return render_page(request, "home/home.html", home_page(snapshot))


@public_page
def about(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    return render_page(request, "home/about.html", about_page(snapshot))
