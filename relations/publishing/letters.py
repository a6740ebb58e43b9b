"""Letters: what users are told of that happened without them, in the transaction in which it did."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from relations.models import Letter, ScheduledPublication
from relations.models.permissions import accounts_with

# Who can see to it when the one concerned has no account any more.
ADMINISTRATORS_PERMISSION = "auth.change_user"


def tell_of_failure(scheduled: ScheduledPublication) -> None:
    """Tell who scheduled it, or the administrators when that account is closed, why nothing went out."""
    names = ", ".join(f"“{item.record.working_copy}”" for item in scheduled.items.filter(companion=False))
    subject = {
        ScheduledPublication.Action.PUBLISH: _("Not published: %(names)s"),
        ScheduledPublication.Action.WITHDRAW: _("Not withdrawn: %(names)s"),
    }[ScheduledPublication.Action(scheduled.action)] % {"names": names}
    body = _(
        "%(user)s had scheduled this for %(time)s UTC. It could not be done, and readers see what they saw "
        "before.\n\n%(failure)s\n\nSet this right, and give it another time, or cancel it: it stands under "
        "“Held back” on the first page of the administration.\n"
    ) % {
        "user": scheduled.scheduled_by.get_username(),
        "time": f"{scheduled.due_at:%Y-%m-%d %H:%M}",
        "failure": scheduled.failure,
    }
    Letter.objects.bulk_create(
        Letter(user=user, subject=subject[:200], body=body) for user in _recipients(scheduled.scheduled_by)
    )


def _recipients(user: User) -> list[User]:
    if user.is_active:
        return [user]
    return list(accounts_with(ADMINISTRATORS_PERMISSION))
