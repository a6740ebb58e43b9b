"""`manage.py version`."""

import subprocess
import sys

from django.conf import settings

from relations import __version__


def test_the_command_line_says_the_name_and_the_version() -> None:
    """In a process of its own: Django's command line has a word "version" that no command answers."""
    done = subprocess.run(
        [sys.executable, "manage.py", "version"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"Relations {__version__}\n"
