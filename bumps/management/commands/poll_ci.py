from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from bumps.actions.poll_ci import poll_ci_claimed, told
from bumps.actions.remotes import ci_access
from bumps.management.commands._bar import Bar
from bumps.models import Remote
from bumps.ports import PortError, RateLimited


class Command(BaseCommand):
    help = "Ask GitHub and GitLab now what happened; workers then find out why the failed jobs failed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="a configured repository; left out: all of them")

    def handle(self, *args: Any, slug: str | None, **options: Any) -> None:
        remotes = Remote.objects.exclude(kind=Remote.Kind.GIT).exclude(next_poll_at=None)
        remotes = remotes.filter(retired_at=None, repository__retired_at=None).select_related("repository")
        chosen = list(remotes.filter(**({"repository__slug": slug} if slug else {})))
        if not chosen:
            what = f"{slug!r} has no CI remote that is polled" if slug else "no CI remote is polled"
            raise CommandError(f"{what}; configure one, and set GITLAB_URL for a GitLab project")
        failed = [remote for remote in chosen if not self._poll(remote)]
        if failed:
            sys.exit(1)

    def _poll(self, remote: Remote) -> bool:
        name = f"{remote.repository.name} on {remote.get_kind_display()}"
        lease = timedelta(seconds=settings.LEASE_SECONDS)
        if not remote.claim(timezone.now(), lease):
            self.stderr.write(f"{name}: a worker is polling it right now; try again in a moment")
            return False
        access = ci_access(remote)
        with Progress(console=Console(stderr=True), transient=True) as bars:
            try:
                result = poll_ci_claimed(remote, access, Bar(bars, remote, lease))
            except PortError as error:
                again = error.reset_at if isinstance(error, RateLimited) else timezone.now()
                remote.failed(timezone.now(), str(error), again)
                self.stderr.write(f"{name}: {error}")
                return False
            finally:
                access.quota.save()
        remote.answered(timezone.now(), timedelta(seconds=settings.POLL_SECONDS))
        self.stdout.write(f"{name}: {told(result)}")
        return True
