"""The second step of signing in, at the same address as the first: it asks who gave the right password."""

from http import HTTPStatus

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from relations.admin.people.invitation_page import render_account_page
from relations.admin.people.known_browsers import note_sign_in
from relations.admin.second_factor.checking import check_code
from relations.admin.second_factor.forms import CodeForm
from relations.admin.second_factor.next_page import next_url
from relations.admin.second_factor.recovery import say_how_many_are_left
from relations.admin.second_factor.state import let_in


def code_page(request: HttpRequest, user: User) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    form.fields["code"].widget.attrs["autofocus"] = True  # there is nothing else to do here
    status, wait = HTTPStatus.OK, 0
    if form.is_valid():
        checked = check_code(user, form.cleaned_data["code"])
        if checked.is_right:
            let_in(request, user)
            note_sign_in(request, user)
            if checked.is_recovery:
                say_how_many_are_left(request, user)
            return HttpResponseRedirect(next_url(request))
        form.add_error("code", checked.refusal)
        wait = checked.wait
        status = HTTPStatus.TOO_MANY_REQUESTS if wait else status
    title = _("Enter your code")
    response = render_account_page(
        request, "enter_code", title, status, form=form, account=user, next=next_url(request)
    )
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
