"""Everybody's own choice: whether and how soon letters tell of reviews (``/admin/notices/``)."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.permissions import signed_in_user
from relations.admin.site_page import render_site_page
from relations.mail.notices import choose_frequency
from relations.models import NoticePreference
from relations.models.notice import DAILY_AT

Frequency = NoticePreference.Frequency
CHOICES = (
    (Frequency.IMMEDIATELY, gettext_lazy("At once")),
    (
        Frequency.DAILY,
        gettext_lazy("Once a day: one letter with all of it, at %(time)s UTC")
        % {"time": f"{DAILY_AT:%H:%M}"},
    ),
    (Frequency.NONE, gettext_lazy("Never: what waits stands on the first page")),
)


class NoticesForm(forms.Form):
    frequency = forms.ChoiceField(
        label=gettext_lazy("How soon letters come"), choices=CHOICES, widget=forms.RadioSelect
    )


def notices_page(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    preference = NoticePreference.objects.filter(user=user).first() or NoticePreference()
    form = NoticesForm(request.POST or None, initial={"frequency": preference.frequency})
    if request.method == "POST" and form.is_valid():
        choose_frequency(user, form.cleaned_data["frequency"])
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:notices"))
    return render_site_page(
        request,
        "admin/people/notices.html",
        _("Notices of reviews by mail"),
        form=form,
        address=user.email,
        sends_mail=settings.SENDS_MAIL,
    )
