"""`manage.py prepare`: what must have happened before any part of the service starts."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring the database, the tracked repositories and the static files up to date. Harmless to repeat."

    def handle(self, *_args: Any, **_options: Any) -> None:
        # One process for the three: each alone would load the whole application first.
        call_command("migrate", interactive=False)
        call_command("load_config")
        call_command("collectstatic", interactive=False, verbosity=0)
