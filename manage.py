#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

# They take a processor for long, which readers of the same machine are given before them.
LONG_COMMANDS = ("backup", "dump", "export_reference", "import_reference", "rebuild_index")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from relations.management.commands.version import Command as Version

    if sys.argv[1:2] and sys.argv[1] in LONG_COMMANDS:
        os.nice(10)
    if sys.argv[1:2] == ["version"]:
        # Django answers this by itself, with its own version, before it looks for a command.
        Version().run_from_argv(sys.argv)
    else:
        execute_from_command_line(sys.argv)
