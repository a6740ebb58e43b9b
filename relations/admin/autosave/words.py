"""What a page says of where its text is: for its script, which fills in what stands in braces."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "waiting": _("Not stored yet"),
    "stored": _("Stored {time}, not saved yet"),
    "storedSignedOut": _("Stored {time}, not saved yet. You are signed out: Save will ask you to sign in."),
    "signedOut": _("You are signed out. What you type is stored all the same; Save will ask you to sign in."),
    "signed-out": _("Not stored: you are signed out. Leave this page open, and sign in in another tab."),
    "somebody-else": _(
        "Not stored: somebody else is signed in with this browser. Leave this page open, and sign in again."
    ),
    "unreachable": _("Not stored: the server cannot be reached. Leave this page open: it keeps trying."),
    "busy": _("Not stored: the server is busy. Leave this page open: it keeps trying."),
    "strange": _("Not stored: the answer was not this site’s. Leave this page open: it keeps trying."),
    "refused": _("Not stored: {reason}"),
    "notSaved": _(
        "Not saved: the server cannot be reached. Leave this page open: it keeps trying. Save once more "
        "when this says “Stored”."
    ),
}
