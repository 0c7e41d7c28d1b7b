#!/usr/bin/env python
"""Django's command line, with the embedded services started for every command that needs them."""

import os
import sys

# Commands that touch neither PostgreSQL nor Redis.
_WITHOUT_SERVICES = {
    *("help", "version", "--help", "--version", "services", "brief", "collectstatic", "findstatic"),
    *("makemessages", "compilemessages", "diffsettings", "spectacular", "check"),
}


def main() -> None:
    """Run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "routix.settings.local")
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in _WITHOUT_SERVICES:
        from routix.start import start_services

        start_services()
    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if type(error.__cause__).__name__ != "UndefinedTable":
            raise
        sys.exit(
            "routix: the database is not set up yet; `make run` does it, or `manage.py migrate` and `manage.py seed`."
        )


if __name__ == "__main__":
    main()
