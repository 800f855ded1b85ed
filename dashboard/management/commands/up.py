"""`manage.py up`: the whole service in one command."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dashboard.up import UpError
from dashboard.up.console import Console
from dashboard.up.service import Place, serve


class Command(BaseCommand):
    help = "Run the whole service: web, worker, beat and, unless REDIS_URL is set, a Redis of its own."
    # The commands it runs check the system; twice would only make the start slower.
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        place = Place(
            root=settings.BASE_DIR,
            home=settings.BUMPBOARD_HOME,
            host=os.environ.get("HOST", "127.0.0.1"),
            port=settings.PORT,
            url=settings.BUMPBOARD_URL,
        )
        try:
            serve(place, Console(sys.stdout))
        except UpError as error:
            self.stderr.write(f"bumpboard: {error}")
            sys.exit(1)
