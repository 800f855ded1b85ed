import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bumps.actions import check_command


class Command(BaseCommand):
    help = "Do the pins of one commit agree? Exit 0 in sync, 1 out of sync, 2 could not tell. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        check_command.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(check_command.run(argparse.Namespace(**options)))
