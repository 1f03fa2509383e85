#!/usr/bin/env python
"""The one command of the Peer Support Resource Centre: `manage.py help` lists what it can do."""

import os
import sys


def main() -> None:
    """Run the management command named on the command line.

    Raises SystemExit with a sentence that says what to do when Django is not installed.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "resource_centre.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed for this Python. Run the first command of README.md, "
            "or call manage.py with .venv/bin/python."
        ) from error
    try:
        settings.INSTALLED_APPS  # noqa: B018 - loads the settings, so that a wrong one stops here with its sentence
    except ImproperlyConfigured as error:
        raise SystemExit(f"The settings are not right. {error}") from None
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
