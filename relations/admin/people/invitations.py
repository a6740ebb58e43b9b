"""Invitations: sent, sent again, withdrawn; and what a link is good for."""

import enum

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from relations.admin.people.roles import role_among
from relations.mail.message import site_name
from relations.mail.text import wrap
from relations.models import Invitation, Letter, Reference


class LinkState(enum.Enum):
    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    OVER = "over"


def link_state(invitation: Invitation, serial: int) -> LinkState:
    """What a link of the letter with that number is good for."""
    if invitation.is_accepted:
        return LinkState.USED
    if invitation.withdrawn_at is not None or not invitation.user.is_active:
        return LinkState.WITHDRAWN
    if serial != invitation.serial:
        return LinkState.REPLACED
    return LinkState.OPEN if timezone.now() < invitation.expires_at else LinkState.OVER


@transaction.atomic
def invite(user: User, by: User) -> Letter | None:
    """A letter with a new link; every earlier one is over. None to whom needs none: they can sign in."""
    invitation, is_new = Invitation.objects.get_or_create(user=user, defaults={"invited_by": by})
    if not is_new:
        invitation = Invitation.objects.select_for_update(of=("self",)).select_related("user").get(pk=user.pk)
    if invitation.is_accepted or not invitation.user.is_active:
        return None
    if not is_new:
        invitation.serial += 1
        invitation.invited_by, invitation.sent_at, invitation.withdrawn_at = by, timezone.now(), None
        invitation.save()
        _unsent_letters(user).delete()
    return Letter.objects.create(
        user=user, subject=_subject(), body=_body(invitation), link=Letter.LinkKind.INVITATION
    )


@transaction.atomic
def withdraw(user: User) -> bool:
    """No link lets this person in any more, until they are invited again. Whether there was one."""
    _unsent_letters(user).delete()
    open_ = Invitation.objects.filter(user=user, accepted_at=None, withdrawn_at=None)
    return bool(open_.update(withdrawn_at=timezone.now()))


def describe(invitation: Invitation) -> str:
    """What became of an invitation, for whoever manages accounts. "" once it was accepted."""
    if invitation.is_accepted:
        return ""
    values = {
        "who": invitation.invited_by or _("somebody"),
        "sent": date_format(invitation.sent_at, "j F Y, H:i"),
        "end": date_format(invitation.expires_at, "j F Y, H:i"),
    }
    match link_state(invitation, invitation.serial):
        case LinkState.WITHDRAWN:
            return _("The invitation was withdrawn: no link lets them in.")
        case LinkState.OVER:
            return _("Invited by %(who)s on %(sent)s UTC. The link is over since %(end)s UTC.") % values
    return (
        _("Invited by %(who)s on %(sent)s UTC, and not here yet. The link is good until %(end)s UTC.")
        % values
    )


def _unsent_letters(user: User) -> "models.QuerySet[Letter]":
    return Letter.objects.filter(user=user, link=Letter.LinkKind.INVITATION, sent_at=None)


def _subject() -> str:
    return _("Your account at %(site)s") % {"site": site_name()}


def _invitation_words(invitation: Invitation) -> str:
    """Who invites to which reference, and what is done there in the role of who is invited."""
    role = role_among(invitation.user.groups.all())
    values = {
        "who": invitation.invited_by,
        "title": Reference.objects.current().title,
        "site": site_name(),
        "role": role.invitation if role else "",
    }
    if role is None:
        return _("%(who)s invites you to “%(title)s” (%(site)s).") % values
    return _("%(who)s invites you to “%(title)s” (%(site)s) %(role)s") % values


def _body(invitation: Invitation) -> str:
    words = _(
        "%(what)s\n\nTo begin, choose a password at this address:\n\n"
        "%(link)s\n\nIt is good for %(days)d days, until %(end)s UTC, and for one use. After that you sign "
        "in with the name %(name)s.\n\nIf you do not expect this letter, nothing has to be done.\n"
    ) % {
        "what": _invitation_words(invitation),
        "link": Letter.LINK_PLACE,
        "days": Invitation.VALID_FOR.days,
        "end": date_format(invitation.expires_at, "j F Y, H:i"),
        "name": invitation.user.get_username(),
    }
    return f"{wrap(words)}\n"
