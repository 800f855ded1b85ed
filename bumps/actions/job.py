"""A JobRun that exists only once there is something to tell: a quiet poll leaves no row."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from bumps.models import JobRun, Remote

_SECONDS_BETWEEN_WRITES = 0.5


class JobProgress:
    """The `Progress` port over a JobRun row; each report also renews the remote's lease."""

    def __init__(self, kind: str, remote: Remote) -> None:
        self.kind = kind
        self.remote = remote
        self.run: JobRun | None = None
        self._message = ""
        self._written_at = 0.0

    def report(self, message: str, done: int, total: int) -> None:
        """Write it, unless the same was written a moment ago: git reports a hundred times a second."""
        now = time.monotonic()
        if self.run and message == self._message and now - self._written_at < _SECONDS_BETWEEN_WRITES:
            return
        self._message, self._written_at = message, now
        self._row().report(timezone.now(), message, done, total)
        self.remote.renew(timezone.now(), timedelta(seconds=settings.LEASE_SECONDS))

    def succeed(self, message: str) -> None:
        """It ended well; without any report before, there is nothing to remember."""
        if self.run:
            self.run.succeed(timezone.now(), message)

    def fail(self, error: str, *, always: bool = False) -> None:
        """It ended badly. A remote that is merely down is told of on the remote; `always` leaves a row as well."""
        if self.run or always:
            self._row().fail(timezone.now(), error)

    def _row(self) -> JobRun:
        if self.run is None:
            now = timezone.now()
            self.run = JobRun.objects.create(
                kind=self.kind, repository=self.remote.repository, started_at=now, beat_at=now
            )
        return self.run
