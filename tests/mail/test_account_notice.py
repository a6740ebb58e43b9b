"""Letters that only say what happened to an account."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import path
from pytest_django.fixtures import Settings

from relations.mail.account_notice import write_account_notice
from relations.models import Letter

urlpatterns = [path("office/", admin.site.urls)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_it_leads_to_a_new_password_wherever_the_administration_stands(settings: Settings) -> None:
    settings.SENDS_MAIL, settings.SITE_URL = True, "https://relations.example.org"
    user = User.objects.create_user("ada", email="ada@example.org")
    write_account_notice(user, "Your account", ("Choose another password:",))
    body = Letter.objects.get().body
    assert body == "Choose another password:\n\nhttps://relations.example.org/office/password_change/\n"
