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

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in _WITHOUT_SERVICES:
        from routix.start import start_services

        start_services()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
