#!/usr/bin/env python3
"""Bumpboard's commands: `manage.py help` lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        if not _mendable(error):
            raise
        # What the person can mend gets one line, not a traceback: it names the setting and the mend.
        sys.stderr.write(f"bumpboard: {' '.join(str(error).split())}\n")
        sys.exit(2)


def _mendable(error: Exception) -> bool:
    """Whether the configuration is at fault."""
    if isinstance(error, (EnvError, ImproperlyConfigured)):
        return True
    # Not imported above: what was raised is loaded by now, and no other command should pay for it.
    config = sys.modules.get("bumps.rules.config")
    return config is not None and isinstance(error, config.ConfigError)


if __name__ == "__main__":
    main()
