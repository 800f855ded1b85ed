from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from bumps.actions.load_config import load_config, read_config


class Command(BaseCommand):
    help = "Load bumpboard.toml (or BUMPBOARD_CONFIG) into the database. What it no longer names is retired."

    def handle(self, **options: Any) -> None:
        config = read_config(settings.BUMPBOARD_CONFIG)
        load_config(config, settings.BUMPBOARD_CONFIG.parent, timezone.now())
        names = ", ".join(repository.name for repository in config.repositories) or "no repository"
        self.stdout.write(f"Tracking {names}.")
