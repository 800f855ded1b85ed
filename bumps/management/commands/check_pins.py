import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bumps.actions import check_pins


class Command(BaseCommand):
    help = "Do the pins of one commit agree? Exit 0 in sync, 1 out of sync, 2 could not tell. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        check_pins.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        sys.exit(check_pins.run(argparse.Namespace(**options)))
