"""What a command says when the database did not do what it asked."""

from django.db import Error

_LOCKED = ("database is locked", "lock timeout", "could not obtain lock")


def refusal(error: Error) -> str:
    """A sentence for an operator. What the command did was one transaction, and is undone."""
    reason = " ".join(str(error).split())
    if any(words in reason for words in _LOCKED):
        return (
            "Another process writes to the database (an import, a restore, an editor's save), and was not "
            "done in time. Nothing was changed: do this again when it is done."
        )
    return f"The database refused, and nothing was changed: {reason}"
