"""The site, whose server kills itself at the moment that the file ``KILL_AT`` names, once."""

import os
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from tests.support.killing import end_at, kill_server

# Each is before or after such a call of a function.
MOMENTS = {
    "what was typed is written": ("relations.admin.autosave.address", "store", "after"),
    "what was typed is committed": ("relations.admin.autosave.address", "answer", "before"),
    "a save is written, its text not ended": ("relations.admin.autosave.model_admin", "end", "before"),
    "a save is not committed": ("relations.admin.working_copy.WorkingCopyAdmin", "response_change", "before"),
    "a save is committed": ("config.unavailable.UnavailableMiddleware", "__call__", "after"),
    "what is due is written": ("relations.publishing.publish", "write_publication", "after"),
    "what is due is not committed": ("relations.publishing.due", "update_next_due", "after"),
}


def make_application() -> Any:
    from config.wsgi import application  # sets Django up

    file = Path(os.environ["KILL_AT"])
    for moment, (owner, name, when) in MOMENTS.items():
        end_at(
            resolve_name(owner), name, when, is_time=partial(_is_time, file, moment), end=partial(_end, file)
        )
    return application


def _is_time(file: Path, moment: str) -> bool:
    return file.exists() and file.read_text() == moment


def _end(file: Path) -> None:
    file.unlink(missing_ok=True)
    kill_server(os.getppid())
