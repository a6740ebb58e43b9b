"""Letters that only say what happened to an account: where no mail is sent nobody passes them on."""

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from relations.mail.message import site_name
from relations.mail.text import link_line, wrap
from relations.models import Letter


def write_reset_notice(user: User, by: User | None) -> None:
    """Tell the owner that an administrator (None: who runs the server) took the second factor away."""
    paragraphs = (
        _(
            "%(who)s took away the second factor of your account “%(name)s” at %(site)s, and its recovery "
            "codes. The codes of your app do not work any more."
        )
        % {
            "who": by or _("Whoever runs the server"),
            "name": user.get_username(),
            "site": site_name(),
        },
        _("When you sign in, set up another one, under “Second factor”."),
        _("If you did not ask for this, tell whoever runs the site, and choose another password:"),
    )
    write_account_notice(user, _("Your second factor at %(site)s") % {"site": site_name()}, paragraphs)


def write_change_notice(user: User, words: str) -> None:
    """Tell the owner what the account did to its second factor; ``words`` take name, site and time."""
    values = {
        "name": user.get_username(),
        "site": site_name(),
        "time": date_format(timezone.now(), "j F Y, H:i"),
    }
    paragraphs = (
        words % values,
        _("If it was you, nothing has to be done."),
        _("If it was not you, tell whoever runs the site, and choose another password at once:"),
    )
    write_account_notice(user, _("Your second factor at %(site)s") % values, paragraphs)


def write_account_notice(user: User, subject: str, paragraphs: tuple[str, ...]) -> None:
    """The last paragraph leads to the page on which one chooses another password."""
    if settings.SENDS_MAIL and user.email and user.is_active:
        body = "\n\n".join([*map(wrap, paragraphs), link_line(reverse("admin:password_change"))])
        Letter.objects.create(user=user, subject=subject, body=f"{body}\n")
