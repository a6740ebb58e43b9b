"""Codes as people type them, and what a clock that is off is called."""

import enum
import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DIGITS = 6
RECOVERY_LENGTH = 10
_RECOVERY = re.compile(rf"[a-z2-7]{{{RECOVERY_LENGTH}}}")

# As handwriting has them: no recovery code has these digits.
_LOOKS_LIKE = str.maketrans("01", "ol")


class Kind(enum.Enum):
    OF_APP = "app"
    RECOVERY = "recovery"
    NEITHER = "neither"


def read_code(typed: str) -> tuple[Kind, str]:
    """Without blanks, hyphens and what nobody sees; digits of any script as ours."""
    text = unicodedata.normalize("NFKC", typed).lower()
    code = "".join(_plain(letter) for letter in text)
    if len(code) == DIGITS and code.isascii() and code.isdigit():
        return Kind.OF_APP, code
    recovery = code.translate(_LOOKS_LIKE)
    return (Kind.RECOVERY, recovery) if _RECOVERY.fullmatch(recovery) else (Kind.NEITHER, code)


def _plain(letter: str) -> str:
    if unicodedata.category(letter) in ("Zs", "Zl", "Zp", "Cc", "Cf", "Pd"):
        return ""
    return str(unicodedata.decimal(letter, letter))


def not_a_code(code: str) -> str:
    """Why what was typed is none."""
    if code.isdigit():
        return ngettext(
            "A code of your app has six digits; this has %(count)d.",
            "A code of your app has six digits; this has %(count)d.",
            len(code),
        ) % {"count": len(code)}
    return _(
        "A code of your app has six digits. A recovery code has ten letters and digits, none of them 0, 1, 8 "
        "or 9."
    )


def in_groups(text: str, length: int) -> str:
    return " ".join(text[start : start + length] for start in range(0, len(text), length))


def describe_seconds(seconds: int) -> str:
    """As one says it: "about a minute and a half"."""
    minutes, rest = divmod(abs(seconds), 60)
    if minutes == 1:
        return _("about a minute and a half") if rest else _("about a minute")
    if rest:
        return _("about %(count)d and a half minutes") % {"count": minutes}
    return _("about %(count)d minutes") % {"count": minutes}


def describe_wait(seconds: int) -> str:
    if seconds < 90:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
