from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from bumps.actions.poll import poll_claimed, told
from bumps.management.commands._bar import Bar
from bumps.models import Remote
from bumps.ports import PortError


class Command(BaseCommand):
    help = "Fetch now and read the whole history of pins; run again it adds only what is new."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="a configured repository; left out: all of them")

    def handle(self, *args: Any, slug: str | None, **options: Any) -> None:
        remotes = Remote.objects.filter(kind=Remote.Kind.GIT, retired_at=None, repository__retired_at=None)
        chosen = list(remotes.select_related("repository").filter(**({"repository__slug": slug} if slug else {})))
        if not chosen:
            raise CommandError(f"no repository {slug!r} is configured; run load_config" if slug else "run load_config")
        failed = [remote for remote in chosen if not self._backfill(remote)]
        if failed:
            sys.exit(1)

    def _backfill(self, remote: Remote) -> bool:
        name = remote.repository.name
        lease = timedelta(seconds=settings.LEASE_SECONDS)
        if not remote.claim(timezone.now(), lease):
            self.stderr.write(f"{name}: a worker is polling it right now; try again in a moment")
            return False
        with Progress(console=Console(stderr=True), transient=True) as bars:
            try:
                result = poll_claimed(remote, Bar(bars, remote, lease))
            except PortError as error:
                remote.failed(timezone.now(), str(error), timezone.now())
                self.stderr.write(f"{name}: {error}")
                return False
        remote.answered(timezone.now(), timedelta(seconds=settings.POLL_SECONDS))
        self.stdout.write(f"{name}: {told(result)}")
        return True
