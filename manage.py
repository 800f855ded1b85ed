#!/usr/bin/env python3
"""Bumpboard's commands: `manage.py help` lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError

from bumps.rules.config import ConfigError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
    try:
        execute_from_command_line(sys.argv)
    except (ConfigError, EnvError, ImproperlyConfigured) as error:
        # What the person can mend gets one line, not a traceback: it names the setting and the mend.
        sys.stderr.write(f"bumpboard: {' '.join(str(error).split())}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
